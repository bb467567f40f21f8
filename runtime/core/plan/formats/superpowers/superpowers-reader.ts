import type { DraftPlan } from '../../draft';
import { applyMarks } from '../../drafting/apply-marks';
import { titleOf, withExtra } from '../../drafting/criteria-draft';
import { type OrderedTask, orderByDocument } from '../../drafting/document-order';
import { gateOfPlan } from '../../drafting/gate-of-plan';
import { finishMarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { nameTasks } from '../../drafting/name-tasks';
import { readCriteria } from '../../drafting/read-criteria';
import { forgetUnresolved, readKnownReferences } from '../../drafting/read-known-references';
import { sectionGates } from '../../drafting/section-gates';
import { gateIn, hearWords } from '../../drafting/task-body';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import type { Line } from '../../text/lines';
import { type NumberedTitle, numberedTitle } from '../../text/numbered-title';
import type { Section } from '../../text/outline';
import { phaseHeading } from '../../text/phase-heading';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { readHeading } from '../../text/read-heading';
import { takeMarks } from '../../text/take-marks';
import { HiddenSteps, hiddenStep, stepOf } from './steps';
import { readTaskLines } from './task-lines';

export function readSuperpowers(document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan {
  const { unclosed } = document.markdown();
  const sections = document.sections();
  const tasks: (OrderedTask & { phase?: string })[] = [];
  const phases: string[] = [];
  const isGroup = new Set<number>();
  const isRead = new Set<number>();
  let group = 0;
  let readTo = 0;
  for (const section of sections) {
    const { heading } = section;
    if (heading === undefined || section.no < readTo) continue;
    const found = heading.level > 1 ? numberedTitle(section.title) : undefined;
    if (found?.word === 'task') {
      const parts = sections.slice(section.no, endOf(sections, section));
      readTo = section.no + parts.length;
      for (const part of parts) for (const { no } of [part.heading!, ...part.lines]) isRead.add(no);
      const phase = phases.at(-1);
      const read = taskOf({ document, section, found, parts, isDamaged: unclosed !== undefined, findings });
      tasks.push({ ...read, section: group, ...(phase === undefined || group === 0 ? {} : { phase }) });
    } else if (phaseHeading(section.title) !== undefined) {
      document.ledger.mark(heading, 'group');
      phases.push(section.title);
      for (const { no } of [heading, ...section.lines]) isGroup.add(no);
      group = section.no;
    } else if (section.level <= 2 && section.no > 1) {
      group = 0;
    }
  }
  nameTasks(tasks, findings);
  const references = readKnownReferences(tasks, limits.edges, findings);
  forgetUnresolved(tasks, references);
  orderByDocument(tasks, findings);
  const criteria = readCriteria(
    document.markdown().lines.filter(({ no }) => !isRead.has(no)),
    document.ledger,
  ).flatMap((list) => list.criteria);
  const gates = sectionGates(sections, ({ no }) => no >= (tasks[0]?.where.line ?? 0) && !isGroup.has(no));
  for (const task of tasks) {
    const asked = gates.ofSection.get(task.section);
    if (asked !== undefined && task.section > 0) task.humanGate ||= asked;
  }
  return {
    title: titleOf(document, findings),
    source: 'INLINE',
    where: { line: 1, column: 1 },
    tasks: tasks.map(({ section: _s, isParallel: _p, ...task }, no) => finishMarkdownTask(task, references[no] ?? [])),
    criteria: withExtra([], criteria),
    ...(phases.length === 0 ? {} : { phases }),
    ...gateOfPlan(document, planGate(sections, tasks)),
  };
}

/**
 * A task ends at the next task or group, also where those stand at a deeper level than they should. A heading above its
 * own level ends it too, unless its steps go on counting behind: then that is of a text that the task writes.
 */
function endOf(sections: readonly Section[], section: Section): number {
  let end = levelEnd(sections, section);
  const steps = new HiddenSteps();
  const isGoing = ({ lines }: Section): boolean =>
    lines.filter((line) => {
      const step = line.kind === 'box' ? stepOf(line) : undefined;
      const isNext = step === undefined ? steps.next(line) !== undefined : steps.isNext(step);
      const found = step ?? (isNext ? hiddenStep(line) : undefined);
      if (found !== undefined) steps.seen(found);
      return isNext;
    }).length > 0;
  for (let no = section.no; no < end; no++) isGoing(sections[no]!);
  for (let no = end; no < sections.length && !isStart(sections[no]!); no++) if (isGoing(sections[no]!)) end = no + 1;
  return end;
}

const isStart = ({ title }: Section): boolean =>
  numberedTitle(title)?.word === 'task' || phaseHeading(title) !== undefined;

function levelEnd(sections: readonly Section[], section: Section): number {
  for (let no = section.no + 1; no < section.end; no++) {
    if (isStart(sections[no]!)) return no;
  }
  return section.end;
}

interface Given {
  readonly document: PlanDocument;
  readonly section: Section;
  readonly found: NumberedTitle;
  readonly parts: readonly Section[];
  readonly isDamaged: boolean;
  readonly findings: Findings;
}

function taskOf({ document, section, found, parts, isDamaged, findings }: Given): OrderedTask {
  const heading = section.heading!;
  const where = { line: heading.no, column: heading.column };
  const marked = takeMarks(found.title);
  const task: OrderedTask = {
    ...newMarkdownTask(found.id, plainText(marked.text) || `Task ${found.id}`, where),
    section: 0,
    isParallel: false,
  };
  task.aliases.push(`task ${found.id.toLowerCase()}`);
  applyMarks(task, marked, where, findings);
  document.ledger.mark(heading, 'task');
  const body = parts.flatMap((part) => (part === section ? part.lines : [part.heading!, ...part.lines]));
  const { hasOpenBox } = readTaskLines(task, body, document.ledger, findings);
  const isTicked = !hasOpenBox && task.subtasks.length > 0 && task.subtasks.every(({ isDone }) => isDone);
  if (readHeading(heading.content).isDone || isTicked) task.status = 'completed';
  task.description.push(rawOf(document, body).join('\n').trim());
  hearWords(task, body, isDamaged);
  return task;
}

/** Words above the first task that ask for a person hold for the whole plan; the skill's own first lines do not. */
function planGate(sections: readonly Section[], tasks: readonly OrderedTask[]): string | undefined {
  const first = tasks[0]?.where.line ?? 0;
  const lines = sections
    .flatMap((section) => section.lines)
    .filter(({ no, content }) => no < first && !/superpowers:|REQUIRED SUB-SKILL/.test(content));
  return gateIn('', lines);
}

function rawOf(document: PlanDocument, body: readonly Line[]): readonly string[] {
  const { lines, raw } = document.markdown();
  return body.map(({ no }) => raw[no - lines[0]!.no]!);
}
