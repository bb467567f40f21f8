import type { Execution } from '../execution/execution';
import { holdsSlot, workerKey } from './capacity';
import { fairSlots, type SlotWait } from './fair-share';
import { lastAssignedAt } from './last-assigned-at';

/** Slots of a capacity row that an execution may take, by the row's key and limit; all, where no other one waits. */
export function executionShare(
  execution: Execution,
  waits: readonly SlotWait[],
): (key: string, limit: number) => number {
  const others = waits.filter(({ executionId }) => executionId !== execution.id);
  if (others.length === 0) return () => Number.POSITIVE_INFINITY;
  const holders = execution.tasks.filter(holdsSlot);
  const own = { priority: execution.options.priority, assignedAt: lastAssignedAt(execution) };
  return (key, limit) => {
    const held = key === 'global' ? holders : holders.filter(({ worker }) => worker && workerKey(worker) === key);
    return fairSlots({ ...own, key, limit, held: held.length }, others);
  };
}
