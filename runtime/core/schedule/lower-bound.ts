import { bottomLevels, topologicalOrder } from './levels';
import type { Workload } from './workload';

/**
 * No schedule of a workload is shorter: its critical path on the fastest worker, its work over all slots, for each resource the
 * work that takes it over its capacity, and for each path the work of all that declare it. Of whole times the bound is whole. Read
 * from the true durations.
 */
export function lowerBound(workload: Workload): number {
  const bound = fractionalBound(workload);
  const isWhole = workload.durations.every(Number.isInteger) && workload.workers.every(({ speed }) => speed === 1);
  return isWhole ? Math.ceil(bound - 1e-9) : bound;
}

function fractionalBound(workload: Workload): number {
  const { size, durations, dependents, workers, resources, files = [], limit = Number.POSITIVE_INFINITY } = workload;
  if (size === 0) return 0;
  const fastest = workers.reduce((most, { speed }) => Math.max(most, speed), 0);
  const levels = bottomLevels(dependents, durations, topologicalOrder(dependents));
  let bound = levels.reduce((most, level) => Math.max(most, level), 0) / fastest;
  const work = durations.reduce((sum, duration) => sum + duration, 0);
  bound = Math.max(bound, work / fastestSlots(workload, limit), mostOfOnePath(files, durations) / fastest);
  if (!resources) return bound;
  const { capacities, demands, amounts } = resources;
  const used = new Float64Array(capacities.length);
  for (let no = 0; no < size; no++) {
    for (let at = demands.starts[no]!; at < demands.starts[no + 1]!; at++) {
      used[demands.nos[at]!]! += (durations[no]! / fastest) * amounts[at]!;
    }
  }
  // Of what nobody takes there may be none.
  for (let no = 0; no < used.length; no++) if (used[no]! > 0) bound = Math.max(bound, used[no]! / capacities[no]!);
  return bound;
}

/** The most work that one path is declared by: of those that do no two run at once. */
function mostOfOnePath(files: readonly (readonly string[])[], durations: Float64Array): number {
  const workOf = new Map<string, number>();
  let most = 0;
  for (const [no, paths] of files.entries()) {
    for (const path of new Set(paths)) {
      const work = (workOf.get(path) ?? 0) + durations[no]!;
      workOf.set(path, work);
      if (work > most) most = work;
    }
  }
  return most;
}

/** Work done at most in one unit of time: the fastest slots, as many as may be used at once. */
function fastestSlots({ workers, size }: Workload, limit: number): number {
  let left = Math.min(limit, size);
  let speed = 0;
  for (const worker of [...workers].sort((a, b) => b.speed - a.speed)) {
    const taken = Math.min(left, worker.slots);
    speed += taken * worker.speed;
    left -= taken;
  }
  return speed;
}
