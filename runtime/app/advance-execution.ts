import { advance } from '../core/execution/advance';
import type { ExecutionId } from '../core/ids';
import type { Capacity } from '../core/schedule/capacity';
import { capacityAfter } from '../core/schedule/capacity-after';
import type { HintSender } from '../ports/hints';
import type { Ids } from '../ports/ids';
import type { Log } from '../ports/log';
import type { WorkerStore } from '../ports/worker-store';
import { schedulingCapacity } from './scheduling-capacity';
import { sendAnnouncements } from './send-hints';
import { type Decided, type TransactDeps, tryTransact } from './transact';

export type AdvanceDeps = TransactDeps & {
  readonly workers: WorkerStore;
  readonly hints: HintSender;
  readonly ids: Ids;
  readonly log: Log;
};

/** Readings of capacity that somebody else may use up before ours, after which the sweep tries again. */
const TRIES = 3;

/** A decision, and what was free after it. */
export type Placed = Decided & { readonly capacity: Capacity };

/**
 * Takes all steps that an execution in direct mode can take now, in one transition. Safe to repeat: nothing left, nothing done.
 *
 * @param seen - Capacity as it was read a moment ago; when others used it up, it is read again.
 */
export async function advanceExecution(
  deps: AdvanceDeps,
  executionId: ExecutionId,
  actor: string,
  seen?: Capacity,
): Promise<Placed | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const capacity = (tries === 0 ? seen : undefined) ?? (await schedulingCapacity(deps));
    const decided = await tryTransact(deps, {
      executionId,
      actor,
      decide: (draft, shape) => advance(draft, shape, capacity, () => deps.ids.draw()),
    });
    if (!decided) continue;
    await sendAnnouncements(deps, decided.draft);
    return placed(decided, capacity);
  }
  return undefined;
}

export const placed = (decided: Decided, capacity: Capacity): Placed => ({
  ...decided,
  capacity: capacityAfter(capacity, decided.draft),
});
