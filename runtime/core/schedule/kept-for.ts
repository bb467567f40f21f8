import type { Execution } from '../execution/execution';
import type { TaskIndex } from '../execution/task-index';
import type { ExecutionId } from '../ids';
import { RESOURCE_PREFIX, savedUnits } from './capacity';
import type { SlotNeed, SlotWait } from './fair-share';
import { lastGiven } from './waiting-since';

/** Units of resources, by name. */
export type Takes = Readonly<Record<string, number>>;

/** A need of an execution. */
export interface OwnedNeed extends SlotNeed {
  readonly executionId: ExecutionId;
}

/** Names of the resources that a need is about, each once. */
export function resourcesOf({ keys }: SlotNeed): readonly string[] {
  const names = keys.flatMap((key) => {
    const at = key.indexOf(RESOURCE_PREFIX);
    return at === 0 || (at > 0 && key.startsWith('save:')) ? [key.slice(at + RESOURCE_PREFIX.length)] : [];
  });
  return [...new Set(names)];
}

/** What a need takes of resources, by name. */
export const takesOf = (need: SlotNeed): Takes =>
  Object.fromEntries(
    resourcesOf(need).map((name) => [name, Math.max(1, savedUnits(need.keys, RESOURCE_PREFIX + name))]),
  );

/** A need of an execution as it is now: what was given since it was noted, has not been waited for so long. */
export function sinceGiven<T extends SlotNeed>(execution: Execution, need: T, index?: TaskIndex): T {
  const given = lastGiven(execution, resourcesOf(need), index) ?? need.since;
  return given > need.since ? { ...need, since: given } : need;
}

/** True when both take the same. */
export const isSameTake = (one: Takes, other: Takes): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, units]) => other[name] === units);

/** True when a need is short of some of a capacity row, or needs some of it besides what it is short of. */
export const isAbout = ({ keys }: SlotNeed, key: string): boolean => keys.includes(key) || savedUnits(keys, key) > 0;

/** All needs, that which has waited longest first. */
export function byWait(waits: readonly SlotWait[]): readonly OwnedNeed[] {
  const needs = waits.flatMap(({ executionId, needs: own }) => own.map((need) => ({ ...need, executionId })));
  return needs.sort(
    (one, other) => one.since.localeCompare(other.since) || one.executionId.localeCompare(other.executionId),
  );
}

/**
 * The need for which units of a resource are kept: one of several units, or of several things at once, that has waited longer than all
 * that need some of the same. So it finds them together some time, however often each of them alone is asked for, and nothing is kept
 * for one that is not next.
 *
 * @param needs - That which has waited longest first.
 * @param limits - How much there is of each resource; none is kept for who needs more.
 */
export function keptFor(
  needs: readonly OwnedNeed[],
  key: string,
  limits: (key: string) => number,
): OwnedNeed | undefined {
  const isPossible = (need: OwnedNeed) =>
    resourcesOf(need).every((name) => savedUnits(need.keys, RESOURCE_PREFIX + name) <= limits(RESOURCE_PREFIX + name));
  const able = needs.filter(isPossible);
  const first = able.find((need) => isAbout(need, key));
  if (!first || savedUnits(first.keys, key) === 0) return undefined;
  const isNext = resourcesOf(first).every(
    (name) => able.find((need) => isAbout(need, RESOURCE_PREFIX + name)) === first,
  );
  return isNext ? first : undefined;
}
