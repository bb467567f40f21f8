import { taskMinutes } from '../plan/estimate';
import type { ExecutionPlan } from '../plan/plan';
import { greatestDemands, planResources } from './plan-resources';
import { simulate } from './simulate';
import { TaskGraph } from './task-graph';
import type { ScheduleMode, Workload } from './workload';

/** What a plan is expected to take, before it runs, in minutes. */
export interface ReleaseComparison {
  /** Each task starts when its own dependencies are over. */
  readonly rolling: number;
  /** Each wave starts when the one before it is over. */
  readonly barrier: number;
  /** No schedule can be shorter. */
  readonly lowerBound: number;
}

/**
 * What a plan takes rolling, and in strict waves, if estimates hold: both run through the dispatcher on a virtual clock.
 * Tasks that are done or left out take no time.
 *
 * @param slots - Tasks that may run at once. Of shared resources there is as much as the task that takes most needs.
 * Source: R-5.
 */
export function compareReleases(plan: ExecutionPlan, slots: number): ReleaseComparison {
  const graph = new TaskGraph(plan);
  const minutes = Float64Array.from(plan.tasks, (task) =>
    task.status === 'completed' || task.status === 'skipped' ? 0 : taskMinutes(task),
  );
  const resources = planResources(plan);
  const workload: Workload = {
    size: graph.size,
    dependents: graph.dependentRows,
    estimates: minutes,
    durations: minutes,
    workers: [{ slots, capabilities: [], speed: 1 }],
    files: plan.tasks.map(({ files }) => files),
    ...(resources ? { resources: { ...resources, capacities: greatestDemands(resources) } } : {}),
  };
  const inMode = (mode: ScheduleMode) => simulate(workload, { mode, seed: 1, noise: 0 });
  const rolling = inMode('online');
  return { rolling: rolling.makespan, barrier: inMode('waves').makespan, lowerBound: rolling.lowerBound };
}
