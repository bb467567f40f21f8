import { counted } from '../counted';
import { isCheckpointTitle } from './drafting/after-checkpoints';
import { isChapter, numberedHeading } from './drafting/list-plan/numbered-headings';
import { isAside } from './drafting/list-plan/only-list';
import type { Findings } from './findings';
import type { ShownText } from './shown-text';
import { at } from './text/at';
import { cut } from './text/cut';
import type { Section } from './text/outline';
import type { PlanDocument } from './text/plan-document';
import { quote } from './text/quote';

/**
 * Notes numbered headings (`3. Ship`) that are no task, and below which nothing became anything: they may be work. One note of all.
 * Linear.
 */
export function noteEmptyHeadings(document: PlanDocument, shown: ShownText, findings: Findings): void {
  const sections = document.sections();
  const numbered = sections.filter((section) => namesWork(section) && !shown.has(section.heading!));
  if (numbered.length === 0) return;
  const used = usedBefore(document);
  const empty = numbered.filter((section) => {
    const next = sections[section.end]?.heading?.no ?? Number.POSITIVE_INFINITY;
    return used(next) === used(section.heading!.no);
  });
  const [first] = empty;
  if (first === undefined) return;
  const what = `${counted(empty.length, 'numbered heading')}, from ${quote(cut(first.heading!.content, 200))}`;
  findings.note(
    'NOTE_LEFT_OUT',
    at(first.heading!),
    `Left out, with nothing below that is read as work, where other lines are the tasks: ${what}`,
    empty.map(({ heading }: Section) => heading!.no),
  );
}

/** A step that is a person's yes is asked (`place-checkpoints.ts`). */
function namesWork(section: Section): boolean {
  const title = numberedHeading(section)?.title;
  return title !== undefined && !isChapter(title) && !isAside(title) && !isCheckpointTitle(title);
}

/** How many lines above one with that number became something. */
function usedBefore({ markdown, ledger }: PlanDocument): (no: number) => number {
  const { lines } = markdown();
  const first = lines[0]?.no ?? 1;
  const sums = new Uint32Array(lines.length + 1);
  for (let at = 0; at < lines.length; at++)
    sums[at + 1] = sums[at]! + (ledger.useOf(lines[at]!.no) === undefined ? 0 : 1);
  return (no) => sums[Math.min(Math.max(0, no - first), lines.length)]!;
}
