import { answeringWorkers } from '../schedule/answering-workers';
import { type Capacity, workersAtHome } from '../schedule/capacity';
import type { Draft } from './draft';
import { nextToken } from './next-token';

/**
 * Hands the next approved result to a worker to be merged, in the order of approval and one at a time:
 * nothing happens while a merge is under way.
 *
 * The worker that did the task merges it while it lives, else any other at home; merging takes no slot.
 */
export function assignNextMerge(draft: Draft, capacity: Capacity): void {
  const { tasks, status } = draft.execution;
  if (status === 'paused' || tasks.some((task) => task.status === 'integrating' && task.worker !== undefined)) return;
  let next = -1;
  for (const [no, task] of tasks.entries()) {
    if (task.status === 'integrating' && (next < 0 || task.approvedSeq! < tasks[next]!.approvedSeq!)) next = no;
  }
  if (next < 0) return;
  const { token, attempt } = draft.task(next);
  const workers = answeringWorkers(draft.execution, workersAtHome(capacity, draft.execution.options));
  const worker = workers.find(({ id }) => id === attempt?.worker) ?? workers[0];
  if (!worker) return;
  const grant = nextToken(draft.execution, token);
  draft.record({ type: 'task-assigned', task: next, token: grant, worker: worker.id, kind: 'merge' });
}
