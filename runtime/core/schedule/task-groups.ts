import { NumberHeap } from './number-heap';
import type { WaitReason } from './wait-reason';
import type { Workload, WorkloadWorker } from './workload';

/**
 * Tasks that ask for the same: the same capabilities, the same units of resources, a worker to themselves or not.
 * If one of them finds no place none does, so that one look answers for all.
 */
export interface TaskGroup {
  readonly no: number;
  readonly needs: readonly string[];
  /** Workers that have what it needs. */
  readonly workers: readonly number[];
  readonly demands: readonly Demand[];
  readonly isAlone: boolean;
  /** Those that are ready, most urgent on top. */
  readonly ready: NumberHeap;
  /** How many have not started. */
  open: number;
  /** The decision in which none of them found a place. */
  fullIn: number;
  /** Why none of them started in it, where there was room. */
  hold: WaitReason | undefined;
}

/** A group before anything is ready. */
type ClosedGroup = Omit<TaskGroup, 'ready' | 'fullIn' | 'hold'>;

export interface Demand {
  readonly resource: number;
  readonly amount: number;
}

const NOTHING: readonly never[] = [];

/** How the tasks of a workload fall into groups; made once for all dispatchers of a workload that is run out many times. */
export interface TaskGrouping {
  readonly kinds: readonly ClosedGroup[];
  /** The group of each task. */
  readonly groupOf: Int32Array;
}

/** Groups as they are before anything is ready, the most urgent of each by these keys. */
export function openGroups({ kinds }: TaskGrouping, keys: ArrayLike<number>): readonly TaskGroup[] {
  return kinds.map((kind) => ({ ...kind, ready: new NumberHeap(keys), fullIn: 0, hold: undefined }));
}

/** The groups of a workload, and the group of each task. Cost: linear. */
export function groupTasks(workload: Workload, isAlone?: (no: number) => boolean): TaskGrouping {
  const { size, needs, resources, workers } = workload;
  const groupOf = new Int32Array(size);
  const kinds: ClosedGroup[] = [];
  const byKey = new Map<string, ClosedGroup>();
  /** Tasks that share one list of needs and ask for nothing else are found without reading it. */
  const byNeeds = new Map<readonly string[], ClosedGroup>();
  const groupFor = (own: readonly string[], demands: readonly Demand[], alone: boolean) => {
    const key = groupKey(own, demands, alone);
    const known = byKey.get(key);
    if (known) return known;
    const able = ableWorkers(workers, own);
    const group = { no: kinds.length, needs: own, workers: able, demands, isAlone: alone, open: 0 };
    kinds.push(group);
    byKey.set(key, group);
    return group;
  };
  for (let no = 0; no < size; no++) {
    const own = needs?.[no] ?? NOTHING;
    const alone = isAlone?.(no) ?? false;
    let group = resources || alone ? undefined : byNeeds.get(own);
    if (!group) {
      group = groupFor(own, resources ? demandsOf(resources, no) : NOTHING, alone);
      if (!resources && !alone) byNeeds.set(own, group);
    }
    groupOf[no] = group.no;
    group.open += 1;
  }
  return { kinds, groupOf };
}

/**
 * Groups that are known, of a part of a plan: workers that tasks of the rest need are kept from those that need them less.
 *
 * @param asked - What the tasks of each group ask for, and how many of the whole plan are still to start.
 * @param groupOf - The group of each task of the part.
 */
export function groupsOfPart(
  asked: readonly Pick<TaskGroup, 'needs' | 'demands' | 'open'>[],
  groupOf: Int32Array,
  workers: readonly WorkloadWorker[],
): TaskGrouping {
  const kinds = asked.map(({ needs, demands, open }, no) => ({
    no,
    needs,
    workers: ableWorkers(workers, needs),
    demands,
    isAlone: false,
    open,
  }));
  return { kinds, groupOf };
}

/** What a task takes of resources. */
export function demandsOf({ demands, amounts }: NonNullable<Workload['resources']>, no: number): readonly Demand[] {
  const own: Demand[] = [];
  for (let at = demands.starts[no]!; at < demands.starts[no + 1]!; at++) {
    own.push({ resource: demands.nos[at]!, amount: amounts[at]! });
  }
  return own;
}

/** True when both are the same units of the same resources. */
export const isSameDemand = (some: readonly Demand[], others: readonly Demand[]): boolean =>
  some.length === others.length &&
  some.every(({ resource, amount }) => others.some((one) => one.resource === resource && one.amount === amount));

/** The same for tasks that ask for the same. */
export function groupKey(needs: readonly string[], demands: readonly Demand[], isAlone: boolean): string {
  const units = demands.map(({ resource, amount }) => `${resource}=${amount}`).sort();
  return JSON.stringify([[...needs].sort(), units, isAlone]);
}

function ableWorkers(workers: readonly WorkloadWorker[], needs: readonly string[]): readonly number[] {
  const able: number[] = [];
  for (const [worker, { capabilities }] of workers.entries()) {
    if (needs.every((need) => capabilities.includes(need))) able.push(worker);
  }
  return able;
}
