import { answeringWorkers } from '../schedule/answering-workers';
import { type Capacity, workersAtHome } from '../schedule/capacity';
import type { PlanShape } from '../schedule/plan-shape';
import type { Draft } from './draft';
import { indexOf } from './index-of';
import { nextToken } from './next-token';

/**
 * Hands the next approved result to a worker to be merged, in the order of approval and one at a time:
 * nothing happens while a merge is under way.
 *
 * The worker that did the task merges it while it lives, else any other at home; merging takes no slot.
 */
export function assignNextMerge(draft: Draft, shape: PlanShape, capacity: Capacity): void {
  const { tasks, status } = draft.execution;
  const index = indexOf(draft, shape);
  const approved = index.in('integrating');
  if (status === 'paused' || approved.some((no) => tasks.at(no)!.worker !== undefined)) return;
  let next = -1;
  for (const no of approved) {
    if (next < 0 || tasks.at(no)!.approvedSeq! < tasks.at(next)!.approvedSeq!) next = no;
  }
  if (next < 0) return;
  const { token, attempt } = draft.task(next);
  const workers = answeringWorkers(draft.execution, workersAtHome(capacity, draft.execution.options), index.missed);
  const worker = workers.find(({ id }) => id === attempt?.worker) ?? workers[0];
  if (!worker) return;
  const grant = nextToken(draft.execution, token);
  draft.record({ type: 'task-assigned', task: next, token: grant, worker: worker.id, kind: 'merge' });
}
