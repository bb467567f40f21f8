import { assignReady } from '../schedule/assign-ready';
import type { Capacity } from '../schedule/capacity';
import type { PlanShape } from '../schedule/plan-shape';
import { announceAssigned } from './announce';
import type { Draft } from './draft';
import { assignNextMerge } from './merge-queue';
import { releaseTasks } from './release-tasks';
import { settleAttempts } from './settle-attempts';

/** All steps of the loop in one go, as `advance: direct` takes them: judge, hand out the next merge, release, assign, announce. */
export function advance(draft: Draft, shape: PlanShape, capacity: Capacity, draw: () => number): void {
  settleAttempts(draft, draw);
  assignNextMerge(draft, capacity);
  releaseTasks(draft, shape);
  assignReady(draft, shape, capacity);
  announceAssigned(draft, ['attempt', 'merge']);
}
