import { Dispatcher } from './dispatcher';
import type { DispatcherRules, DispatcherState } from './dispatcher-rules';
import type { Effort } from './effort';
import { ExactSearch, MOST_EXACT } from './exact-search';
import { FileClaims } from './file-claims';
import { type Delayer, delayersIn, type FileYields, NO_YIELDS, type Spans, Yielding } from './file-yields';
import { type FlatRows, turnRows } from './flat-rows';
import { bottomLevels, topologicalOrder } from './levels';
import type { LaidOut } from './planning-search';
import { projectOf } from './project';
import type { Random } from './random';
import { groupTasks, type TaskGrouping } from './task-groups';
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
  /** An order that is tried, too. */
  readonly known?: { readonly keys: Float64Array; readonly pairs: Pairs };
}

const NONE: readonly Running[] = [];

/** A schedule, the order in which the dispatcher makes it, and who leaves files to whom in it. */
export interface Ordered extends LaidOut {
  readonly keys: Float64Array;
  readonly yields: FileYields;
}

/** Who leaves a file to whom, by the task that waits: without an end, while orders are tried. */
type Pairs = ReadonlyMap<number, number>;

interface Tried extends Spans {
  readonly makespan: number;
  readonly keys: Float64Array;
  readonly pairs: Pairs;
}

const NO_PAIRS: Pairs = new Map();
/** By how much leaving files to others must shorten a schedule: estimates are never quite right. Measured. */
const YIELDS_PAY = 0.02;
/** Delays by files that are looked at in the first schedule, the longest first. */
const MOST_DELAYS = 4;
/** What of the effort looking at them may take. */
const DELAYS_SHARE = 0.1;
/** How often who leaves files to whom is changed, and not the order alone. */
const YIELD_SHARE = 0.1;
/** How much longer than planned a task waits for the one that goes first, as a part of the time until that one was to start. */
const PATIENCE = 0.25;

/** What a schedule counts as where one that leaves files to nobody is another choice. */
const costOf = ({ makespan, pairs }: Pick<Tried, 'makespan' | 'pairs'>): number =>
  makespan * (pairs.size > 0 ? 1 + YIELDS_PAY : 1);

/**
 * Looks for an order of urgency in which the dispatcher itself makes a shorter schedule: for plans in which more than slots and
 * resources decides who may run where (files, capabilities, unlike workers).
 *
 * *Algorithm*: the order of urgency and that of latest starts are run out on a virtual clock. Where a task kept another one from a
 * file that was ready soon after it, the schedule is run again with that file left to the other one, the longest delays first. Then,
 * of the best few, one is taken, or two are crossed at a moment, its order is shaken a little, or one more file is left to somebody,
 * or one less, and it is run out again, until the effort is spent, in the middle of a run, too, or the lower bound is met. Of a few
 * tasks on slots alone, all schedules are looked through first (`ExactSearch`).
 *
 * @returns Undefined where the effort does not suffice for one run, or a task finds no place ever.
 */
export function searchOrder(workload: Workload, keys: Float64Array, options: OrderSearch): Ordered | undefined {
  return new OrderTrials(workload, options).search(keys);
}

class OrderTrials {
  private readonly believed: Workload;
  private readonly grouping: TaskGrouping;
  private readonly dependencies: FlatRows;
  /** Those that write files and have not begun. */
  private readonly writers: readonly number[];
  private readonly files: FileClaims;
  private readonly elite: Tried[] = [];
  private readonly known: KnownRuns | undefined;

  constructor(
    private readonly workload: Workload,
    private readonly options: OrderSearch,
  ) {
    const { size, estimates, files, dependents } = workload;
    const { effort, begun = NONE } = options;
    this.believed = { ...workload, durations: estimates };
    this.grouping = groupTasks(workload);
    this.dependencies = turnRows(dependents);
    this.files = new FileClaims((no) => files?.[no] ?? [], effort);
    const isBegun = new Set(begun.map(({ task }) => task));
    this.writers = Array.from({ length: size }, (_, no) => no).filter(
      (no) => !isBegun.has(no) && this.files.of(no).length > 0,
    );
    this.known = size - begun.length <= MOST_REMEMBERED ? new KnownRuns(size, begun) : undefined;
  }

  search(keys: Float64Array): Ordered | undefined {
    const { elite } = this;
    const { effort, bound, known } = this.options;
    const { dependents, estimates } = this.workload;
    this.run(keys, NO_PAIRS);
    if (elite.length === 0) return undefined;
    this.run(
      bottomLevels(dependents, estimates, topologicalOrder(dependents)).map((level) => -level),
      NO_PAIRS,
    );
    if (known) this.run(known.keys, known.pairs);
    this.leaveLongest();
    this.lookThroughAll();
    while (!effort.isSpent && elite[0]!.makespan > bound * (1 + 1e-9)) this.run(...this.mix());
    return this.bare(elite[0]!);
  }

  private run(order: Float64Array, pairs: Pairs): void {
    const { elite } = this;
    const runOnce = () => this.runOnce(order, pairs);
    const { makespan, starts, ends } = this.known
      ? this.known.run(order, pairs, this.options.effort, runOnce)
      : runOnce();
    // What could never be placed keeps no start of its own.
    if (!Number.isFinite(makespan) || starts.some(Number.isNaN)) return;
    const one = { makespan, starts, ends, keys: order.slice(), pairs };
    const at = elite.findIndex((other) => costOf(one) < costOf(other));
    elite.splice(at < 0 ? elite.length : at, 0, one);
    elite.length = Math.min(elite.length, ELITE);
  }

  private runOnce(order: Float64Array, pairs: Pairs): Run {
    const { effort, begun = NONE } = this.options;
    const { estimates, workers: places } = this.workload;
    const before = effort.spent;
    const { makespan, starts, workers } = runWithin(this.believed, {
      keys: order,
      effort,
      begun,
      grouping: this.grouping,
      yields: new Map([...pairs].map(([no, to]) => [no, { to, until: Number.POSITIVE_INFINITY }])),
    });
    for (const { task, worker } of begun) {
      starts[task] = 0;
      workers[task] = worker;
    }
    const ends = starts.map((start, no) => start + estimates[no]! / (places[workers[no]!]?.speed ?? 1));
    return { makespan, starts, ends, steps: effort.spent - before };
  }

  /** Leaves the files that cost most to those that they cost it, one after the other, as long as that shortens the schedule. */
  private leaveLongest(): void {
    const { effort } = this.options;
    const most = effort.spent + (effort.most - effort.spent) * DELAYS_SHARE;
    for (let found = 0; found < MOST_DELAYS && effort.spent < most; found++) {
      const best = this.elite[0]!;
      const delayer = this.delayers(best)[found];
      if (!delayer) return;
      this.run(...this.withLeft(best, delayer));
      if (this.elite[0] !== best) found = -1;
    }
  }

  /** Of a few tasks on slots alone: every schedule that is shorter is brought to the dispatcher, with the files left as in it. */
  private lookThroughAll(): void {
    const { workload, elite } = this;
    const { effort, bound, begun = NONE } = this.options;
    const project = workload.size <= MOST_EXACT ? projectOf({ ...workload, files: [] }) : undefined;
    if (!project || effort.isSpent) return;
    const clash = (one: number, other: number) => this.files.overlap(one, other);
    const first = begun.map(({ task }) => task);
    new ExactSearch(project, effort, first, clash).search({ bound, below: elite[0]!.makespan }, (starts) => {
      this.run(starts, NO_PAIRS);
      this.run(starts, this.pairsIn(starts));
      return elite[0]!.makespan;
    });
  }

  /** Who goes before whom of those that write the same: of several the last one. */
  private pairsIn(starts: Float64Array): Pairs {
    const { writers } = this;
    const byStart = [...writers].sort((one, other) => starts[one]! - starts[other]!);
    return new Map(
      byStart.flatMap((no, at) => {
        const before = byStart.slice(0, at).findLast((other) => this.files.overlap(no, other));
        return before === undefined ? [] : [[no, before] as const];
      }),
    );
  }

  private delayers(of: Tried): readonly Delayer[] {
    return delayersIn(of, this.dependencies, this.writers, this.files, this.options.effort);
  }

  /** The same, with a file left to the one that was kept from it, which goes first. */
  private withLeft({ starts, pairs }: Tried, { task, delayed }: Delayer): [Float64Array, Pairs] {
    const order = starts.slice();
    order[delayed] = Math.min(order[delayed]!, order[task]!);
    return [order, new Map([...pairs, [task, delayed]])];
  }

  /** The order of one of the best, or of two crossed at a moment, shaken, or with other files left to others. */
  private mix(): [Float64Array, Pairs] {
    const { elite, workload } = this;
    const { random } = this.options;
    const one = elite[random.below(elite.length)]!;
    if (this.writers.length > 1 && random.next() < YIELD_SHARE) {
      const delayers = this.delayers(one);
      const at = random.below(delayers.length + one.pairs.size + 1);
      if (at < delayers.length) return this.withLeft(one, delayers[at]!);
      const pairs = [...one.pairs].filter((_, no) => no !== at - delayers.length);
      if (pairs.length < one.pairs.size) return [one.starts.slice(), new Map(pairs)];
    }
    const other = elite[random.below(elite.length)]!;
    const cut = random.next() * one.makespan;
    const spread = SPREADS[random.below(SPREADS.length)]! * one.makespan;
    const mixed = new Float64Array(workload.size);
    for (let no = 0; no < workload.size; no++) {
      const start = one.starts[no]!;
      mixed[no] = (start < cut ? start : Math.max(cut, other.starts[no]!)) + (random.next() - 0.5) * spread;
    }
    return [mixed, one.pairs];
  }

  /** A schedule in which nobody leaves a file for nothing. */
  private bare(of: Tried): Ordered {
    let { makespan, starts, keys, pairs } = of;
    for (const no of of.pairs.keys()) {
      const fewer = new Map([...pairs].filter(([other]) => other !== no));
      const run = this.runOnce(keys, fewer);
      if (run.makespan <= makespan) ({ makespan, starts, pairs } = { ...run, pairs: fewer });
    }
    const yields = new Map([...pairs].map(([no, to]) => [no, { to, until: (1 + PATIENCE) * starts[to]! }]));
    return { makespan, starts, keys, yields };
  }
}

interface Run extends Spans {
  readonly makespan: number;
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

  run(order: Float64Array, pairs: Pairs, effort: Effort, runOnce: () => Run): Run {
    const places = [...this.open].sort((a, b) => order[a]! - order[b]! || a - b);
    const key = `${places} ${[...pairs].sort(([a], [b]) => a - b)}`;
    const known = this.runs.get(key);
    if (known) {
      effort.spent += known.steps;
      return known;
    }
    const run = runOnce();
    if (!effort.isSpent) this.runs.set(key, run);
    return run;
  }
}

/** How a workload is run out. */
export interface OrderRun {
  readonly keys: Float64Array;
  readonly effort: Effort;
  readonly begun?: readonly Running[];
  readonly grouping?: TaskGrouping;
  readonly yields?: FileYields;
}

/** Runs a workload out in an order, from what runs already; the makespan is endless where the effort is spent before. */
export function runWithin(
  workload: Workload,
  { keys, effort, begun = NONE, grouping = groupTasks(workload), yields = NO_YIELDS }: OrderRun,
): Omit<Schedule, 'lowerBound'> {
  effort.spent += RUN_STEPS * workload.size;
  const { limit = Number.POSITIVE_INFINITY, durations, workers } = workload;
  const dispatcher = new Dispatcher(
    { ...workload, limit: limit - begun.length },
    { keys, effort, grouping, ...(yields.size > 0 ? yieldRules(yields) : {}) },
    begun.length > 0 ? stateOf(workload, begun) : undefined,
  );
  const witness = { start: () => undefined, end: () => undefined, decide: () => !effort.isSpent };
  const ends = begun.map(({ task, worker }) => ({ task, endsAt: durations[task]! / workers[worker]!.speed }));
  return runOut(workload, dispatcher, witness, ends);
}

/** What a dispatcher goes by where files are left to others. */
function yieldRules(yields: FileYields): Pick<DispatcherRules, 'yieldsTo' | 'hasStarted'> {
  const yielding = new Yielding(yields);
  return { yieldsTo: (no, now) => yielding.of(no, now), hasStarted: (no) => yielding.started(no) };
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
