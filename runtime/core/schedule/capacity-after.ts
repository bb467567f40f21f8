import type { Execution } from '../execution/execution';
import { capacityDeltas } from '../execution/held-resources';
import { type Capacity, resourceKey, workerKey } from './capacity';

/** A reading of capacity as it is once an execution went on from `before` to `after`: what it took is gone, what it gave back is free. */
export function capacityAfter(capacity: Capacity, before: Execution, after: Execution): Capacity {
  const deltas = new Map(capacityDeltas(before, after).map(({ key, delta }) => [key, delta]));
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
