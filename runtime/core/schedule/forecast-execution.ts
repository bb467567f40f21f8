import { type Execution, isOver, isSettled, type TaskState } from '../execution/execution';
import type { ExecutionId } from '../ids';
import { type Capacity, holdsSlot, isSlotKey, resourceKey, workersAtHome } from './capacity';
import { neededCapabilities } from './choose-agent';
import { claimedFiles } from './claimed-files';
import type { TaskStanding } from './dispatcher-rules';
import type { Moment } from './explain-waits';
import { type Forecast, forecast, type Gain, gainOf } from './forecast';
import { heldElsewhere, withHeld } from './held-elsewhere';
import { type LearntEstimates, learnEstimates } from './learnt-estimates';
import { speedsOf } from './live-order';
import { setUpOrNeeded } from './plan-resources';
import type { PlanShape } from './plan-shape';
import { whyEndless } from './why-endless';
import type { Workload } from './workload';

/** When an execution will be over, in minutes from now, and what running side by side gains. */
export interface ExecutionForecast extends Forecast {
  /** All tasks one after the other ÷ from start to the expected end. */
  readonly speedup: number;
  /** Lower bound ÷ from start to the expected end. */
  readonly efficiency: number;
}

/** Tasks that all runs of a forecast go through together, at most: a status must not take long. */
const MOST_TASK_RUNS = 20_000;

/**
 * When an execution will be over; undefined unless it runs: nobody knows when a person lets a paused one go
 * on. Nor where something that it needs is not there at all (`whyEndless`). Time that people take to answer is not in it.
 *
 * Source: R-40. The same execution at the same time gives the same.
 */
export function forecastExecution(moment: Moment): ExecutionForecast | undefined {
  const { execution, shape, capacity, nowMs, forecastRuns = 200 } = moment;
  const { startedAt, status, tasks } = execution;
  if (status !== 'running' || startedAt === undefined || whyEndless(moment) !== undefined) return undefined;
  const { minutes, errors, earlier } = estimatesOf(moment);
  const workload = workloadOf(moment, minutes);
  const workers = capacity ? workersAtHome(capacity, execution.options) : [];
  const held = heldElsewhere(execution, shape, capacity);
  const running = tasks.filter(holdsSlot).length;
  const workerOf = (no: number): number =>
    held[no - tasks.length]?.worker ??
    Math.max(
      0,
      workers.findIndex(({ id }) => id === tasks.at(no)!.worker),
    );
  const taken = new Int32Array(Math.max(1, workers.length));
  for (const [no, task] of tasks.entries()) if (holdsSlot(task)) taken[workerOf(no)]! += 1;
  for (const { worker } of held) if (worker >= 0) taken[worker]! += 1;
  const expected = forecast({
    workload: { ...withHeld(workload, held, typicalMinutes(minutes)), limit: limitOf(execution, capacity) - running },
    progress: {
      of: (no) => (no < tasks.length ? standing(tasks.at(no)!) : 'busy'),
      workerOf,
      elapsedOf: (no) => {
        const { startedAt: since } = tasks.at(no)!;
        return since === undefined ? 0 : Math.max(0, nowMs - Date.parse(since)) / 60_000;
      },
      freeSlots: workload.workers.map(({ slots }, worker) => slots - taken[worker]!),
      ownSize: tasks.length,
    },
    errors: { own: errors, earlier },
    ...(execution.options.release === 'barrier' ? { waves: shape.waveOf } : {}),
    seed: execution.lastSeq,
    runs: Math.min(forecastRuns, Math.max(30, Math.floor(MOST_TASK_RUNS / Math.max(1, shape.graph.size)))),
  });
  const elapsed = Math.max(0, nowMs - Date.parse(startedAt)) / 60_000;
  // What is over took what it took, whatever was estimated: nothing, where it was done before or never tried.
  const durations = minutes.map((estimate, no) => {
    const { status: of, attempt } = tasks.at(no)!;
    return isSettled(of) ? (attempt?.durationMs ?? 0) / 60_000 : estimate;
  });
  const { speedup, efficiency } = gainOf({ ...workload, durations }, elapsed + expected.middle);
  // How much is left to others, and for how long, nobody knows.
  const isFounded = expected.isFounded && !othersWait(execution.id, shape, capacity);
  return { ...expected, isFounded, speedup, efficiency: Math.min(1, efficiency) };
}

/** All tasks of an execution with what each takes, and what there is for them. */
function workloadOf({ execution, shape, capacity }: Moment, minutes: Float64Array): Workload {
  return {
    size: shape.graph.size,
    dependents: shape.graph.dependentRows,
    estimates: minutes,
    durations: minutes,
    limit: execution.options.maxParallel,
    files: claimedFiles(execution),
    ...placesOf(execution, capacity),
    ...resourcesOf(shape, capacity),
  };
}

/**
 * What running side by side gained an execution that is over, by what its tasks took: beside one after the other, and of the best that
 * is possible with the workers that are there now. Undefined before its end, and where nothing took time.
 */
export function achievedGain(moment: Moment): Gain | undefined {
  const { startedAt, endedAt, status, tasks } = moment.execution;
  if (!isOver(status) || startedAt === undefined || endedAt === undefined) return undefined;
  const minutes = Float64Array.from(tasks, ({ attempt }) => (attempt?.durationMs ?? 0) / 60_000);
  const makespan = (Date.parse(endedAt) - Date.parse(startedAt)) / 60_000;
  if (!(makespan > 0) || minutes.every((one) => one === 0)) return undefined;
  const { speedup, efficiency } = gainOf(workloadOf(moment, minutes), makespan);
  return { speedup, efficiency: Math.min(1, efficiency) };
}

/** Whether another execution waits for slots, or for a resource that this one needs. */
function othersWait(id: ExecutionId, { resources }: PlanShape, capacity: Capacity | undefined): boolean {
  const keys = new Set((resources?.names ?? []).map(resourceKey));
  return (capacity?.slotWaits ?? []).some(
    ({ executionId, needs }) =>
      executionId !== id && needs.some((need) => need.keys.some((key) => isSlotKey(key) || keys.has(key))),
  );
}

/** What each task is believed to take by now, and how far such beliefs were off. What is left is counted with the same. */
export function estimatesOf({
  execution,
  shape,
  capacity,
  nowMs,
}: Pick<Moment, 'execution' | 'shape' | 'capacity' | 'nowMs'>): LearntEstimates {
  return learnEstimates(execution, shape, { nowMs, ...(capacity ? { speedOf: speedsOf(capacity.workers) } : {}) });
}

/** How many of its tasks may run at once, as long as others run what they run now. */
function limitOf({ options, tasks }: Execution, capacity: Capacity | undefined): number {
  if (!capacity) return options.maxParallel;
  const own = tasks.filter(holdsSlot).length;
  return Math.max(1, Math.min(options.maxParallel, capacity.globalFree + own));
}

/** What a task of another execution is taken to need, since nothing is known of it: as much as one of this. */
function typicalMinutes(minutes: Float64Array): number {
  return minutes.reduce((sum, one) => sum + one, 0) / Math.max(1, minutes.length);
}

/** How long each running attempt is expected to take from its start, in milliseconds, by the estimates of the forecast. Linear. */
export function expectedMs(
  moment: Pick<Moment, 'execution' | 'shape' | 'capacity' | 'nowMs'>,
): ReadonlyMap<number, number> {
  const { tasks } = moment.execution;
  const expected = new Map<number, number>();
  if (!tasks.some(({ status }) => status === 'active')) return expected;
  const { minutes } = estimatesOf(moment);
  const speedOf = speedsOf(moment.capacity?.workers ?? []);
  for (const [no, { status, worker }] of tasks.entries()) {
    if (status !== 'active') continue;
    const speed = worker === undefined ? 1 : speedOf(worker);
    expected.set(no, Math.round((minutes[no]! * 60_000) / speed));
  }
  return expected;
}

/** Merges and judgements take little: for a forecast such a task is over. So is one that a person is asked about at its end. */
function standing(state: TaskState): TaskStanding {
  switch (state.status) {
    case 'pending':
      return 'pending';
    case 'assigned':
    case 'active':
      return 'busy';
    case 'waiting':
      return state.attempt ? 'over' : 'pending';
    case 'failed':
    case 'skipped':
      return 'failed';
    default:
      return 'over';
  }
}

/** Workers as they are; where none is known, as many slots as the plan may use. A task that nobody can do is taken to be for all. */
function placesOf(execution: Execution, capacity: Capacity | undefined): Pick<Workload, 'workers' | 'needs'> {
  const { plan, options } = execution;
  const workers = capacity ? workersAtHome(capacity, options) : [];
  if (workers.length === 0) return { workers: [{ slots: options.maxParallel, capabilities: [], speed: 1 }] };
  const isAble = (needs: readonly string[]) =>
    workers.some(({ capabilities }) => needs.every((need) => capabilities.includes(need)));
  return {
    workers: workers.map(({ slots, capabilities, speed = 1 }) => ({ slots, capabilities, speed })),
    needs: plan.tasks.map((task) => {
      const needs = neededCapabilities(task, options);
      return isAble(needs) ? needs : [];
    }),
  };
}

/** What the operator set up, and at least what each task needs: that one of them waits for more to be set up is no forecast. */
function resourcesOf({ resources }: PlanShape, capacity: Capacity | undefined): Pick<Workload, 'resources'> {
  if (!resources) return {};
  const limits = new Map([...(capacity?.resources ?? [])].map(([name, { limit }]) => [name, limit]));
  return { resources: { ...resources, capacities: setUpOrNeeded(resources, limits) } };
}
