import { counted } from '../../../counted';
import type { DraftCriterion, DraftPlan, DraftReference, DraftTask } from '../../draft';
import { checkpointsBefore } from '../../drafting/after-checkpoints';
import { finishMarkdownTask } from '../../drafting/markdown-task';
import { knownOnly } from '../../drafting/read-known-references';
import { taskListFrame } from '../../drafting/task-list-frame';
import type { Findings } from '../../findings';
import { lastToRun } from '../../last-to-run';
import type { PlanLimits } from '../../plan';
import type { PlanDocument } from '../../text/plan-document';
import type { StatedEdge } from './graph-edges';
import { orderPhases } from './phase-order';
import type { Phase, StoryOrder } from './phases';
import { readDependencies } from './read-dependencies';
import type { SpecTask, TaskBook } from './task-book';

/** All that was read of a tasks.md. */
export interface Spec {
  readonly document: PlanDocument;
  readonly book: TaskBook;
  readonly stories: StoryOrder;
  readonly phases: readonly Phase[];
  /** Criteria outside of any phase. */
  readonly loose: DraftCriterion[];
  readonly stated: readonly StatedEdge[];
  /** Empty where the document has none. */
  readonly title: string;
  readonly planGate: string | undefined;
}

/** The plan of a tasks.md: what waits on what, in which order, and which criteria are checked after which task. */
export function draftSpec(spec: Spec, limits: PlanLimits, findings: Findings): DraftPlan {
  const { document, book, stories, phases, loose } = spec;
  const { tasks } = book;
  const frame = taskListFrame(document, [spec.title, document.name, 'Tasks'], spec.planGate, findings);
  const references = readDependencies(document, book, spec.stated, limits, findings);
  // What waits only on something unknown is not free for that.
  const known = knownOnly(tasks, references);
  const saysSo = (no: number): boolean => known[no]!.length > 0;
  const outside = { tasks: tasks.filter(({ phase }) => phase === undefined).map(({ no }) => no) };
  const order = orderPhases(phases.length === 0 ? [outside] : [...phases, outside], {
    isParallel: (no) => tasks[no]!.isParallel,
    saysSo,
    areStoriesApart: stories.areApart,
    storiesBefore: stories.before,
  });
  noteOrder(order, spec, findings);
  // Of a phase: stories may run side by side.
  const isOver = (checkpoint: number, no: number): boolean => tasks[checkpoint]!.phase !== tasks[no]!.phase;
  const checkpoints = checkpointsBefore(tasks, saysSo, findings, isOver);
  const followed = (no: number): readonly number[] => {
    const checkpoint = checkpoints.get(no);
    return [...(order.get(no) ?? []), ...(checkpoint === undefined ? [] : [checkpoint])];
  };
  placeCriteria(spec, findings);
  return {
    ...frame,
    criteria: loose,
    phases: tasks.length === 0 ? [] : phases.map(({ name }) => name),
    tasks: tasks.map((task) => draftOf(task, references[task.no]!, followed(task.no))),
  };
}

function noteOrder(order: ReadonlyMap<number, readonly number[]>, { book, stories }: Spec, findings: Findings): void {
  const implied = [...order.values()].filter((on) => on.length > 0).length;
  const [first] = book.tasks;
  if (implied === 0 || first === undefined) return;
  const apart = stories.areApart ? '; user stories wait on the phases before them, as the document says' : '';
  const message = `${counted(implied, 'task does not say what it waits on and follows', 'tasks do not say what they wait on and follow')} the order of the document${apart}`;
  findings.note('NOTE_DOCUMENT_ORDER', first.where, message);
}

/** What must hold after a phase is checked after its last task. */
function placeCriteria({ phases, book, loose }: Spec, findings: Findings): void {
  const placed = phases.flatMap(({ tasks, criteria }) => {
    const last = lastToRun(tasks.map((no) => book.tasks[no]!));
    for (const each of criteria) (last?.criteria ?? loose).push(each);
    // What is done is not looked at again.
    return last === undefined || last.status === 'completed' || last.status === 'skipped' ? [] : criteria;
  });
  const [first] = placed;
  if (first === undefined) return;
  const message = `${counted(placed.length, 'criterion of phases is', 'criteria of phases are')} checked after the last task of their phase`;
  findings.note('NOTE_CRITERIA_PLACED', first.where, message);
}

function draftOf(task: SpecTask, references: readonly DraftReference[], follows: readonly number[]): DraftTask {
  const { no: _no, indent: _indent, text: _text, isParallel, phase, ...rest } = task;
  return {
    ...finishMarkdownTask(rest, references),
    follows,
    ...(phase === undefined ? {} : { phase }),
    ...(isParallel ? { isParallel: true as const } : {}),
  };
}
