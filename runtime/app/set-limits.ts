import { RESOURCE_PREFIX, resourceKey } from '../core/schedule/capacity';
import type { WorkerStore } from '../ports/worker-store';

/**
 * Sets how many attempts may run over all executions, and how much there is of each shared resource, as the operator says.
 * A resource that is not named any more has a limit of 0: who holds some of it goes on, and nobody new gets any. Safe to repeat.
 */
export async function setLimits(
  workers: Pick<WorkerStore, 'scheduling' | 'setCapacity'>,
  globalParallel: number,
  resources: ReadonlyMap<string, number>,
): Promise<void> {
  await workers.setCapacity('global', globalParallel);
  for (const [name, limit] of resources) await workers.setCapacity(resourceKey(name), limit);
  const { capacity } = await workers.scheduling();
  for (const [key, { limit }] of capacity) {
    const isGone = key.startsWith(RESOURCE_PREFIX) && !resources.has(key.slice(RESOURCE_PREFIX.length));
    if (isGone && limit > 0) await workers.setCapacity(key, 0);
  }
}
