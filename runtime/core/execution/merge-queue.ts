import type { WorkerId } from '../ids';
import type { Draft } from './draft';

/**
 * Hands the next approved result to a worker to be merged, in the order of approval and one at a time:
 * nothing happens while a merge is under way.
 *
 * @param workerOf - The worker that shall merge the result of an attempt of `worker`, or undefined when none can now.
 */
export function assignNextMerge(draft: Draft, workerOf: (worker: WorkerId | undefined) => WorkerId | undefined): void {
  const { tasks, status } = draft.execution;
  if (status === 'paused' || tasks.some((task) => task.status === 'integrating' && task.worker !== undefined)) return;
  let next = -1;
  for (const [no, task] of tasks.entries()) {
    if (task.status === 'integrating' && (next < 0 || task.approvedSeq! < tasks[next]!.approvedSeq!)) next = no;
  }
  if (next < 0) return;
  const { token, attempt } = draft.task(next);
  const worker = workerOf(attempt?.worker);
  if (worker) draft.record({ type: 'task-assigned', task: next, token: token + 1, worker, kind: 'merge' });
}
