import type { Execution } from '../execution/execution';
import { capacityHeld } from '../execution/held-resources';
import type { TaskIndex } from '../execution/task-index';
import { type Capacity, isSlotKey, type ResourceCapacity, resourceKey, savedUnits, wholeKey } from './capacity';
import { fairSlots, isTurnOf, type SlotWait } from './fair-share';
import { byWait, isAbout, keptFor, type OwnedNeed, resourcesOf, sinceGiven } from './kept-for';

/** How much of shared capacity an execution may take beside others that wait for it; all, where no other one does. */
export interface ExecutionShare {
  /**
   * Slots of a capacity row. A worker that somebody waits for as a whole is that one's alone, longest wait first: under a
   * steady load it would never be empty else.
   */
  readonly slots: (key: string, limit: number) => number;
  /**
   * Units of a resource, `most` being what one of its tasks takes at most. A share that is less than a task takes lets that one
   * start by turn. While the one that has waited longest is short of several things at once, they are kept for it: others take
   * none of what it needs.
   */
  readonly units: (name: string, capacity: ResourceCapacity, most: number) => number;
  /** Units of resources, by key, that are kept for tasks of this execution that need just these; absent: none are. */
  readonly keptForOwn?: ReadonlyMap<string, number>;
}

const ALL: ExecutionShare = { slots: () => Number.POSITIVE_INFINITY, units: () => Number.POSITIVE_INFINITY };

/**
 * @param at - Database time of the decision, ISO 8601.
 * @param index - Of the same moment; without it all tasks are looked at.
 */
export function executionShare(
  execution: Execution,
  { slotWaits, resources }: Pick<Capacity, 'slotWaits' | 'resources'>,
  at: string,
  index?: TaskIndex,
): ExecutionShare {
  const isOwnWait = ({ executionId }: SlotWait): boolean => executionId === execution.id;
  if (!slotWaits.some((wait) => !isOwnWait(wait) && wait.needs.length > 0)) return ALL;
  const waits = slotWaits.map((wait) =>
    inOneTurn(
      isOwnWait(wait) ? { ...wait, needs: wait.needs.map((need) => sinceGiven(execution, need, index)) } : wait,
    ),
  );
  const needs = byWait(waits);
  const whole = (key: string): OwnedNeed | undefined => needs.find(({ keys }) => keys.includes(wholeKey(key)));
  const limits = new Map([...(resources ?? [])].map(([name, { limit }]) => [resourceKey(name), limit]));
  const kept = (key: string) => keptFor(needs, key, (one) => limits.get(one) ?? Number.POSITIVE_INFINITY);
  const others = waits.filter((wait) => !isOwnWait(wait) && wait.needs.length > 0);
  const held = capacityHeld(execution, index?.inProgress());
  const isOwn = (need: OwnedNeed | undefined): boolean => need?.executionId === execution.id;
  // Who is not known to wait has been waiting since now.
  const sinceOf = (key: string): string =>
    needs.find((need) => isOwn(need) && (isAbout(need, key) || (isSlotKey(key) && need.keys.some(isSlotKey))))?.since ??
    at;
  const claim = (key: string, limit: number) => ({
    key,
    limit,
    held: held.get(key) ?? 0,
    priority: execution.options.priority,
    since: sinceOf(key),
  });
  const ownKept = [...limits.keys()].map(kept).find(isOwn);
  return {
    slots: (key, limit) => {
      const waiting = whole(key);
      if (waiting !== undefined) return isOwn(waiting) ? Number.POSITIVE_INFINITY : 0;
      return fairSlots(claim(key, limit), others);
    },
    units: (name, { limit, free }, most) => {
      const key = resourceKey(name);
      const share = fairSlots(claim(key, limit), others);
      const first = kept(key);
      if (first !== undefined && !isOwn(first)) return Math.min(share, Math.max(0, free - savedUnits(first.keys, key)));
      return isOwn(first) || isTurnOf(claim(key, limit), others) ? Math.max(share, most) : share;
    },
    ...(ownKept && {
      keptForOwn: new Map(
        resourcesOf(ownKept).map((name) => [resourceKey(name), savedUnits(ownKept.keys, resourceKey(name))]),
      ),
    }),
  };
}

/**
 * A task takes a slot of a worker and one of all: who has waited longest for either goes first for both. Else each of two plans might
 * leave the other what that one cannot use, since it waits for the other half.
 */
function inOneTurn(wait: SlotWait): SlotWait {
  const isOfSlots = ({ keys }: SlotWait['needs'][number]) => keys.every(isSlotKey);
  const sinces = wait.needs.filter(({ keys }) => keys.some(isSlotKey)).map(({ since }) => since);
  if (sinces.length < 2) return wait;
  const since = sinces.reduce((first, one) => (one < first ? one : first));
  return { ...wait, needs: wait.needs.map((need) => (isOfSlots(need) ? { ...need, since } : need)) };
}
