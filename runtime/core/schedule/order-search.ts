import { Dispatcher } from './dispatcher';
import type { DispatcherState } from './dispatcher-rules';
import type { Effort } from './effort';
import { bottomLevels, topologicalOrder } from './levels';
import type { LaidOut } from './planning-search';
import type { Random } from './random';
import { groupTasks } from './task-groups';
import { runOut } from './virtual-clock';
import type { Schedule, Workload } from './workload';

/** Schedules that are kept to make others from. */
const ELITE = 4;
/** How far a task's key is moved at most, as a part of the makespan. */
const SPREADS = [0.02, 0.05, 0.1, 0.3];
/** What one run costs for each task besides what the dispatcher looks at, in the steps of `SerialLayout`. Measured. */
const RUN_STEPS = 40;

/** Tasks still to begin up to which runs are remembered by their order. */
const MOST_REMEMBERED = 10;

/** A task that runs already; its estimate is what it still needs. */
export interface Running {
  readonly task: number;
  readonly worker: number;
}

export interface OrderSearch {
  readonly random: Random;
  readonly effort: Effort;
  /** Where the search may stop. */
  readonly bound: number;
  readonly begun?: readonly Running[];
}

const NONE: readonly Running[] = [];

/** A schedule, and the order in which the dispatcher makes it. */
export interface Ordered extends LaidOut {
  readonly keys: Float64Array;
}

/**
 * Looks for an order of urgency in which the dispatcher itself makes a shorter schedule: for plans in which more than slots and
 * resources decides who may run where (files, capabilities, unlike workers).
 *
 * *Algorithm*: the order of urgency and that of latest starts are run out on a virtual clock. Then, of the best few, one is
 * taken, or two are crossed at a moment, its order is shaken a little and run out again, until the effort is spent, in the middle of
 * a run, too, or the lower bound is met.
 *
 * @returns Undefined where the effort does not suffice for one run, or a task finds no place ever.
 */
export function searchOrder(
  workload: Workload,
  keys: Float64Array,
  { random, effort, bound, begun = NONE }: OrderSearch,
): Ordered | undefined {
  const { size, dependents, estimates } = workload;
  const believed = { ...workload, durations: estimates };
  const grouping = groupTasks(workload);
  const elite: Ordered[] = [];
  const known = size - begun.length <= MOST_REMEMBERED ? new KnownRuns(size, begun) : undefined;
  const runOnce = (order: Float64Array): Run => {
    const before = effort.spent;
    const { makespan, starts } = runWithin(believed, order, effort, begun, grouping);
    for (const { task } of begun) starts[task] = 0;
    return { makespan, starts, steps: effort.spent - before };
  };
  const run = (order: Float64Array): void => {
    const { makespan, starts } = known ? known.run(order, effort, runOnce) : runOnce(order);
    // What could never be placed keeps no start of its own.
    if (!Number.isFinite(makespan) || starts.some(Number.isNaN)) return;
    const at = elite.findIndex((other) => makespan < other.makespan);
    elite.splice(at < 0 ? elite.length : at, 0, { makespan, starts, keys: order.slice() });
    elite.length = Math.min(elite.length, ELITE);
  };
  run(keys);
  if (elite.length === 0) return undefined;
  run(bottomLevels(dependents, estimates, topologicalOrder(dependents)).map((level) => -level));
  const mixed = new Float64Array(size);
  while (!effort.isSpent && elite[0]!.makespan > bound * (1 + 1e-9)) {
    const one = elite[random.below(elite.length)]!;
    const other = elite[random.below(elite.length)]!;
    const cut = random.next() * one.makespan;
    const spread = SPREADS[random.below(SPREADS.length)]! * one.makespan;
    for (let no = 0; no < size; no++) {
      const start = one.starts[no]!;
      mixed[no] = (start < cut ? start : Math.max(cut, other.starts[no]!)) + (random.next() - 0.5) * spread;
    }
    run(mixed);
  }
  return elite[0];
}

interface Run extends Pick<LaidOut, 'makespan' | 'starts'> {
  readonly steps: number;
}

/** Runs of a small workload by the order of its tasks: one that was run is not run again, and counts as if it were. */
class KnownRuns {
  private readonly runs = new Map<string, Run>();
  private readonly open: readonly number[];

  constructor(size: number, begun: readonly Running[]) {
    const isBegun = new Set(begun.map(({ task }) => task));
    this.open = Array.from({ length: size }, (_, no) => no).filter((no) => !isBegun.has(no));
  }

  run(order: Float64Array, effort: Effort, runOnce: (order: Float64Array) => Run): Run {
    const key = [...this.open].sort((a, b) => order[a]! - order[b]! || a - b).join();
    const known = this.runs.get(key);
    if (known) {
      effort.spent += known.steps;
      return known;
    }
    const run = runOnce(order);
    if (!effort.isSpent) this.runs.set(key, run);
    return run;
  }
}

/** Runs a workload out in an order, from what runs already; the makespan is endless where the effort is spent before. */
export function runWithin(
  workload: Workload,
  keys: Float64Array,
  effort: Effort,
  begun = NONE,
  grouping = groupTasks(workload),
): Omit<Schedule, 'lowerBound'> {
  effort.spent += RUN_STEPS * workload.size;
  const { limit = Number.POSITIVE_INFINITY, durations, workers } = workload;
  const dispatcher = new Dispatcher(
    { ...workload, limit: limit - begun.length },
    { keys, effort, grouping },
    begun.length > 0 ? stateOf(workload, begun) : undefined,
  );
  const witness = { start: () => undefined, end: () => undefined, decide: () => !effort.isSpent };
  const ends = begun.map(({ task, worker }) => ({ task, endsAt: durations[task]! / workers[worker]!.speed }));
  return runOut(workload, dispatcher, witness, ends);
}

function stateOf({ workers, durations }: Workload, begun: readonly Running[]): DispatcherState {
  const workerOf = new Map(begun.map(({ task, worker }) => [task, worker]));
  const freeSlots = workers.map(({ slots }) => slots);
  for (const { worker } of begun) freeSlots[worker]! -= 1;
  return {
    freeSlots,
    of: (no) => (workerOf.has(no) ? 'busy' : 'pending'),
    workerOf: (no) => workerOf.get(no)!,
    endsAtOf: (no) => durations[no]! / workers[workerOf.get(no)!]!.speed,
  };
}
