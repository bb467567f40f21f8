import { grantUsd, ungrantedUsd } from '../execution/budget';
import type { Draft } from '../execution/draft';
import type { Execution, TaskState } from '../execution/execution';
import { indexOf } from '../execution/index-of';
import { ascending } from '../execution/task-index';
import { answeringWorkers } from './answering-workers';
import {
  type Capacity,
  holdsSlot,
  resourceKey,
  type WorkerCapacity,
  wholeKey,
  workerKey,
  workersAtHome,
} from './capacity';
import { claimedFiles } from './claimed-files';
import { Dispatcher, type TaskStanding } from './dispatcher';
import { executionShare } from './execution-share';
import { liveOrder, speedsOf } from './live-order';
import type { PlanShape } from './plan-shape';
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
  /** The number in the plan of a number of the dispatcher. */
  readonly noOf: (at: number) => number;
  /** What a task that starts may cost; known once it was let start. */
  readonly grantOf: (no: number) => number | undefined;
  readonly isAlone: (no: number) => boolean;
  /** Attempts that may start before the limit of the execution is reached, and before that of all executions is. */
  readonly ownLeft: number;
  readonly globalLeft: number;
}

/** The dispatcher for the next decision over all tasks: what is free, what runs, what is over. Its clock shows minutes. */
export function liveDispatch(draft: Draft, shape: PlanShape, capacity: Capacity): LiveDispatch {
  return dispatchOf(draft, shape, capacity, undefined);
}

/**
 * The same over the tasks that are ready and those whose files stand against them: it lets the same tasks start in the same
 * order, at a cost of what is ready. All tasks are looked at where waves begin one after the other, where tasks take shared
 * resources, and where workers differ: then those that run and those that are still to come decide on who is kept free.
 */
export function readyDispatch(draft: Draft, shape: PlanShape, capacity: Capacity): LiveDispatch {
  const { plan, options } = draft.execution;
  const kinds = new Set(shape.memory.needsOf(plan, options));
  const areAllAble = [...kinds].every((needs) =>
    capacity.workers.every(({ capabilities }) => needs.every((need) => capabilities.includes(need))),
  );
  const areAlike = new Set(capacity.workers.map(({ speed = 1 }) => speed)).size <= 1;
  if (options.release === 'barrier' || shape.resources !== undefined || !areAllAble || !areAlike)
    return liveDispatch(draft, shape, capacity);
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
  const { plan, options, tasks } = execution;
  const index = indexOf(draft, shape);
  const workers = answeringWorkers(execution, workersAtHome(capacity, options), index.missed);
  const emptied = emptiedFor(execution, capacity);
  const fair = executionShare(execution, capacity.slotWaits);
  const ownLeft = options.maxParallel - index.count('assigned') - index.count('active');
  const files = claimedFiles(execution, shape, index);
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
  const limit = Math.min(ownLeft, globalLeft);
  const workload = { ...places, estimates: minutes, durations: minutes, limit };
  const noOf = (at: number): number => (members === undefined ? at : members[at]!);
  const grants = new Map<number, number | undefined>();
  let leftUsd: number | undefined;
  const isAlone = (no: number): boolean => isSuspect(tasks[no]!);
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
      of: (at) => standingOf(tasks[noOf(at)]!, nowMs),
      workerOf: (at) => workerNo(tasks[noOf(at)]!, workers),
      endsAtOf: (at) => expectedEnd(tasks[noOf(at)]!, minutes[noOf(at)]!, workers, nowMs),
      freeUnits: (resources?.names ?? []).map((name) => freeUnits(name, capacity, fair)),
    },
  );
  const names = resources?.names ?? [];
  return {
    dispatcher,
    workers,
    files,
    resources: names,
    noOf,
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

const workerNo = (state: TaskState, workers: readonly WorkerCapacity[]): number =>
  holdsSlot(state) ? workers.findIndex(({ id }) => id === state.worker) : -1;

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

/**
 * Lost twice in a row: from then on it takes all slots of a worker, whoever else would go there, so that it takes nobody
 * with it, and shows whether it is to blame (I12).
 */
const isSuspect = ({ losses }: TaskState): boolean => losses >= 2;
