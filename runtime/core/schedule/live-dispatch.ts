import { grantUsd, ungrantedUsd } from '../execution/budget';
import type { Draft } from '../execution/draft';
import type { Execution, TaskState } from '../execution/execution';
import { indexOf } from '../execution/index-of';
import { isSuspect } from '../execution/is-suspect';
import type { WorkerId } from '../ids';
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
import type { ClaimedFiles } from './claimed-files';
import { Dispatcher } from './dispatcher';
import type { TaskStanding } from './dispatcher-rules';
import { type ExecutionShare, executionShare } from './execution-share';
import { type FileYields, NO_YIELDS } from './file-yields';
import { wayLengths } from './levels';
import { liveOrder } from './live-order';
import type { Order } from './plan-memory';
import type { PlanShape } from './plan-shape';
import type { Demand, TaskGrouping } from './task-groups';
import type { WorkloadWorker } from './workload';
import { partOfWorkload, type WorkloadPart } from './workload-part';

/** The dispatcher of an execution as it stands, ready to decide. */
export interface LiveDispatch {
  readonly dispatcher: Dispatcher;
  /** Those that the dispatcher's numbers mean. */
  readonly workers: readonly WorkerCapacity[];
  /** What each task keeps from others. */
  readonly files: readonly (readonly string[])[];
  /** Names of the resources that the dispatcher's numbers mean. */
  readonly resources: readonly string[];
  /** Units that there are of each. */
  readonly limits: ArrayLike<number>;
  /** The number in the plan of a number of the dispatcher, and the other way round. */
  readonly noOf: (at: number) => number;
  readonly placeOf: (no: number) => number;
  /** What a task that starts may cost; known once it was let start. */
  readonly grantOf: (no: number) => number | undefined;
  readonly isAlone: (no: number) => boolean;
  /** Attempts that may start before the limit of the execution is reached, and before that of all executions is. */
  readonly ownLeft: number;
  readonly globalLeft: number;
  /** Workers of which a slot is free that another execution is to have. */
  readonly leftToOthers: ReadonlySet<WorkerId>;
}

/** Some tasks of an execution, as a dispatcher of their own looks at them: it decides as that of all tasks does. */
export interface PlanPart extends WorkloadPart {
  /** How its members fall into the groups of all tasks. */
  readonly grouping: (workers: readonly WorkloadWorker[]) => TaskGrouping;
}

/**
 * The dispatcher for the next decision: what is free, what runs, what is over. Its clock shows minutes.
 *
 * @param partOf - The tasks that it is about, by the order of urgency, the attempts that may start, and what tasks keep from others; all when absent.
 */
export function liveDispatch(
  draft: Draft,
  shape: PlanShape,
  capacity: Capacity,
  partOf?: (order: Order, mostStarts: number, claims: ClaimedFiles) => PlanPart,
): LiveDispatch {
  const { execution, nowMs } = draft;
  const { plan, options, tasks } = execution;
  const index = indexOf(draft, shape);
  const workers = answeringWorkers(execution, workersAtHome(capacity, options), index.missed);
  const emptied = emptiedFor(execution, capacity);
  const share = executionShare(execution, capacity, draft.at, index);
  const ownLeft = options.maxParallel - index.count('assigned') - index.count('active');
  const claims = shape.memory.claimsOf(execution, index);
  const files = claims.list;
  const globalLeft = Math.min(capacity.globalFree, share.slots('global', capacity.globalLimit));
  const resources = shape.resources && {
    ...shape.resources,
    capacities: Float64Array.from(shape.resources.names, (name) => capacity.resources?.get(name)?.limit ?? 0),
  };
  const places = {
    size: shape.graph.size,
    dependents: shape.graph.dependentRows,
    workers: placedWorkers(workers, capacity.decider),
    needs: shape.memory.needsOf(plan, options),
    files,
    ...(resources ? { resources } : {}),
  };
  const order = liveOrder(draft, shape, places, workers);
  const { keys, minutes, yields = NO_YIELDS } = order;
  const limit = Math.min(ownLeft, globalLeft);
  const workload = { ...places, estimates: minutes, durations: minutes, limit };
  const shares = workers.map(({ id, slots }) => share.slots(workerKey(id), slots));
  const freeSlots = workers.map(({ id, slots, freeSlots: free }, no) =>
    emptied.has(workerKey(id)) && free < slots ? 0 : Math.min(free, shares[no]!),
  );
  const mostStarts = Math.min(
    limit,
    freeSlots.reduce((sum, free) => sum + Math.max(0, free), 0),
  );
  const part = partOf?.(order, Math.max(0, mostStarts), claims);
  const members = part?.members;
  const noOf = (at: number): number => (members === undefined ? at : members[at]!);
  const grants = new Map<number, number | undefined>();
  let leftUsd: number | undefined;
  const left = () => {
    leftUsd ??= ungrantedUsd(execution, [...index.in('assigned'), ...index.in('active')]);
    return leftUsd;
  };
  const isAlone = (no: number): boolean => isSuspect(tasks.at(no)!);
  const dispatcher = new Dispatcher(
    part === undefined ? workload : partOfWorkload(workload, part),
    {
      keys: members === undefined ? keys : Float64Array.from(members, (no) => keys[no]!),
      isAlone: (at) => isAlone(noOf(at)),
      ...(options.release === 'barrier' && part === undefined ? { waves: shape.waveOf } : {}),
      ...(part === undefined ? {} : { grouping: part.grouping(workload.workers) }),
      levels: () => {
        const levels = shape.memory.levelsFor(order, () => wayLengths(workload));
        return members === undefined ? levels : Float64Array.from(members, (no) => levels[no]!);
      },
      isHeld: (at) => grantUsd(execution, noOf(at), left()) === 0,
      holdsAlike: true,
      ...(yields.size > 0 ? { yieldsTo: (at: number) => yieldNow(draft, yields, noOf(at)) } : {}),
      ...(share.keptForOwn && { kept: keptDemands(share.keptForOwn, resources?.names ?? []) }),
      hasStarted: (at) => {
        const grant = grantUsd(execution, noOf(at), left());
        grants.set(noOf(at), grant);
        leftUsd = left() - (grant ?? 0);
      },
    },
    {
      freeSlots,
      of: (at) => standingOf(tasks.at(noOf(at))!, nowMs),
      workerOf: (at) => workerNo(tasks.at(noOf(at))!, workers),
      endsAtOf: (at) => expectedEnd(tasks.at(noOf(at))!, minutes[noOf(at)]!, workers, nowMs),
      freeUnits: (resources?.names ?? []).map((name, no) =>
        freeUnits(name, shape.resources!.most[no]!, capacity, share),
      ),
    },
  );
  const names = resources?.names ?? [];
  return {
    dispatcher,
    workers,
    files,
    resources: names,
    limits: resources?.capacities ?? [],
    noOf,
    placeOf: (no) => (members === undefined ? no : members.indexOf(no)),
    grantOf: (no) => grants.get(no),
    isAlone,
    ownLeft,
    globalLeft,
    leftToOthers: new Set(workers.flatMap(({ id, freeSlots: free }, no) => (shares[no]! < free ? [id] : []))),
  };
}

/** The task to which one leaves a file now: while that one may still begin, and in time. */
function yieldNow(draft: Draft, yields: FileYields, no: number): number | undefined {
  const own = yields.get(no);
  if (!own || draft.nowMs / 60_000 > own.until) return undefined;
  return standingOf(draft.task(own.to), draft.nowMs) === 'pending' ? own.to : undefined;
}

function placedWorkers(workers: readonly WorkerCapacity[], decider: WorkerId | undefined): readonly WorkloadWorker[] {
  const here = decider === undefined ? undefined : workers.find(({ id }) => id === decider);
  return workers.map(({ id, host, slots, capabilities, speed = 1 }) => ({
    slots,
    capabilities,
    speed,
    ...(host === here?.host ? { place: id === decider ? 'here' : 'beside' } : {}),
  }));
}

function freeUnits(name: string, most: number, { resources }: Capacity, share: ExecutionShare): number {
  const given = resources?.get(name) ?? { limit: 0, free: 0 };
  return Math.min(given.free, share.units(name, given, most));
}

/** Units that are kept, by the dispatcher's numbers of resources. */
const keptDemands = (kept: ReadonlyMap<string, number>, names: readonly string[]): readonly Demand[] =>
  names.flatMap((name, resource) => {
    const amount = kept.get(resourceKey(name));
    return amount === undefined ? [] : [{ resource, amount }];
  });

const workerNo = (state: TaskState, workers: readonly WorkerCapacity[]): number =>
  holdsSlot(state) ? workers.findIndex(({ id }) => id === state.worker) : -1;

/** In minutes; what is judged or merged is expected to be over now, what a person is asked about nobody knows when. */
function expectedEnd(
  { status, worker, startedAt, assignedAt }: TaskState,
  minutes: number,
  workers: readonly WorkerCapacity[],
  nowMs: number,
): number {
  if (status === 'waiting') return Number.POSITIVE_INFINITY;
  const since = startedAt ?? assignedAt;
  if ((status !== 'assigned' && status !== 'active') || since === undefined) return nowMs / 60_000;
  const { speed = 1 } = workers.find(({ id }) => id === worker) ?? {};
  return Date.parse(since) / 60_000 + minutes / speed;
}

/** Workers that a task of this execution waits to have for itself: no other of its tasks begins there meanwhile. */
function emptiedFor({ id }: Execution, { slotWaits, workers }: Capacity): ReadonlySet<string> {
  const own = slotWaits
    .filter(({ executionId }) => executionId === id)
    .flatMap(({ needs }) => needs.flatMap(({ keys }) => keys));
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
