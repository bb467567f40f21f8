import { flatRows, turnRows } from '../../../../runtime/core/schedule/flat-rows';
import type { Workload } from '../../../../runtime/core/schedule/workload';

/** A scheduling problem as its file gives it: tasks are numbers in the order of the file. */
export interface Instance {
  /** As the file calls them. */
  readonly ids: readonly string[];
  /** In the file's unit of time. */
  readonly durations: readonly number[];
  /** Numbers of the tasks that each task waits on; each once. */
  readonly predecessors: readonly (readonly number[])[];
  /** Absent: none besides workers. */
  readonly resources?: InstanceResources;
}

export interface InstanceResources {
  readonly capacities: readonly number[];
  /** Units by task and resource. */
  readonly demands: readonly (readonly number[])[];
}

/** The workload that an instance is on so many equal workers; undefined: one for each task. */
export function workloadOf(instance: Instance, workers: number | undefined): Workload {
  const { durations, predecessors, resources } = instance;
  const times = Float64Array.from(durations);
  return {
    size: durations.length,
    dependents: turnRows(flatRows(predecessors)),
    durations: times,
    estimates: times,
    workers: [{ slots: workers ?? Math.max(1, durations.length), capabilities: [], speed: 1 }],
    ...(resources === undefined ? {} : { resources: takenOf(resources) }),
  };
}

function takenOf({ capacities, demands }: InstanceResources): NonNullable<Workload['resources']> {
  const taken = demands.map((units) => units.flatMap((unit, no) => (unit > 0 ? [no] : [])));
  return {
    capacities: Float64Array.from(capacities),
    demands: flatRows(taken),
    amounts: Float64Array.from(demands.flatMap((units) => units.filter((unit) => unit > 0))),
  };
}
