import { grantUsd, ungrantedUsd } from '../execution/budget';
import type { Draft } from '../execution/draft';
import type { Execution, TaskState } from '../execution/execution';
import { indexOf } from '../execution/index-of';
import { ascending } from '../execution/task-index';
import { answeringWorkers } from './answering-workers';
import { type Capacity, type WorkerCapacity, wholeKey, workerKey, workersAtHome } from './capacity';
import { claimedFiles } from './claimed-files';
import { Dispatcher, type TaskStanding } from './dispatcher';
import { estimateVariance, temperedEstimates } from './estimate-errors';
import { executionShare } from './execution-share';
import { learnEstimates } from './learnt-estimates';
import { planAhead } from './plan-ahead';
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
  /** The number in the plan of a number of the dispatcher. */
  readonly noOf: (at: number) => number;
  /** What a task that starts may cost; known once it was let start. */
  readonly grantOf: (no: number) => number | undefined;
  readonly isAlone: (no: number) => boolean;
  /** Attempts that may start before the limit of the execution is reached, and before that of all executions is. */
  readonly ownLeft: number;
  readonly globalLeft: number;
}

/** The dispatcher for the next decision over all tasks: what is free, what runs, what is over. */
export function liveDispatch(draft: Draft, shape: PlanShape, capacity: Capacity): LiveDispatch {
  return dispatchOf(draft, shape, capacity, undefined);
}

/**
 * The same over the tasks that are ready and those whose files stand against them: it lets the same tasks start in the same
 * order, at a cost of what is ready. All tasks are looked at where waves begin one after the other, and where workers differ in
 * what they can do: then those that are still to come decide on who is kept free.
 */
export function readyDispatch(draft: Draft, shape: PlanShape, capacity: Capacity): LiveDispatch {
  const { plan, options } = draft.execution;
  const kinds = new Set(shape.memory.needsOf(plan, options));
  const areAllAble = [...kinds].every((needs) =>
    capacity.workers.every(({ capabilities }) => needs.every((need) => capabilities.includes(need))),
  );
  if (options.release === 'barrier' || !areAllAble) return liveDispatch(draft, shape, capacity);
  const index = indexOf(draft, shape);
  const files = claimedFiles(draft.execution, shape, index);
  const busy = BUSY.flatMap((status) => index.in(status)).filter((no) => files[no]!.length > 0);
  return dispatchOf(draft, shape, capacity, [...ascending(index.ready), ...busy]);
}

const BUSY = ['assigned', 'active', 'verifying', 'waiting', 'integrating'] as const;

/** @param members - The tasks that it is about; all of them when absent. */
function dispatchOf(
  draft: Draft,
  shape: PlanShape,
  capacity: Capacity,
  members: readonly number[] | undefined,
): LiveDispatch {
  const { execution, nowMs } = draft;
  const { plan, options } = execution;
  const index = indexOf(draft, shape);
  const workers = answeringWorkers(execution, workersAtHome(capacity, options), index.missed);
  const emptied = emptiedFor(execution, capacity);
  const fair = executionShare(execution, capacity.slotWaits);
  const ownLeft = options.maxParallel - index.count('assigned') - index.count('active');
  const files = claimedFiles(execution, shape, index);
  const globalLeft = Math.min(capacity.globalFree, fair('global', capacity.globalLimit));
  const workload: Workload = {
    size: shape.graph.size,
    dependents: shape.graph.dependentRows,
    estimates: shape.minutes,
    durations: shape.minutes,
    workers: workers.map(({ slots, capabilities }) => ({ slots, capabilities, speed: 1 })),
    limit: Math.min(ownLeft, globalLeft),
    needs: shape.memory.needsOf(plan, options),
    files,
  };
  const keys = liveKeys(draft, shape, workload, options.maxParallel);
  const noOf = (at: number): number => (members === undefined ? at : members[at]!);
  const grants = new Map<number, number | undefined>();
  let leftUsd: number | undefined;
  const isAlone = (no: number): boolean => isSuspect(execution.tasks[no]!);
  const dispatcher = new Dispatcher(
    members === undefined ? workload : workloadOf(workload, members),
    {
      keys: members === undefined ? keys : Float64Array.from(members, (no) => keys[no]!),
      isAlone: (at) => isAlone(noOf(at)),
      ...(options.release === 'barrier' ? { waves: shape.waveOf } : {}),
      isHeld: (at) => {
        leftUsd ??= ungrantedUsd(execution, [...index.in('assigned'), ...index.in('active')]);
        const no = noOf(at);
        const grant = grantUsd(execution, no, leftUsd);
        if (grant === 0) return true;
        grants.set(no, grant);
        leftUsd -= grant ?? 0;
        return false;
      },
    },
    {
      freeSlots: workers.map(({ id, slots, freeSlots }) =>
        emptied.has(workerKey(id)) && freeSlots < slots ? 0 : Math.min(freeSlots, fair(workerKey(id), slots)),
      ),
      of: (at) => standingOf(execution.tasks[noOf(at)]!, nowMs),
    },
  );
  return { dispatcher, workers, files, noOf, grantOf: (no) => grants.get(no), isAlone, ownLeft, globalLeft };
}

/** Some tasks of a workload, numbered anew; none of them waits on another. */
function workloadOf(workload: Workload, members: readonly number[]): Workload {
  const { needs, files } = workload;
  const estimates = Float64Array.from(members, (no) => workload.estimates[no]!);
  return {
    ...workload,
    size: members.length,
    dependents: { starts: new Int32Array(members.length + 1), nos: new Int32Array(0) },
    estimates,
    durations: estimates,
    ...(needs ? { needs: members.map((no) => needs[no]!) } : {}),
    ...(files ? { files: members.map((no) => files[no]!) } : {}),
  };
}

/** Workers that a task of this execution waits to have for itself: no other of its tasks begins there meanwhile. */
function emptiedFor({ id }: Execution, { slotWaits, workers }: Capacity): ReadonlySet<string> {
  const own = slotWaits.filter(({ executionId }) => executionId === id).flatMap(({ keys }) => keys);
  return new Set(workers.map((worker) => workerKey(worker.id)).filter((key) => own.includes(wholeKey(key))));
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
function liveKeys(draft: Draft, shape: PlanShape, workload: Workload, slots: number): Float64Array {
  const { execution } = draft;
  const over = indexOf(draft, shape).count('completed');
  return shape.memory.keysFor(over, `${slots} ${workload.workers.length}`, () => {
    const { minutes, errors } = learnEstimates(execution, shape);
    const error = varianceOf(errors);
    const estimates = temperedEstimates(minutes, estimateVariance(minutes), error);
    const believed = { ...workload, estimates, durations: estimates, limit: slots };
    const planned = error <= MOST_PLANNED_ERROR ? plannedKeys(execution, believed) : undefined;
    return planned ?? urgencyKeys(believed);
  });
}

/**
 * The order of a schedule made beforehand, where it pays: the plan itself says how long tasks take, nothing but slots
 * decides who may run where, and running in that order is shorter than running by urgency.
 */
function plannedKeys({ plan, options }: Execution, workload: Workload): Float64Array | undefined {
  if (workload.size > MOST_PLANNED || options.release === 'barrier') return undefined;
  if (plan.tasks.some(({ estimateMinutes }) => estimateMinutes === undefined)) return undefined;
  if (workload.files?.some((files) => files.length > 0)) return undefined;
  const { needs: _, files: __, ...bare } = workload;
  const isForAll = workload.needs?.every((needs) =>
    workload.workers.every(({ capabilities }) => needs.every((need) => capabilities.includes(need))),
  );
  if (!isForAll || workload.workers.length === 0) return undefined;
  const ahead = planAhead(bare, { seed: PLANNING_SEED });
  if (!ahead) return undefined;
  const byPlan = runOut(bare, new Dispatcher(bare, { keys: ahead.starts })).makespan;
  const byUrgency = runOut(bare, new Dispatcher(bare, { keys: urgencyKeys(bare) })).makespan;
  return byPlan < byUrgency ? ahead.starts : undefined;
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
