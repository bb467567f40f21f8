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
 * @param attached - The worker that decides, and those that it tells: what they are assigned is started at once, and not announced.
 */
export function advance(
  draft: Draft,
  shape: PlanShape,
  capacity: Capacity,
  draw: () => number,
  attached: ReadonlySet<WorkerId> = NOBODY,
): void {
  settleAttempts(draft, shape, draw);
  assignNextMerge(draft, shape, capacity);
  releaseTasks(draft, shape);
  assignReady(draft, shape, capacity);
  if (attached.size > 0) startAttached(draft, attached);
  announceAssigned(draft, shape, ['attempt', 'merge']);
}

const NOBODY: ReadonlySet<WorkerId> = new Set();
