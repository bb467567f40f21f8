import { newExecution } from '../../../runtime/core/execution/apply-event';
import { asExecutionId } from '../../../runtime/core/ids';
import { Dispatcher } from '../../../runtime/core/schedule/dispatcher';
import type { Moment } from '../../../runtime/core/schedule/explain-waits';
import { flatRows, turnRows } from '../../../runtime/core/schedule/flat-rows';
import { forecast } from '../../../runtime/core/schedule/forecast';
import { forecastExecution } from '../../../runtime/core/schedule/forecast-execution';
import { learnEstimates } from '../../../runtime/core/schedule/learnt-estimates';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { Random } from '../../../runtime/core/schedule/random';
import { taskKind } from '../../../runtime/core/schedule/task-kind';
import { urgencyKeys } from '../../../runtime/core/schedule/urgency';
import { runOut } from '../../../runtime/core/schedule/virtual-clock';
import type { Workload } from '../../../runtime/core/schedule/workload';
import { slots } from '../../core/schedule/workloads';
import { OPTIONS, START } from '../../support/kernel-story';
import { smallPlan } from '../../support/small-plan';
import { loopMakespan } from './loop-run';

type Factor = (random: Random) => number;

/** Factors by which real times differ from estimates: families and spreads, none of which the forecast draws from. */
export const FAMILIES: Readonly<Record<string, Factor>> = {
  'log-normal, σ = 0.3': (random) => Math.exp(0.3 * random.normal()),
  'log-normal, σ = 0.8': (random) => Math.exp(0.8 * random.normal()),
  'Weibull, shape 2': (random) => 1.5 * Math.sqrt(-Math.log(1 - random.next())),
  'Weibull, shape 0.8': (random) => (-Math.log(1 - random.next())) ** 1.25,
  'uniform, 0.2 to 1.8': (random) => 0.2 + 1.6 * random.next(),
  'two humps, one in five 3 to 5 × as long': (random) =>
    random.next() < 0.8 ? 0.6 + 0.2 * random.next() : 3 + 2 * random.next(),
  'Pareto, α = 2.2': (random) => 0.55 * (1 - random.next()) ** (-1 / 2.2),
};

/** Tasks that are over when the forecast is made. */
const SEEN = 24;

/** How often the end lay within the interval: of all, and of the forecasts that did not say that they guess. */
export interface Coverage {
  readonly family: string;
  readonly trials: number;
  readonly founded: number;
  readonly inside: number;
  readonly insideOfAll: number;
}

/** A forecast and when the plan was really over. */
interface Trial {
  readonly low: number;
  readonly high: number;
  readonly isFounded: boolean;
  readonly end: number;
}

/**
 * Forecasts in the middle of a run: a plan with estimates runs until 24 of its tasks are over, which
 * are the short ones rather than the long, and what runs then has run for as long as it has.
 */
export function coverageInPlan(trials: number): readonly Coverage[] {
  return coverage(trials, 0, (random, factor, seed) => midRun(anyPlan(random, factor), seed));
}

function midRun(workload: Workload, seed: number): Trial {
  const began = new Float64Array(workload.size).fill(Number.POSITIVE_INFINITY);
  const ended = new Float64Array(workload.size);
  const { makespan } = runOut(workload, new Dispatcher(workload, { keys: urgencyKeys(workload) }), {
    start: (no, now) => {
      began[no] = now;
    },
    end: (no, now) => {
      ended[no] = now;
    },
    decide: () => undefined,
  });
  const now = [...ended].sort((a, b) => a - b)[SEEN - 1]!;
  const of = (no: number) => (ended[no]! <= now ? 'over' : began[no]! < now ? 'busy' : 'pending');
  const all = [...ended.keys()];
  const own = all
    .filter((no) => of(no) === 'over')
    .map((no) => Math.log((ended[no]! - began[no]!) / workload.estimates[no]!));
  const busy = all.filter((no) => of(no) === 'busy').length;
  const progress = {
    of,
    workerOf: () => 0,
    elapsedOf: (no: number) => now - began[no]!,
    freeSlots: [workload.workers[0]!.slots - busy],
  } as const;
  return { ...forecast({ workload, errors: { own }, progress, seed, runs: 80 }), end: makespan - now };
}

const FILES = ['src/', 'docs/', 'test/', 'web/', 'api/'];

/**
 * The same as the status tells it: every step of the plan is taken by the code that runs plans, a quarter of its tasks write files that
 * others write too, and estimates are moved by what was learnt until then.
 */
export function coverageAsTold(trials: number): readonly Coverage[] {
  return coverage(trials, 5_000, (random, factor) => {
    const { size, dependents, estimates, durations, workers } = anyPlan(random, factor);
    const { starts, nos } = turnRows(dependents);
    const predecessors = Array.from({ length: size }, (_, no) => [...nos.slice(starts[no]!, starts[no + 1]!)]);
    const files = predecessors.map(() => (random.next() < 0.25 ? [FILES[random.below(FILES.length)]!] : []));
    const ids = predecessors.map((_, no) => `t${no}`);
    let told: Trial | undefined;
    const seen = (moment: Moment, now: number) => {
      if (told || moment.execution.tasks.filter(({ status }) => status === 'completed').length < SEEN) return;
      told = { ...forecastExecution({ ...moment, forecastRuns: 80 })!, end: now };
    };
    const makespan = loopMakespan({ ids, durations: [...durations], predecessors }, workers[0]!.slots, {
      estimates,
      files,
      seen,
    });
    return { ...told!, end: makespan - told!.end };
  });
}

/** Forecasts at the start, from earlier plans whose errors were of the next family, of another spread: nobody could know. */
export function coverageFromUnlike(trials: number): readonly Coverage[] {
  const factors = Object.values(FAMILIES);
  return coverage(trials, 3_000, (random, factor, seed) => {
    const other = factors[(factors.indexOf(factor) + 1) % factors.length]!;
    const earlier = Array.from({ length: SEEN }, () => Math.log(other(random)));
    const workload = anyPlan(random, factor);
    return { ...forecast({ workload, errors: { own: [], earlier }, seed, runs: 80 }), end: endOf(workload) };
  });
}

/** Forecasts of a plan without estimates that has just begun: all that is known are tasks of earlier executions. */
export function coverageFromHistory(trials: number): readonly Coverage[] {
  return coverage(trials, 7_000, (random, factor) => {
    const lines = Array.from({ length: 20 + random.below(20) }, (_, no) =>
      no < 4 || random.next() < 0.4 ? `t${no}` : `t${no}<t${random.below(no)}`,
    );
    const plan = smallPlan(lines);
    const shape = planShape(plan);
    const kind = taskKind(plan.tasks[0]!, OPTIONS);
    shape.memory.history = new Map([[kind, Array.from({ length: SEEN }, () => 10 * factor(random))]]);
    const id = asExecutionId('01900000-0000-7000-8000-0000000000ee');
    const execution = { ...newExecution(id, plan, OPTIONS, START), status: 'running', startedAt: START } as const;
    const expected = forecastExecution({ execution, shape, nowMs: Date.parse(START) })!;
    const { minutes } = learnEstimates(execution, shape);
    const end = endOf({
      size: lines.length,
      dependents: shape.graph.dependentRows,
      estimates: minutes,
      durations: minutes.map(() => 10 * factor(random)),
      workers: slots(OPTIONS.maxParallel),
    });
    return { ...expected, end };
  });
}

function coverage(
  trials: number,
  firstSeed: number,
  tryOnce: (random: Random, factor: Factor, seed: number) => Trial,
): readonly Coverage[] {
  return Object.entries(FAMILIES).map(([family, factor], no) => {
    let [founded, inside, insideOfAll] = [0, 0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const { low, high, isFounded, end } = tryOnce(new Random(firstSeed + 100_000 * no + trial), factor, trial);
      const isInside = low <= end && end <= high;
      if (isInside) insideOfAll += 1;
      if (!isFounded) continue;
      founded += 1;
      if (isInside) inside += 1;
    }
    return { family, trials, founded, inside, insideOfAll };
  });
}

/** All families together. */
export function overall(of: readonly Coverage[]): Coverage {
  const sum = (key: Exclude<keyof Coverage, 'family'>): number => of.reduce((total, one) => total + one[key], 0);
  return {
    family: 'all',
    trials: sum('trials'),
    founded: sum('founded'),
    inside: sum('inside'),
    insideOfAll: sum('insideOfAll'),
  };
}

const endOf = (workload: Workload): number =>
  runOut(workload, new Dispatcher(workload, { keys: urgencyKeys(workload) })).makespan;

function anyPlan(random: Random, factor: Factor): Workload {
  const size = 60 + random.below(40);
  const rows = Array.from({ length: size }, (_, no) =>
    [...new Set(Array.from({ length: random.below(4) }, () => random.below(no + 1)))].filter((on) => on < no),
  );
  const estimates = Float64Array.from({ length: size }, () => 5 + random.below(56));
  const durations = estimates.map((estimate) => estimate * factor(random));
  return { size, dependents: turnRows(flatRows(rows)), estimates, durations, workers: slots(2 + random.below(5)) };
}
