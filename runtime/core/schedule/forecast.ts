import { Dispatcher } from './dispatcher';
import type { TaskStanding } from './dispatcher-rules';
import { ErrorSampler, type SeenErrors } from './error-sampler';
import { lowerBound } from './lower-bound';
import { Random } from './random';
import { groupTasks } from './task-groups';
import { urgencyKeys } from './urgency';
import { type Begun, runOut, type Witness } from './virtual-clock';
import type { Workload } from './workload';

/** When a plan will be over, from now, in the unit of its estimates. */
export interface Forecast {
  /** In 8 of 10 cases it is over between `low` and `high`; in half of them before `middle`. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  /** False: of too few tasks is it known how far estimates are off, and the interval is a guess. */
  readonly isFounded: boolean;
}

export interface ForecastInput {
  /** `estimates` are what is believed; `durations` are not read. Slots are those that the plan may use. */
  readonly workload: Workload;
  /** What is already so; absent: nothing has begun. */
  readonly progress?: ForecastProgress;
  /** How far estimates were off; what runs is added from `progress`. */
  readonly errors: Omit<SeenErrors, 'atLeast'>;
  /** The plan runs in strict waves. */
  readonly waves?: Int32Array;
  readonly seed: number;
  /** How often the plan is run; `FORECAST_RUNS` unless given. */
  readonly runs?: number;
}

export interface ForecastProgress {
  readonly of: (no: number) => TaskStanding;
  /** Of busy tasks: the worker, and for how long it has run. */
  readonly workerOf: (no: number) => number;
  readonly elapsedOf: (no: number) => number;
  readonly freeSlots: readonly number[];
  /** Tasks from this number on are other executions': they hold what they have until about their ends. Absent: none. */
  readonly ownSize?: number;
}

export const FORECAST_RUNS = 200;
/** Tasks up to which a forecast keeps places as a plan that runs does: each decision looks at all that would pass. */
const MOST_WITH_PLACES = 100;

/**
 * Runs what is left of a plan many times, with errors of estimates as they were seen, through the dispatcher that decides
 * when it runs for real.
 *
 * Source: R-40. Cost: runs × the tasks left.
 */
export function forecast(input: ForecastInput): Forecast {
  const { workload, waves, seed, runs = FORECAST_RUNS } = input;
  const random = new Random(seed);
  const sampler = new ErrorSampler({ ...input.errors, atLeast: errorsOfRunning(input) });
  const rules = {
    keys: urgencyKeys(workload),
    grouping: groupTasks(workload),
    keepsPlaces: workload.size <= MOST_WITH_PLACES,
    ...(waves ? { waves } : {}),
  };
  const { ownSize = workload.size } = input.progress ?? {};
  const state = input.progress && {
    ...input.progress,
    isElsewhere: (no: number) => no >= ownSize,
    endsAtOf: (no: number) => expectedEnd(input, no, ownSize),
  };
  const ends: number[] = [];
  for (let run = 0; run < runs; run++) {
    sampler.beginRun(random);
    const durations = workload.estimates.map((estimate) => estimate * sampler.draw(random));
    const clock = lastEnd(ownSize);
    const dispatcher = new Dispatcher(workload, rules, state);
    runOut({ ...workload, durations }, dispatcher, clock, begunOf(input, sampler, random));
    ends.push(clock.at());
  }
  ends.sort((a, b) => a - b);
  return {
    low: quantile(ends, 0.1),
    middle: quantile(ends, 0.5),
    high: quantile(ends, 0.9),
    isFounded: sampler.isFounded && ownSize === workload.size,
  };
}

/** What a plan gains from running side by side. */
export interface Gain {
  /** All tasks one after the other ÷ makespan. */
  readonly speedup: number;
  /** Lower bound ÷ makespan: 1 when no scheduler could be faster. */
  readonly efficiency: number;
}

export function gainOf(workload: Workload, makespan: number): Gain {
  if (!(makespan > 0)) return { speedup: 1, efficiency: 1 };
  const serial = workload.durations.reduce((sum, time) => sum + time, 0);
  return { speedup: serial / makespan, efficiency: lowerBound(workload) / makespan };
}

/** When the last of the first tasks was over. */
function lastEnd(size: number): Witness & { readonly at: () => number } {
  let last = 0;
  return {
    start: () => undefined,
    decide: () => undefined,
    end: (no, now) => {
      if (no < size) last = now;
    },
    at: () => last,
  };
}

/** What tasks that run have taken so far, as an error of their estimates that is not over. */
function errorsOfRunning({ workload, progress }: ForecastInput): readonly number[] {
  const errors: number[] = [];
  const { ownSize = workload.size } = progress ?? {};
  for (let task = 0; task < ownSize && progress; task++) {
    const elapsed = progress.of(task) === 'busy' ? progress.elapsedOf(task) : 0;
    if (elapsed > 0) errors.push(Math.log(elapsed / estimateOn(workload, task, progress)));
  }
  return errors;
}

function begunOf({ workload, progress }: ForecastInput, sampler: ErrorSampler, random: Random): readonly Begun[] {
  const begun: Begun[] = [];
  for (let task = 0; task < workload.size && progress; task++) {
    if (progress.of(task) !== 'busy') continue;
    const estimate = estimateOn(workload, task, progress);
    // Since when other executions hold something is not known: any time of it may have passed.
    if (task >= (progress.ownSize ?? workload.size)) {
      begun.push({ task, endsAt: sampler.draw(random) * estimate * random.next() });
      continue;
    }
    const elapsed = progress.elapsedOf(task);
    begun.push({ task, endsAt: sampler.drawAbove(random, elapsed / estimate) * estimate - elapsed });
  }
  return begun;
}

/** When a task that runs is believed to be over; those of others may have begun at any time. */
function expectedEnd({ workload, progress }: ForecastInput, no: number, ownSize: number): number {
  const estimate = estimateOn(workload, no, progress!);
  return no < ownSize ? Math.max(0, estimate - progress!.elapsedOf(no)) : estimate / 2;
}

/** What a task that runs is believed to take where it runs. */
function estimateOn({ estimates, workers }: Workload, task: number, { workerOf }: ForecastProgress): number {
  return estimates[task]! / (workers[workerOf(task)]?.speed ?? 1);
}

function quantile(sorted: readonly number[], part: number): number {
  const at = part * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}
