import type { ExecutionOptions, TaskState } from '../execution/execution';
import type { WorkerId } from '../ids';
import type { SlotWait } from './fair-share';

/** A worker as the scheduler sees it. */
export interface WorkerCapacity {
  readonly id: WorkerId;
  readonly host: string;
  readonly capabilities: readonly string[];
  readonly slots: number;
  readonly freeSlots: number;
  /** 2 does a task in half the time; 1 unless given. */
  readonly speed?: number;
}

export interface Capacity {
  readonly workers: readonly WorkerCapacity[];
  /** The worker that decides; absent where that is none of them. */
  readonly decider?: WorkerId;
  /** Attempts that may run over all executions, and how many more may start. */
  readonly globalLimit: number;
  readonly globalFree: number;
  /** Executions that found no slot for a ready task, the one that is scheduled perhaps among them. */
  readonly slotWaits: readonly SlotWait[];
  /** Units of shared resources by name, as the operator set them up. Absent: none. */
  readonly resources?: ReadonlyMap<string, ResourceCapacity>;
}

export interface ResourceCapacity {
  /** 0 where it was set up once and is not any more. */
  readonly limit: number;
  readonly free: number;
}

/** Key of the capacity row of a worker's slots. */
export const workerKey = (id: WorkerId): string => `worker:${id}`;

/** Whether a capacity row is of slots: of one worker, or of all. */
export const isSlotKey = (key: string): boolean => key === 'global' || key.startsWith('worker:');

/** What the keys of capacity rows of resources begin with; their name is the rest. */
export const RESOURCE_PREFIX = 'resource:';

/** Key of the capacity row of a resource. */
export const resourceKey = (name: string): string => `${RESOURCE_PREFIX}${name}`;

/** What is left behind the key of a capacity row. */
export function freeOf({ workers, globalFree, resources }: Capacity, key: string): number {
  if (key === 'global') return globalFree;
  if (key.startsWith(RESOURCE_PREFIX)) return resources?.get(key.slice(RESOURCE_PREFIX.length))?.free ?? 0;
  return workers.find(({ id }) => workerKey(id) === key)?.freeSlots ?? 0;
}

/** What waits for a worker without anybody else on it waits for this beside. */
export const wholeKey = (key: string): string => `whole:${key}`;

/** What waits for several units of a resource at once waits for this beside. */
export const saveKey = (key: string, units: number): string => `save:${units}:${key}`;

/** How many units at once are waited for by these keys; 0 where one is enough. */
export function savedUnits(keys: readonly string[], key: string): number {
  for (const one of keys) {
    const [, units, of] = /^save:(\d+):(.*)$/.exec(one) ?? [];
    if (of === key) return Number(units);
  }
  return 0;
}

/** Holds a slot of its worker: assigned or running an attempt. */
export const holdsSlot = (state: TaskState): boolean => state.status === 'assigned' || state.status === 'active';

/** The workers that can reach an execution's repository: all, where it has none. */
export function workersAtHome(
  { workers }: Capacity,
  { homeHost }: Pick<ExecutionOptions, 'homeHost'>,
): readonly WorkerCapacity[] {
  return homeHost === undefined ? workers : workers.filter(({ host }) => host === homeHost);
}
