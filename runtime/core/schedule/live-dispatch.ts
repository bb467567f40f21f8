import { grantUsd, ungrantedUsd } from '../execution/budget';
import type { Draft } from '../execution/draft';
import type { Execution, TaskState } from '../execution/execution';
import type { WorkerId } from '../ids';
import { answeringWorkers } from './answering-workers';
import { type Capacity, holdsSlot, resourceKey, type WorkerCapacity, workerKey, workersAtHome } from './capacity';
import { claimedFiles } from './claimed-files';
import { Dispatcher, type TaskStanding } from './dispatcher';
import { estimateVariance, temperedEstimates } from './estimate-errors';
import { executionShare } from './execution-share';
import { learnEstimates } from './learnt-estimates';
import { planAhead } from './plan-ahead';
import type { Order } from './plan-memory';
import type { PlanShape } from './plan-shape';
import { urgencyKeys } from './urgency';
import { runOut } from './virtual-clock';
import type { Workload } from './workload';

/** The dispatcher of an execution as it stands, ready to decide. */
export interface LiveDispatch {
  readonly dispatcher: Dispatcher;
  /** Those that the dispatcher's numbers mean. */
  readonly workers: readonly WorkerCapacity[];
  /** What each task keeps from others. */
  readonly files: readonly (readonly string[])[];
  /** Names of the resources that the dispatcher's numbers mean. */
  readonly resources: readonly string[];
  /** What a task that starts may cost; known once it was let start. */
  readonly grantOf: (no: number) => number | undefined;
  readonly isAlone: (no: number) => boolean;
  /** Attempts that may start before the limit of the execution is reached, and before that of all executions is. */
  readonly ownLeft: number;
  readonly globalLeft: number;
}

/** The dispatcher for the next decision: what is free, what runs, what is over. Its clock shows minutes. */
export function liveDispatch(draft: Draft, shape: PlanShape, capacity: Capacity): LiveDispatch {
  const { execution, nowMs } = draft;
  const { plan, options, tasks } = execution;
  const workers = answeringWorkers(execution, workersAtHome(capacity, options));
  const fair = executionShare(execution, capacity.slotWaits);
  const ownLeft = options.maxParallel - countHolders(tasks);
  const files = claimedFiles(execution, shape);
  const globalLeft = Math.min(capacity.globalFree, fair('global', capacity.globalLimit));
  const resources = shape.resources && {
    ...shape.resources,
    capacities: Float64Array.from(shape.resources.names, (name) => capacity.resources?.get(name)?.limit ?? 0),
  };
  const places = {
    size: shape.graph.size,
    dependents: shape.graph.dependentRows,
    workers: workers.map(({ slots, capabilities, speed = 1 }) => ({ slots, capabilities, speed })),
    needs: shape.memory.needsOf(plan, options),
    files,
    ...(resources ? { resources } : {}),
  };
  const { keys, minutes } = liveOrder(draft, shape, places, speedsOf(workers));
  const grants = new Map<number, number | undefined>();
  let leftUsd = ungrantedUsd(execution);
  const isAlone = (no: number): boolean => isSuspect(tasks[no]!);
  const dispatcher = new Dispatcher(
    { ...places, estimates: minutes, durations: minutes, limit: Math.min(ownLeft, globalLeft) },
    {
      keys,
      isAlone,
      ...(options.release === 'barrier' ? { waves: shape.waveOf } : {}),
      isHeld: (no) => {
        const grant = grantUsd(execution, no, leftUsd);
        if (grant === 0) return true;
        grants.set(no, grant);
        leftUsd -= grant ?? 0;
        return false;
      },
    },
    {
      freeSlots: workers.map(({ id, slots, freeSlots }) => Math.min(freeSlots, fair(workerKey(id), slots))),
      of: (no) => standingOf(tasks[no]!, nowMs),
      workerOf: (no) => (holdsSlot(tasks[no]!) ? workers.findIndex(({ id }) => id === tasks[no]!.worker) : -1),
      endsAtOf: (no) => expectedEnd(tasks[no]!, minutes[no]!, workers, nowMs),
      freeUnits: (resources?.names ?? []).map((name) => freeUnits(name, capacity, fair)),
    },
  );
  const names = resources?.names ?? [];
  return {
    dispatcher,
    workers,
    files,
    resources: names,
    grantOf: (no) => grants.get(no),
    isAlone,
    ownLeft,
    globalLeft,
  };
}

function freeUnits(name: string, { resources }: Capacity, fair: ReturnType<typeof executionShare>): number {
  const { limit, free } = resources?.get(name) ?? { limit: 0, free: 0 };
  return Math.min(free, fair(resourceKey(name), limit));
}

/** In minutes; what is judged or merged is expected to be over now. */
function expectedEnd(
  { status, worker, startedAt, assignedAt }: TaskState,
  minutes: number,
  workers: readonly WorkerCapacity[],
  nowMs: number,
): number {
  const since = startedAt ?? assignedAt;
  if ((status !== 'assigned' && status !== 'active') || since === undefined) return nowMs / 60_000;
  const { speed = 1 } = workers.find(({ id }) => id === worker) ?? {};
  return Date.parse(since) / 60_000 + minutes / speed;
}

function countHolders(tasks: readonly TaskState[]): number {
  let count = 0;
  for (const task of tasks) if (holdsSlot(task)) count += 1;
  return count;
}

/** How a task of an execution stands for the dispatcher. */
export function standingOf(state: TaskState, nowMs: number): TaskStanding {
  switch (state.status) {
    case 'pending':
      return state.dueAt !== undefined && Date.parse(state.dueAt) > nowMs ? 'kept' : 'pending';
    case 'assigned':
    case 'active':
    case 'verifying':
    case 'integrating':
      return 'busy';
    case 'waiting':
      return state.attempt ? 'busy' : 'kept';
    case 'completed':
      return 'over';
    default:
      return 'failed';
  }
}

/** Plans with more tasks are decided as things come: a planning pass of a few milliseconds finds little there. */
const MOST_PLANNED = 1_000;
/** Variance of ln(real ÷ estimated time) above which a planning pass does not pay. Measured. */
const MOST_PLANNED_ERROR = 0.2 ** 2;

/** The order in which tasks go, on what is known by now of how long they take. */
function liveOrder(
  { execution }: Draft,
  shape: PlanShape,
  places: Omit<Workload, 'estimates' | 'durations'>,
  speedOf: (worker: WorkerId) => number,
): Order {
  const { tasks, options } = execution;
  const over = tasks.reduce((count, { status }) => (status === 'completed' ? count + 1 : count), 0);
  const speeds = places.workers.map(({ speed, slots }) => `${speed}×${slots}`).join(' ');
  return shape.memory.orderFor(over, `${options.maxParallel} ${speeds}`, () => {
    const { minutes, errors } = learnEstimates(execution, shape, { speedOf });
    const error = varianceOf(errors);
    const estimates = temperedEstimates(minutes, estimateVariance(minutes), error);
    const believed = { ...places, estimates, durations: estimates, limit: options.maxParallel };
    const planned = error <= MOST_PLANNED_ERROR ? plannedKeys(execution, believed) : undefined;
    return { keys: planned ?? urgencyKeys(believed), minutes };
  });
}

/** How fast each worker is; 1 for one that is gone. */
export function speedsOf(workers: readonly WorkerCapacity[]): (worker: WorkerId) => number {
  return (worker) => workers.find(({ id }) => id === worker)?.speed ?? 1;
}

/**
 * The order of a schedule made beforehand, where it pays: the plan itself says how long tasks take, and running in that order is
 * shorter than running by urgency.
 */
function plannedKeys({ plan, options }: Execution, workload: Workload): Float64Array | undefined {
  if (workload.size > MOST_PLANNED || options.release === 'barrier' || workload.workers.length === 0) return undefined;
  if (plan.tasks.some(({ estimateMinutes }) => estimateMinutes === undefined)) return undefined;
  const ahead = planAhead(workload, { seed: PLANNING_SEED });
  if (!ahead) return undefined;
  const makespanIn = (keys: Float64Array) => runOut(workload, new Dispatcher(workload, { keys })).makespan;
  return makespanIn(ahead.keys) < makespanIn(urgencyKeys(workload)) ? ahead.keys : undefined;
}

const PLANNING_SEED = 1;

function varianceOf(errors: readonly number[]): number {
  return estimateVariance(errors.map(Math.exp));
}

/**
 * Lost twice in a row: from then on it takes all slots of a worker, whoever else would go there, so that it takes nobody
 * with it, and shows whether it is to blame (I12).
 */
const isSuspect = ({ losses }: TaskState): boolean => losses >= 2;
