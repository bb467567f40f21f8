import type { Execution } from '../execution/execution';
import { capacityHeld } from '../execution/held-resources';
import { RESOURCE_PREFIX, wholeKey } from './capacity';
import { fairSlots, type SlotWait } from './fair-share';
import { lastAssignedAt } from './last-assigned-at';

/**
 * How much of a capacity row an execution may take, by the row's key and limit; all, where no other one waits. A worker that
 * somebody waits for as a whole is that one's alone, longest wait first: under a steady load it would never be empty else.
 */
export function executionShare(
  execution: Execution,
  waits: readonly SlotWait[],
): (key: string, limit: number) => number {
  const first = (key: string): SlotWait | undefined =>
    waits.filter(({ keys }) => keys.includes(wholeKey(key))).sort(byWait)[0];
  const others = waits.filter(({ executionId }) => executionId !== execution.id);
  if (others.length === 0) return () => Number.POSITIVE_INFINITY;
  const held = capacityHeld(execution);
  const own = { priority: execution.options.priority, assignedAt: lastAssignedAt(execution) };
  return (key, limit) => {
    const waiting = first(key);
    if (waiting !== undefined) return waiting.executionId === execution.id ? Number.POSITIVE_INFINITY : 0;
    const fair = fairSlots({ ...own, key, limit, held: held.get(key) ?? 0 }, others);
    // A task may take several units, which a share of one would refuse for ever.
    return key.startsWith(RESOURCE_PREFIX) && fair > 0 ? Number.POSITIVE_INFINITY : fair;
  };
}

const byWait = (one: SlotWait, other: SlotWait): number =>
  one.assignedAt.localeCompare(other.assignedAt) || one.executionId.localeCompare(other.executionId);
