import type { Execution } from '../execution/execution';
import { capacityHeld } from '../execution/held-resources';
import { type ResourceCapacity, resourceKey, savedUnits, wholeKey } from './capacity';
import { fairSlots, isTurnOf, type SlotWait } from './fair-share';
import { lastAssignedAt } from './last-assigned-at';

/** How much of shared capacity an execution may take beside others that wait for it; all, where no other one does. */
export interface ExecutionShare {
  /**
   * Slots of a capacity row. A worker that somebody waits for as a whole is that one's alone, longest wait first: under a
   * steady load it would never be empty else.
   */
  readonly slots: (key: string, limit: number) => number;
  /**
   * Units of a resource, `most` being what one of its tasks takes at most. A share that is less than a task takes lets that one
   * start by turn. While the one that has waited longest is short of several at once, they are saved up: others take
   * none of what it needs.
   */
  readonly units: (name: string, capacity: ResourceCapacity, most: number) => number;
}

export function executionShare(execution: Execution, waits: readonly SlotWait[]): ExecutionShare {
  const others = waits.filter(({ executionId }) => executionId !== execution.id);
  if (others.length === 0) return { slots: () => Number.POSITIVE_INFINITY, units: () => Number.POSITIVE_INFINITY };
  const first = (key: string): SlotWait | undefined =>
    waits.filter(({ keys }) => keys.includes(wholeKey(key))).sort(byWait)[0];
  const held = capacityHeld(execution);
  const own = { priority: execution.options.priority, assignedAt: lastAssignedAt(execution) };
  const fair = (key: string, limit: number) => fairSlots({ ...own, key, limit, held: held.get(key) ?? 0 }, others);
  return {
    slots: (key, limit) => {
      const waiting = first(key);
      if (waiting !== undefined) return waiting.executionId === execution.id ? Number.POSITIVE_INFINITY : 0;
      return fair(key, limit);
    },
    units: (name, { limit, free }, most) => {
      const key = resourceKey(name);
      const rivals = others.filter(({ keys }) => keys.includes(key)).sort(byWait);
      const share = fair(key, limit);
      if (isTurnOf(own, rivals)) return Math.max(share, most);
      const saved = savedUnits(rivals[0]!.keys, key);
      return saved > limit ? share : Math.min(share, Math.max(0, free - saved));
    },
  };
}

const byWait = (one: SlotWait, other: SlotWait): number =>
  one.assignedAt.localeCompare(other.assignedAt) || one.executionId.localeCompare(other.executionId);
