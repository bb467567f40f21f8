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
  const used = usedBefore(document, shown, findings.notedLines('NOTE_LEFT_OUT'));
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
    `Left out, with nothing below that is read as work: ${what}`,
    empty.map(({ heading }: Section) => heading!.no),
  );
}

/** A step that is a person's yes is asked (`place-checkpoints.ts`). */
function namesWork(section: Section): boolean {
  const title = numberedHeading(section)?.title;
  return title !== undefined && !isChapter(title) && !isAside(title) && !isCheckpointTitle(title);
}

/** How many lines above one with that number became something that a reader of the plan can see, or a note. */
function usedBefore(
  { markdown, ledger }: PlanDocument,
  shown: ShownText,
  isNoted: ReadonlySet<number>,
): (no: number) => number {
  const { lines } = markdown();
  const first = lines[0]?.no ?? 1;
  const sums = new Uint32Array(lines.length + 1);
  for (const [at, line] of lines.entries()) {
    const use = ledger.useOf(line.no);
    // A name for what stands below is nothing by itself.
    const isRead = use !== undefined && use !== 'group' && (use !== 'detail' || shown.has(line));
    const isSeen = isRead || isNoted.has(line.no);
    sums[at + 1] = sums[at]! + (isSeen ? 1 : 0);
  }
  return (no) => sums[Math.min(Math.max(0, no - first), lines.length)]!;
}
