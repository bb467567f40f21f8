import { Effort } from './effort';
import type { FileYields } from './file-yields';
import { lowerBound } from './lower-bound';
import { type Running, searchOrder } from './order-search';
import { type LaidOut, PlanningSearch } from './planning-search';
import { type Project, projectOf } from './project';
import { Random } from './random';
import { urgencyKeys } from './urgency';
import type { Workload } from './workload';

/** Steps of a planning pass unless said otherwise: less than 10 ms on a common machine, whatever the plan. */
export const PLANNING_STEPS = 400_000;

/** A schedule made beforehand from estimated times. */
export interface PlannedAhead extends LaidOut {
  /** The order in which tasks go, for the dispatcher. */
  readonly keys: Float64Array;
  /** Absent where more than slots and resources decides who may run where: then nothing waits for its time. */
  readonly project?: Project;
  /** Who leaves files to whom; absent: nobody. */
  readonly yields?: FileYields;
}

/** An order that is tried, whatever else is found. */
export interface KnownOrder {
  readonly keys: Float64Array;
  /** Who leaves a file to whom, by the task that waits. */
  readonly pairs: ReadonlyMap<number, number>;
}

export interface PlanAheadOptions {
  readonly seed: number;
  readonly steps?: number;
  /** What runs already: it comes first, wherever that leads. */
  readonly begun?: readonly Running[];
  /** Only the order will be kept to, not the times. */
  readonly isInOrder?: boolean;
  /** The order until now. */
  readonly known?: KnownOrder;
}

/**
 * The best schedule on estimated times that a number of steps finds; the same seed gives the same. Undefined where there is nothing
 * to lay out, and where the steps do not suffice for one schedule.
 */
export function planAhead(
  workload: Workload,
  { seed, steps = PLANNING_STEPS, begun = [], isInOrder = false, known }: PlanAheadOptions,
): PlannedAhead | undefined {
  if (workload.size === 0 || workload.workers.length === 0) return undefined;
  const keys = urgencyKeys(workload);
  const bound = lowerBound({ ...workload, durations: workload.estimates });
  const random = new Random(seed);
  const project = projectOf(workload);
  if (project) {
    const first = begun.map(({ task }) => task);
    const effort = new Effort(steps);
    const search = new PlanningSearch(project, { random, bound, effort, first, isInOrder });
    const laid = search.search(known ? [keys, known.keys] : [keys]);
    return laid && { ...laid, project, keys: laid.starts };
  }
  const options = { random, effort: new Effort(steps), bound, begun, ...(known ? { known } : {}) };
  return searchOrder(workload, keys, options);
}
