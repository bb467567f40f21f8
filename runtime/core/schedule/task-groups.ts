import { NumberHeap } from './number-heap';
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
}

export interface Demand {
  readonly resource: number;
  readonly amount: number;
}

const NOTHING: readonly never[] = [];

/** The groups of a workload, and the group of each task. Cost: linear. */
export function groupTasks(
  workload: Workload,
  keys: ArrayLike<number>,
  isAlone?: (no: number) => boolean,
): { readonly groups: readonly TaskGroup[]; readonly groupOf: Int32Array } {
  const { size, needs, resources, workers } = workload;
  const groupOf = new Int32Array(size);
  const groups: TaskGroup[] = [];
  const byKey = new Map<string, TaskGroup>();
  /** Tasks that share one list of needs and ask for nothing else are found without reading it. */
  const byNeeds = new Map<readonly string[], TaskGroup>();
  for (let no = 0; no < size; no++) {
    const own = needs?.[no] ?? NOTHING;
    const alone = isAlone?.(no) ?? false;
    let group = resources || alone ? undefined : byNeeds.get(own);
    if (!group) {
      const demands = resources ? demandsOf(resources, no) : NOTHING;
      const key = keyOf(own, demands, alone);
      group = byKey.get(key);
      if (!group) {
        const able = ableWorkers(workers, own);
        const ready = new NumberHeap(keys);
        group = { no: groups.length, needs: own, workers: able, demands, isAlone: alone, ready, open: 0 };
        groups.push(group);
        byKey.set(key, group);
      }
      if (!resources && !alone) byNeeds.set(own, group);
    }
    groupOf[no] = group.no;
    group.open += 1;
  }
  return { groups, groupOf };
}

function demandsOf({ demands, amounts }: NonNullable<Workload['resources']>, no: number): readonly Demand[] {
  const own: Demand[] = [];
  for (let at = demands.starts[no]!; at < demands.starts[no + 1]!; at++) {
    own.push({ resource: demands.nos[at]!, amount: amounts[at]! });
  }
  return own;
}

function keyOf(needs: readonly string[], demands: readonly Demand[], isAlone: boolean): string {
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
