import { type Forecast, forecast } from '../../schedule/forecast';
import { lowerBound } from '../../schedule/lower-bound';
import { planResources, setUpOrNeeded } from '../../schedule/plan-resources';
import { simulate } from '../../schedule/simulate';
import { TaskGraph } from '../../schedule/task-graph';
import type { Workload } from '../../schedule/workload';
import { taskMinutes } from '../estimate';
import type { ExecutionPlan } from '../plan';
import { previewPlan } from '../preview-plan';

/** A task on a worker, in minutes from the start. */
export interface Bar {
  /** Number of the task in the plan. */
  readonly no: number;
  /** Number of the worker, from 0. */
  readonly worker: number;
  readonly start: number;
  readonly end: number;
}

/** How a plan would run, if its estimates held. Minutes from the start. */
export interface PlanForecast {
  readonly workers: number;
  /** What is still to do, by start; of one worker, none begins before the one before has ended. */
  readonly bars: readonly Bar[];
  readonly makespan: number;
  /** When it is over, if estimates are as wrong as they usually are. */
  readonly end: Forecast;
  /** All tasks one after the other. */
  readonly serial: number;
  /** The same plan in strict waves. */
  readonly inWaves: number;
  /** No schedule is shorter. */
  readonly lowerBound: number;
  /** Capabilities that tasks need: every worker is taken to have them. */
  readonly capabilities: readonly string[];
  /** Shared resources that tasks take, how much of each there is taken to be, and whether that much is set up. */
  readonly resources: readonly { readonly name: string; readonly units: number; readonly isSetUp: boolean }[];
  /** Numbers of the tasks on the critical path. */
  readonly critical: ReadonlySet<number>;
}

export interface PlanForecastOptions {
  readonly workers: number;
  readonly seed: number;
  /** What there is of shared resources; of others, and of those of which there is too little, as much as one task needs. */
  readonly limits?: ReadonlyMap<string, number>;
}

/** Tasks that all runs of a forecast go through together, at most: a picture must not take long. */
const MOST_TASK_RUNS = 100_000;

/**
 * The schedule that the Wave Scheduler would make of a plan on so many equal workers, and what it is worth beside a
 * serial run and strict waves. Tasks that are done or left out take no time and are not in it.
 *
 * Source: R-40. The same seed gives the same.
 */
export function forecastPlan(plan: ExecutionPlan, { workers, seed, limits }: PlanForecastOptions): PlanForecast {
  const workload = workloadOf(plan, workers, limits);
  const { starts, makespan } = simulate(workload, { mode: 'planned', seed, noise: 0 });
  const inWaves = simulate(workload, { mode: 'waves', seed, noise: 0 }).makespan;
  const preview = previewPlan(plan);
  const onPath = new Set(preview.criticalPath);
  const open = plan.tasks.filter((_, no) => workload.durations[no]! > 0);
  const names = planResources(plan)?.names ?? [];
  const runs = Math.max(20, Math.min(200, Math.floor(MOST_TASK_RUNS / Math.max(1, workload.size))));
  return {
    workers,
    bars: barsOf(workload, starts),
    makespan,
    end: forecast({ workload, errors: { own: [] }, seed, runs }),
    serial: workload.durations.reduce((sum, minutes) => sum + minutes, 0),
    inWaves,
    lowerBound: lowerBound(workload),
    capabilities: [...new Set(open.flatMap(({ capability }) => (capability === undefined ? [] : [capability])))],
    resources: names.map((name, no) => {
      const units = workload.resources!.capacities[no]!;
      return { name, units, isSetUp: limits?.get(name) === units };
    }),
    critical: new Set(plan.tasks.flatMap(({ id }, no) => (onPath.has(id) ? [no] : []))),
  };
}

function workloadOf(plan: ExecutionPlan, slots: number, limits: PlanForecastOptions['limits']): Workload {
  const minutes = Float64Array.from(plan.tasks, (task) =>
    task.status === 'completed' || task.status === 'skipped' ? 0 : taskMinutes(task),
  );
  const resources = planResources(plan);
  return {
    size: plan.tasks.length,
    dependents: new TaskGraph(plan).dependentRows,
    estimates: minutes,
    durations: minutes,
    workers: [{ slots, capabilities: [], speed: 1 }],
    ...(plan.tasks.some(({ files }) => files.length > 0) ? { files: plan.tasks.map(({ files }) => files) } : {}),
    ...(resources ? { resources: { ...resources, capacities: setUpOrNeeded(resources, limits) } } : {}),
  };
}

/** Each task goes to the first worker that is free: there are as many as there are slots. */
function barsOf({ size, durations }: Workload, starts: Float64Array): readonly Bar[] {
  const nos = Array.from({ length: size }, (_, no) => no).filter((no) => durations[no]! > 0);
  nos.sort((a, b) => starts[a]! - starts[b]! || a - b);
  const freeFrom: number[] = [];
  return nos.map((no) => {
    const start = starts[no]!;
    const found = freeFrom.findIndex((from) => from <= start + 1e-9);
    const worker = found < 0 ? freeFrom.length : found;
    const end = start + durations[no]!;
    freeFrom[worker] = end;
    return { no, worker, start, end };
  });
}
