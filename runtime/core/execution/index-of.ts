import type { PlanShape } from '../schedule/plan-shape';
import type { Draft } from './draft';
import { isTaskEvent } from './event';
import { TaskIndex } from './task-index';

/**
 * The index of a draft's tasks as they are now. The one of the decision before is brought up to date with the draft's events;
 * where it has seen something that this draft has not, a new one is made.
 */
export function indexOf(draft: Draft, { memory, graph, waveOf, waves }: PlanShape): TaskIndex {
  const { before, events } = draft;
  const last = memory.index;
  const from = last ? last.seq - before.lastSeq : -1;
  const known = from === 0 ? before.lastHash : events[from - 1]?.hash;
  if (!last || from < 0 || last.hash !== known) {
    memory.index = new TaskIndex(graph, waveOf, waves.length, draft.execution);
    return memory.index;
  }
  for (let at = from; at < events.length; at++) {
    const { body } = events[at]!;
    if (isTaskEvent(body)) last.note(body.task, draft.task(body.task));
  }
  const newest = events.at(-1);
  if (newest) {
    last.seq = newest.seq;
    last.hash = newest.hash;
  }
  return last;
}
