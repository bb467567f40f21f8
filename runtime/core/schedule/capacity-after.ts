import type { Draft } from '../execution/draft';
import { capacityDeltas } from '../execution/held-resources';
import { type Capacity, resourceKey, workerKey } from './capacity';

/** A reading of capacity as it is once a draft is committed: what it took is gone, what it gave back is free. */
export function capacityAfter(capacity: Capacity, draft: Pick<Draft, 'before' | 'execution' | 'events'>): Capacity {
  const deltas = new Map(capacityDeltas(draft).map(({ key, delta }) => [key, delta]));
  if (deltas.size === 0) return capacity;
  return {
    ...capacity,
    globalFree: capacity.globalFree - (deltas.get('global') ?? 0),
    ...(capacity.resources === undefined
      ? {}
      : {
          resources: new Map(
            [...capacity.resources].map(([name, { limit, free }]) => [
              name,
              { limit, free: free - (deltas.get(resourceKey(name)) ?? 0) },
            ]),
          ),
        }),
    workers: capacity.workers.map((worker) => {
      const taken = deltas.get(workerKey(worker.id));
      return taken === undefined ? worker : { ...worker, freeSlots: worker.freeSlots - taken };
    }),
  };
}
