import { Dispatcher, type TaskStanding } from './dispatcher';
import { ErrorSampler } from './error-sampler';
import { lowerBound } from './lower-bound';
import { Random } from './random';
import { groupTasks } from './task-groups';
import { urgencyKeys } from './urgency';
import { type Begun, runOut } from './virtual-clock';
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
  /** ln(real ÷ estimated time) of tasks that are over: of this plan, or of earlier ones like it. */
  readonly errors: readonly number[];
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
}

export const FORECAST_RUNS = 200;

/**
 * Runs what is left of a plan many times, with errors of estimates as they were seen, through the dispatcher that decides
 * when it runs for real.
 *
 * Source: R-40. Cost: runs × the tasks left.
 */
export function forecast(input: ForecastInput): Forecast {
  const { workload, waves, seed, runs = FORECAST_RUNS } = input;
  const random = new Random(seed);
  const sampler = new ErrorSampler(input.errors);
  const rules = { keys: urgencyKeys(workload), grouping: groupTasks(workload), ...(waves ? { waves } : {}) };
  const ends: number[] = [];
  for (let run = 0; run < runs; run++) {
    sampler.beginRun(random);
    const durations = workload.estimates.map((estimate) => estimate * sampler.draw(random));
    const dispatcher = new Dispatcher(workload, rules, input.progress);
    ends.push(runOut({ ...workload, durations }, dispatcher, undefined, begunOf(input, sampler, random)).makespan);
  }
  ends.sort((a, b) => a - b);
  return {
    low: quantile(ends, 0.1),
    middle: quantile(ends, 0.5),
    high: quantile(ends, 0.9),
    isFounded: sampler.isFounded,
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

function begunOf({ workload, progress }: ForecastInput, sampler: ErrorSampler, random: Random): readonly Begun[] {
  const begun: Begun[] = [];
  for (let task = 0; task < workload.size && progress; task++) {
    if (progress.of(task) !== 'busy') continue;
    const elapsed = progress.elapsedOf(task);
    begun.push({
      task,
      endsAt: sampler.drawAbove(random, elapsed / workload.estimates[task]!) * workload.estimates[task]! - elapsed,
    });
  }
  return begun;
}

function quantile(sorted: readonly number[], part: number): number {
  const at = part * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}
