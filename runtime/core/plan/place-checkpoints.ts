import type { DraftPlan, DraftTask } from './draft';
import { isCheckpointTitle } from './drafting/after-checkpoints';
import { noteHeard } from './drafting/running-gates';
import { prose } from './drafting/task-body';
import type { Findings } from './findings';
import { findHumanGate } from './gates/find-human-gate';
import { at } from './text/at';
import { cut } from './text/cut';
import type { Line } from './text/lines';
import type { Section } from './text/outline';
import { plainText } from './text/plain-text';
import type { PlanDocument } from './text/plan-document';
import { quote } from './text/quote';

/** Characters of a question that are kept. */
const LONGEST = 300;

/**
 * Checkpoints that are a section of their own behind a task: a person is asked before the next open task, and those beside
 * it in its section. Where none is left, the last open task before is judged when it is done. What a reader has heard by
 * itself, and what stands above all tasks, is left as it is.
 *
 * Cost: linear, but for a search among the sections for each checkpoint.
 */
export function placeCheckpoints(document: PlanDocument, draft: DraftPlan, findings: Findings): DraftPlan {
  const sections = document.sections();
  const checkpoints = sections.filter((section) => isCheckpoint(section, sections, document));
  if (checkpoints.length === 0) return draft;
  const tasks = [...draft.tasks];
  const own = tasks.flatMap(({ where }, no) => (isIn(document, where.file) ? [{ no, line: where.line }] : []));
  own.sort((a, b) => a.line - b.line);
  const isNoted = findings.notedLines('NOTE_HUMAN_GATE');
  for (const { heading, lines } of checkpoints) {
    const said = prose([heading!, ...lines]).filter((line) => asks(line, document));
    // `2. Approval` between `1. Build` and `3. Ship` is a step, which is a person's whatever stands below.
    const asking = (said.length === 0 && isStep(heading!) ? [heading!] : said).filter(({ no }) => !isNoted.has(no));
    const from = heading!.no;
    const isAbove = own.some(({ line }) => line < from);
    if (asking.length === 0 || !isAbove) continue;
    const text = cut(asking.map(({ content }) => plainText(content)).join('; '), LONGEST);
    const open = own.filter(({ no }) => isOpen(tasks[no]!));
    const next = open.find(({ line }) => line > asking[0]!.no);
    if (next !== undefined) {
      const beside = endOfSection(sections, next.line);
      for (const { no, line } of open)
        if (line >= next.line && line <= beside) tasks[no] = { ...tasks[no]!, humanGate: tasks[no]!.humanGate || text };
      for (const line of asking) noteHeard(line, text, findings);
      continue;
    }
    const last = open.at(-1);
    if (last === undefined) continue;
    const task = tasks[last.no]!;
    tasks[last.no] = {
      ...task,
      criteria: [...task.criteria, { criterion: text, where: at(asking[0]!), isExtra: true }],
    };
    const message = `A person is asked behind ${quote(task.title)}, the last task before it: ${quote(text)}`;
    for (const line of asking) findings.note('NOTE_HUMAN_GATE', at(line), message);
  }
  return { ...draft, tasks };
}

/** Nothing but a checkpoint by its heading, and inside no task. */
function isCheckpoint(section: Section, sections: readonly Section[], { ledger }: PlanDocument): boolean {
  if (section.heading === undefined || section.level < 2 || !isCheckpointTitle(section.title)) return false;
  if (!isOutside(ledger.useOf(section.heading.no))) return false;
  for (let up = sections[section.parent]; up !== undefined; up = sections[up.parent])
    if (up.heading !== undefined && ledger.useOf(up.heading.no) === 'task') return false;
  return true;
}

const isStep = ({ content }: Line): boolean => /^\d{1,3}[.)]\s/.test(content);

const isOutside = (use: string | undefined): boolean => use === undefined || use === 'group';

const asks = ({ kind, content, no }: Line, { ledger }: PlanDocument): boolean =>
  (kind === 'heading' || kind === 'text' || kind === 'item') &&
  isOutside(ledger.useOf(no)) &&
  findHumanGate('', content.slice(0, 2_000)) !== undefined;

const isOpen = ({ status }: DraftTask): boolean => status !== 'completed' && status !== 'skipped';

const isIn = ({ path }: PlanDocument, file: string | undefined): boolean => file === undefined || file === path;

/** The last line before the heading behind `line`. */
function endOfSection(sections: readonly Section[], line: number): number {
  const behind = sections.find(({ heading }) => heading !== undefined && heading.no > line);
  return behind === undefined ? Number.POSITIVE_INFINITY : behind.heading!.no - 1;
}
