import type { PlanShape } from '../schedule/plan-shape';
import type { Draft } from './draft';
import { type ExecutionEvent, isTaskEvent } from './event';
import type { Execution } from './execution';
import { TaskIndex } from './task-index';

/**
 * The index of a draft's tasks as they are now. The one of the decision before is brought up to date with what happened since,
 * also where that decision was dropped; where it stems from a state that is not known here, a new one is made.
 */
export function indexOf(draft: Draft, { memory, graph, waveOf, waves }: PlanShape): TaskIndex {
  const { before, events } = draft;
  const { index } = memory;
  const from = index ? firstUnseen(index, before, events) : undefined;
  if (!index || (from === undefined && !isAt(index.base, before))) {
    memory.index = new TaskIndex(graph, waveOf, waves.length, draft.execution);
    if (events.length > 0) memory.index.base = headOf(before);
    for (const { body } of events) if (isTaskEvent(body)) memory.index.touched.add(body.task);
    return memory.index;
  }
  if (from === undefined) for (const no of index.touched) index.note(no, draft.task(no));
  if (from === 0 && !isAt(index.base, before)) rest(index, before);
  for (let at = from ?? 0; at < events.length; at++) {
    const { body } = events[at]!;
    if (!isTaskEvent(body)) continue;
    index.note(body.task, draft.task(body.task));
    index.touched.add(body.task);
  }
  index.head = headOf(draft.execution);
  return index;
}

/** Brings the index of a state to that after events, whoever caused them. */
export function followIndex(
  { memory: { index } }: PlanShape,
  before: Execution,
  events: readonly ExecutionEvent[],
  after: Execution,
): void {
  if (!index || !(isAt(index.base, before) || isAt(index.head, before))) return;
  for (const { body } of events) if (isTaskEvent(body)) index.touched.add(body.task);
  for (const no of index.touched) index.note(no, after.tasks.at(no)!);
  rest(index, after);
}

interface Head {
  readonly seq: number;
  readonly hash: string;
}

const headOf = ({ lastSeq, lastHash }: Execution): Head => ({ seq: lastSeq, hash: lastHash });

const isAt = ({ seq, hash }: Head, { lastSeq, lastHash }: Execution): boolean => seq === lastSeq && hash === lastHash;

/** It stands at a state from which decisions start. */
function rest(index: TaskIndex, at: Execution): void {
  index.base = headOf(at);
  index.head = index.base;
  index.touched.clear();
}

/** The place of the first event of a draft that the index has not seen; undefined when it saw what this draft has not. */
function firstUnseen({ head }: TaskIndex, before: Execution, events: readonly ExecutionEvent[]): number | undefined {
  const from = head.seq - before.lastSeq;
  const known = from === 0 ? before.lastHash : events[from - 1]?.hash;
  return from >= 0 && known === head.hash ? from : undefined;
}
