import type { WorkerId } from '../ids';
import { assignReady, type Capacity } from '../schedule/assign-ready';
import type { PlanShape } from '../schedule/plan-shape';
import { announceAssigned } from './announce';
import type { Draft } from './draft';
import { assignNextMerge } from './merge-queue';
import { releaseTasks } from './release-tasks';
import { settleAttempts } from './settle-attempts';

/** All steps of the loop in one go, as `advance: direct` takes them: judge, hand out the next merge, release, assign, announce. */
export function advance(draft: Draft, shape: PlanShape, capacity: Capacity, draw: () => number): void {
  settleAttempts(draft, draw);
  assignNextMerge(draft, mergerAmong(capacity));
  releaseTasks(draft, shape);
  assignReady(draft, shape, capacity);
  announceAssigned(draft, ['attempt', 'merge']);
}

/**
 * Who merges the result of an attempt: the worker that made it while it lives, else any other.
 * All workers of an execution with a project stand on its home host.
 */
export function mergerAmong(capacity: Capacity): (worker: WorkerId | undefined) => WorkerId | undefined {
  return (worker) => (capacity.workers.find(({ id }) => id === worker) ?? capacity.workers[0])?.id;
}
