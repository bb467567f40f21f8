import type { WorkerId } from '../ids';
import { assignReady } from '../schedule/assign-ready';
import type { Capacity } from '../schedule/capacity';
import type { PlanShape } from '../schedule/plan-shape';
import { announceAssigned } from './announce';
import type { Draft } from './draft';
import { assignNextMerge } from './merge-queue';
import { releaseTasks } from './release-tasks';
import { settleAttempts } from './settle-attempts';
import { startAttached } from './start-attached';

/**
 * All steps of the loop in one go, as `advance: direct` takes them: judge, hand out the next merge, release, assign, announce.
 *
 * @param here - The worker that decides: what it is assigned is started at once, and not announced.
 */
export function advance(draft: Draft, shape: PlanShape, capacity: Capacity, draw: () => number, here?: WorkerId): void {
  settleAttempts(draft, shape, draw);
  assignNextMerge(draft, shape, capacity);
  releaseTasks(draft, shape);
  assignReady(draft, shape, capacity);
  if (here !== undefined) startAttached(draft, here);
  announceAssigned(draft, shape, ['attempt', 'merge']);
}
