import type { Draft } from '../execution/draft';
import { resourceKey, saveKey, wholeKey, workerKey } from './capacity';
import type { ReadyDecision } from './decide-ready';
import type { SlotNeed, SlotWait } from './fair-share';
import { isSameTake, resourcesOf, takesOf } from './kept-for';
import type { LiveDispatch } from './live-dispatch';
import type { PlanShape } from './plan-shape';
import { lastGiven, readySince } from './waiting-since';
import type { Unplaced } from './waits';

/**
 * What ready tasks wait for after a decision, by what they ask for. Those that wait for nothing of others are not among it: for
 * the limit of their own plan, for money, or for more than there is.
 *
 * @param noted - What the execution was last seen to wait for: what it was not given since it has waited for as long.
 */
export function capacityWanted(
  draft: Draft,
  shape: PlanShape,
  { live, started: { length: started } }: ReadyDecision,
  noted: SlotWait | undefined,
): readonly SlotNeed[] {
  if (live.ownLeft <= started) return [];
  const wanted = new Map<string, SlotNeed>();
  for (const place of live.dispatcher.waits.unplaced()) {
    const keys = keysOf(live, place, live.globalLeft <= started);
    if (keys.length === 0) continue;
    const since = sinceOf(draft, shape, live.noOf(place.task), keys, noted);
    const known = wanted.get(keys.join());
    if (!known || since < known.since) wanted.set(keys.join(), { keys, since });
  }
  return [...wanted.values()];
}

function keysOf(
  { workers, resources, limits }: LiveDispatch,
  { reasons, workers: able, demands }: Unplaced,
  isGlobalFull: boolean,
): readonly string[] {
  if (demands.some(({ resource, amount }) => limits[resource]! < amount)) return [];
  const keys = new Set<string>();
  // A slot is of no use to it before that: others have it meanwhile.
  const shortUnits = reasons.filter(({ type }) => type === 'resource' || type === 'no-worker');
  // One of all slots is of no use to it before there is one of a worker that can.
  const lacksWorker = reasons.some(({ type }) => type === 'slot' || type === 'alone');
  let isShortOfSlots = false;
  for (const reason of shortUnits.length > 0 ? shortUnits : reasons) {
    if (reason.type === 'no-worker') return [];
    if (reason.type === 'resource') keys.add(resourceKey(resources[reason.resource]!));
    if (reason.type === 'limit' && isGlobalFull && !lacksWorker) keys.add('global');
    if (reason.type === 'slot') for (const no of able) keys.add(workerKey(workers[no]!.id));
    if (reason.type === 'alone') {
      // One of them is kept free for it: the one that is nearest to it.
      const [nearest] = [...able].sort((a, b) => busySlots(workers[a]!) - busySlots(workers[b]!) || a - b);
      const key = workerKey(workers[nearest!]!.id);
      keys.add(key).add(wholeKey(key));
    }
    if (reason.type !== 'resource') isShortOfSlots = true;
  }
  const isOneUnit = demands.length === 1 && demands[0]!.amount === 1;
  if (keys.size > 0 && (!isOneUnit || isShortOfSlots))
    for (const { resource, amount } of demands) keys.add(saveKey(resourceKey(resources[resource]!), amount));
  return [...keys];
}

/** By what was so before the decision: it may be one that is only tried. */
function sinceOf(
  { before: execution }: Draft,
  shape: PlanShape,
  no: number,
  keys: readonly string[],
  noted: SlotWait | undefined,
): string {
  const own = { keys, since: '' };
  const names = resourcesOf(own);
  const same = noted?.needs.find((need) => isSameTake(takesOf(own), takesOf(need)));
  const ready = readySince(execution, shape, no);
  const since = same && same.since < ready ? same.since : ready;
  const given = lastGiven(execution, names) ?? since;
  return given > since ? given : since;
}

const busySlots = ({ slots, freeSlots }: { readonly slots: number; readonly freeSlots: number }): number =>
  slots - freeSlots;
