import type { Effort } from './effort';
import type { Demand, TaskGrouping } from './task-groups';

/** By what a dispatcher decides. */
export interface DispatcherRules {
  /** The order of urgency: least key first, of equals the least number. `fifo`: who was ready first. */
  readonly keys: Float64Array | 'fifo';
  /** Waves that start one after the other, by task; absent: a task starts when its own dependencies are over. */
  readonly waves?: Int32Array;
  /** Those that must have a worker to themselves. */
  readonly isAlone?: (no: number) => boolean;
  /** How tasks fall into groups; worked out from the workload and these rules unless given. */
  readonly grouping?: TaskGrouping;
  /** The longest way from each task to an end of the plan; worked out from the workload unless given. */
  readonly levels?: () => Float64Array;
  /** Where looks at tasks and files are counted. */
  readonly effort?: Effort;
  /** True when a task must not start now although all is there for it. */
  readonly isHeld?: (no: number, now: number) => boolean;
  /** True: of tasks that ask for the same, none may start when one may not. */
  readonly holdsAlike?: boolean;
  /** The task, as whoever made the rules numbers it, to which this one leaves a file for now, not ready as that one may be; undefined: none. */
  readonly yieldsTo?: (no: number, now: number) => number | undefined;
  /** Units that only tasks which take just these may take: other plans leave them free for one of those. */
  readonly kept?: readonly Demand[];
  /** False: nothing is kept for the most urgent that waits, which costs a look at all that would pass it. */
  readonly keepsPlaces?: boolean;
  /** Told of each that starts, before the next is asked about. */
  readonly hasStarted?: (no: number) => void;
}

/** What is so before the first decision; absent: nothing has started. */
export interface DispatcherState {
  readonly freeSlots: readonly number[];
  readonly of: (no: number) => TaskStanding;
  /** Worker of a task that is busy and whose end will be told; absent: none will be. */
  readonly workerOf?: (no: number) => number;
  /** True of a busy one that is another execution's: no limit of this one counts it, and no wave waits for it. */
  readonly isElsewhere?: (no: number) => boolean;
  /** When a busy task is expected to end, on the clock of the decisions. */
  readonly endsAtOf?: (no: number) => number;
  /** Units of each resource that are free; absent: those that busy tasks of this workload leave. */
  readonly freeUnits?: ArrayLike<number>;
}

/**
 * How a task stands for the dispatcher: `busy` has begun and holds its files; `kept` waits for something that the dispatcher
 * does not know; `over` lets dependants go on, `failed` does not.
 */
export type TaskStanding = 'pending' | 'busy' | 'kept' | 'over' | 'failed';
