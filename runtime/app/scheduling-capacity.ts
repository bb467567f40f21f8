import type { Capacity } from '../core/schedule/assign-ready';
import type { WorkerStore } from '../ports/worker-store';

/** The workers that take work now, with their free slots, and what is left of the global limit. A fresh reading. */
export async function schedulingCapacity(deps: {
  readonly workers: Pick<WorkerStore, 'list' | 'capacity'>;
}): Promise<Capacity> {
  const [workers, rows] = await Promise.all([deps.workers.list(), deps.workers.capacity()]);
  const global = rows.get('global');
  return {
    workers: workers
      .filter(({ isDraining }) => !isDraining)
      .map(({ id, host, capabilities, slots, used }) => ({ id, host, capabilities, slots, freeSlots: slots - used })),
    globalFree: global ? global.limit - global.used : Number.POSITIVE_INFINITY,
  };
}
