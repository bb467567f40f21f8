import type { Execution } from '../execution/execution';
import { holdsSlot, wholeKey, workerKey } from './capacity';
import { fairSlots, type SlotWait } from './fair-share';
import { lastAssignedAt } from './last-assigned-at';

/**
 * Slots of a capacity row that an execution may take, by the row's key and limit; all, where no other one waits. A worker that
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
  const holders = execution.tasks.filter(holdsSlot);
  const own = { priority: execution.options.priority, assignedAt: lastAssignedAt(execution) };
  return (key, limit) => {
    const waiting = first(key);
    if (waiting !== undefined) return waiting.executionId === execution.id ? Number.POSITIVE_INFINITY : 0;
    const held = key === 'global' ? holders : holders.filter(({ worker }) => worker && workerKey(worker) === key);
    return fairSlots({ ...own, key, limit, held: held.length }, others);
  };
}

const byWait = (one: SlotWait, other: SlotWait): number =>
  one.assignedAt.localeCompare(other.assignedAt) || one.executionId.localeCompare(other.executionId);
