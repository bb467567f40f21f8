import { type FlatRows, turnRows } from './flat-rows';
import type { Workload } from './workload';

/**
 * A workload as the planning pass sees it: estimated times and renewable resources only, the slots of the workers being
 * one of them. Demands are dense, `demands[no * resources + resource]`.
 */
export interface Project {
  readonly size: number;
  readonly times: Float64Array;
  readonly dependents: FlatRows;
  readonly dependencies: FlatRows;
  readonly capacities: Float64Array;
  readonly demands: Float64Array;
  /** The last resource are slots: every task takes one. */
  readonly hasSlots: boolean;
}

/**
 * The project of a workload; undefined where more than resources decides who may run where: capabilities, speeds, files.
 */
export function projectOf(workload: Workload): Project | undefined {
  const { size, workers, needs, files, estimates, dependents, resources, limit = Number.POSITIVE_INFINITY } = workload;
  const speed = workers[0]?.speed ?? 1;
  if (workers.some((worker) => worker.speed !== speed)) return undefined;
  if (needs?.some((own) => !areMetByAll(own, workers)) || files?.some((own) => own.length > 0)) return undefined;

  const slots = Math.min(
    limit,
    workers.reduce((sum, worker) => sum + worker.slots, 0),
  );
  const isTight = slots < size;
  const given = resources?.capacities ?? new Float64Array(0);
  const capacities = isTight ? Float64Array.of(...given, slots) : given;
  const demands = new Float64Array(size * capacities.length);
  for (let no = 0; no < size; no++) {
    const row = no * capacities.length;
    if (isTight) demands[row + given.length] = 1;
    if (!resources) continue;
    for (let at = resources.demands.starts[no]!; at < resources.demands.starts[no + 1]!; at++) {
      demands[row + resources.demands.nos[at]!] = resources.amounts[at]!;
    }
  }
  const times = estimates.map((estimate) => estimate / speed);
  return { size, times, dependents, dependencies: turnRows(dependents), capacities, demands, hasSlots: isTight };
}

/** Where every worker has what a task needs, it decides nothing. */
const areMetByAll = (needs: readonly string[], workers: Workload['workers']): boolean =>
  needs.every((need) => workers.every(({ capabilities }) => capabilities.includes(need)));

/** The same with time running backwards. */
export function reversed(project: Project): Project {
  return { ...project, dependents: project.dependencies, dependencies: project.dependents };
}
