import { newExecution } from '../../../runtime/core/execution/apply-event';
import { asExecutionId } from '../../../runtime/core/ids';
import { Dispatcher } from '../../../runtime/core/schedule/dispatcher';
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
import { OPTIONS, START } from '../../support/kernel-story';
import { smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';
import { slots, workload } from './workloads';

/** Factors by which real times differ from estimates: none is the one that the forecast draws from. */
const FAMILIES: readonly ((random: Random) => number)[] = [
  (random) => Math.exp(0.3 * random.normal()),
  (random) => Math.exp(0.8 * random.normal()),
  (random) => 1.5 * Math.sqrt(-Math.log(1 - random.next())),
  (random) => (-Math.log(1 - random.next())) ** 1.25,
  (random) => 0.2 + 1.6 * random.next(),
  (random) => (random.next() < 0.8 ? 0.6 + 0.2 * random.next() : 3 + 2 * random.next()),
  (random) => 0.55 * (1 - random.next()) ** (-1 / 2.2),
];
const TRIALS = Number(process.env['FORECAST_TRIALS'] ?? 30);
const SEEN = 24;

function anyPlan(random: Random, factor: (random: Random) => number): Workload {
  const size = 20 + random.below(40);
  const rows = Array.from({ length: size }, (_, no) =>
    [...new Set(Array.from({ length: random.below(4) }, () => random.below(no + 1)))].filter((on) => on < no),
  );
  const estimates = Float64Array.from({ length: size }, () => 5 + random.below(56));
  const durations = estimates.map((estimate) => estimate * factor(random));
  return { size, dependents: turnRows(flatRows(rows)), estimates, durations, workers: slots(1 + random.below(6)) };
}

describe('forecast', () => {
  it(`holds the end in about 8 of 10 cases, whatever family the errors come from, or says that it guesses${verifies('R-40')}`, () => {
    let inside = 0;
    let founded = 0;
    for (const [family, factor] of FAMILIES.entries()) {
      for (let trial = 0; trial < TRIALS; trial++) {
        const random = new Random(1_000 * family + trial);
        const plan = anyPlan(random, factor);
        const errors = Array.from({ length: SEEN }, () => Math.log(factor(random)));
        const real = runOut(plan, new Dispatcher(plan, { keys: urgencyKeys(plan) })).makespan;
        const { low, high, isFounded } = forecast({ workload: plan, errors, seed: trial, runs: 80 });
        if (!isFounded) continue;
        founded += 1;
        if (low <= real && real <= high) inside += 1;
      }
    }
    expect(founded).toBeGreaterThan(0.8 * FAMILIES.length * TRIALS);
    expect(inside / founded).toBeGreaterThanOrEqual(0.75);
    expect(inside / founded).toBeLessThanOrEqual(0.85);
  });

  it('says that it guesses where little is over, or tasks differ too much', () => {
    const plan = workload(['a', 'b<a']);
    expect(forecast({ workload: plan, errors: [0, 0.1], seed: 1 }).isFounded).toBe(false);
    const wild = Array.from({ length: 20 }, (_, no) => (no % 10 === 0 ? 4 : -1));
    expect(forecast({ workload: plan, errors: wild, seed: 1 }).isFounded).toBe(false);
  });

  it(`holds the end in about 8 of 10 cases when all that is known are earlier executions${verifies('R-40')}`, () => {
    let inside = 0;
    let founded = 0;
    for (const [family, factor] of FAMILIES.entries()) {
      for (let trial = 0; trial < TRIALS; trial++) {
        const random = new Random(7_000 + 1_000 * family + trial);
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
        if (!expected.isFounded) continue;
        founded += 1;
        const { minutes } = learnEstimates(execution, shape);
        const real: Workload = {
          size: lines.length,
          dependents: shape.graph.dependentRows,
          estimates: minutes,
          durations: minutes.map(() => 10 * factor(random)),
          workers: slots(OPTIONS.maxParallel),
        };
        const end = runOut(real, new Dispatcher(real, { keys: urgencyKeys(real) })).makespan;
        if (expected.low <= end && end <= expected.high) inside += 1;
      }
    }
    expect(founded).toBeGreaterThan(0.5 * FAMILIES.length * TRIALS);
    expect(inside / founded).toBeGreaterThanOrEqual(0.75);
    expect(inside / founded).toBeLessThanOrEqual(0.85);
  });

  it('is the same for the same seed, and exact where estimates were', () => {
    const plan = workload(['a:3', 'b<a:4', 'c:2']);
    const errors = new Array<number>(20).fill(0);
    const one = forecast({ workload: plan, errors, seed: 3 });
    expect(forecast({ workload: plan, errors, seed: 3 })).toEqual(one);
    expect([one.low, one.middle, one.high]).toEqual([7, 7, 7]);
  });
});
