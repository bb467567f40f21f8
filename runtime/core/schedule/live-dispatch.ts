import { grantUsd, ungrantedUsd } from '../execution/budget';
import type { Draft } from '../execution/draft';
import type { TaskState } from '../execution/execution';
import { type Capacity, holdsSlot, type WorkerCapacity, workerKey, workersAtHome } from './capacity';
import { neededCapabilities } from './choose-agent';
import { Dispatcher, type TaskStanding } from './dispatcher';
import { estimateVariance, temperedEstimates } from './estimate-errors';
import { executionShare } from './execution-share';
import { learnEstimates } from './learnt-estimates';
import type { PlanShape } from './plan-shape';
import { urgencyKeys } from './urgency';
import type { Workload } from './workload';

/** The dispatcher of an execution as it stands, ready to decide. */
export interface LiveDispatch {
  readonly dispatcher: Dispatcher;
  /** Those that the dispatcher's numbers mean. */
  readonly workers: readonly WorkerCapacity[];
  /** What a task that starts may cost; known once it was let start. */
  readonly grantOf: (no: number) => number | undefined;
  readonly isAlone: (no: number) => boolean;
  /** Attempts that may start before the limit of the execution is reached, and before that of all executions is. */
  readonly ownLeft: number;
  readonly globalLeft: number;
}

/** The dispatcher for the next decision: what is free, what runs, what is over. */
export function liveDispatch(draft: Draft, shape: PlanShape, capacity: Capacity): LiveDispatch {
  const { execution } = draft;
  const { plan, options } = execution;
  const workers = workersAtHome(capacity, options);
  const fair = executionShare(execution, capacity.slotWaits);
  const ownLeft = options.maxParallel - execution.tasks.filter(holdsSlot).length;
  const globalLeft = Math.min(capacity.globalFree, fair('global', capacity.globalLimit));
  const workload: Workload = {
    size: shape.graph.size,
    dependents: shape.graph.dependentRows,
    estimates: shape.minutes,
    durations: shape.minutes,
    workers: workers.map(({ slots, capabilities }) => ({ slots, capabilities, speed: 1 })),
    limit: Math.min(ownLeft, globalLeft),
    needs: plan.tasks.map((task) => neededCapabilities(task, options)),
    files: plan.tasks.map(({ files }) => files),
  };
  const grants = new Map<number, number | undefined>();
  let leftUsd = ungrantedUsd(execution);
  const isAlone = (no: number): boolean => isSuspect(draft.task(no));
  const dispatcher = new Dispatcher(
    workload,
    {
      keys: liveKeys(draft, shape, workload, options.maxParallel),
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
      of: (no) => standingOf(draft.task(no), draft.nowMs),
    },
  );
  return { dispatcher, workers, grantOf: (no) => grants.get(no), isAlone, ownLeft, globalLeft };
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

/** The order of urgency on what is known by now of how long tasks take. */
function liveKeys({ execution }: Draft, shape: PlanShape, workload: Workload, slots: number): Float64Array {
  const over = execution.tasks.reduce((count, { status }) => (status === 'completed' ? count + 1 : count), 0);
  return shape.urgency.keysFor(over, slots, () => {
    const { minutes, errors } = learnEstimates(execution, shape);
    const estimates = temperedEstimates(minutes, estimateVariance(minutes), varianceOf(errors));
    return urgencyKeys({ ...workload, estimates, limit: slots });
  });
}

function varianceOf(errors: readonly number[]): number {
  return estimateVariance(errors.map(Math.exp));
}

/**
 * Lost twice in a row: from then on it takes all slots of a worker, whoever else would go there, so that it takes nobody
 * with it, and shows whether it is to blame (I12).
 */
const isSuspect = ({ losses }: TaskState): boolean => losses >= 2;
