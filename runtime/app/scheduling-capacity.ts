import { type Capacity, RESOURCE_PREFIX } from '../core/schedule/capacity';
import type { SchedulingFacts, WorkerStore } from '../ports/worker-store';

/** The workers that take work now, with their free slots, what is left of the global limit, and who waits. A fresh reading. */
export async function schedulingCapacity(deps: {
  readonly workers: Pick<WorkerStore, 'scheduling'>;
}): Promise<Capacity> {
  return capacityOf(await deps.workers.scheduling());
}

/** What of a reading concerns the scheduler. */
export function capacityOf({ workers, capacity, slotWaits }: SchedulingFacts): Capacity {
  const global = capacity.get('global');
  return {
    workers: workers
      .filter(({ isDraining }) => !isDraining)
      .map(({ id, host, capabilities, slots, used, speed = 1 }) => ({
        id,
        host,
        capabilities,
        slots,
        freeSlots: slots - used,
        speed,
      })),
    globalLimit: global?.limit ?? Number.POSITIVE_INFINITY,
    globalFree: global ? global.limit - global.used : Number.POSITIVE_INFINITY,
    slotWaits,
    resources: new Map(resourceRows(capacity).map(([name, { limit, used }]) => [name, { limit, free: limit - used }])),
  };
}

/** How much there is of each shared resource, by name. */
export function resourceLimits(capacity: SchedulingFacts['capacity']): ReadonlyMap<string, number> {
  return new Map(resourceRows(capacity).map(([name, { limit }]) => [name, limit]));
}

const resourceRows = (capacity: SchedulingFacts['capacity']) =>
  [...capacity].flatMap(([key, row]) =>
    key.startsWith(RESOURCE_PREFIX) ? [[key.slice(RESOURCE_PREFIX.length), row] as const] : [],
  );
