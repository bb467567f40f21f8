import type { Execution } from '../execution/execution';
import { capacityHeld } from '../execution/held-resources';
import { RESOURCE_PREFIX } from './capacity';
import { fairSlots, type SlotWait } from './fair-share';
import { lastAssignedAt } from './last-assigned-at';

/** How much of a capacity row an execution may take, by the row's key and limit; all, where no other one waits. */
export function executionShare(
  execution: Execution,
  waits: readonly SlotWait[],
): (key: string, limit: number) => number {
  const others = waits.filter(({ executionId }) => executionId !== execution.id);
  if (others.length === 0) return () => Number.POSITIVE_INFINITY;
  const held = capacityHeld(execution);
  const own = { priority: execution.options.priority, assignedAt: lastAssignedAt(execution) };
  return (key, limit) => {
    const fair = fairSlots({ ...own, key, limit, held: held.get(key) ?? 0 }, others);
    // A task may take several units, which a share of one would refuse for ever.
    return key.startsWith(RESOURCE_PREFIX) && fair > 0 ? Number.POSITIVE_INFINITY : fair;
  };
}
