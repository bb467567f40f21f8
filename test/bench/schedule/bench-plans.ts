import { Random } from '../../../runtime/core/schedule/random';
import type { Bar } from '../bars';
import { printTable } from '../figures';
import { boundOf } from './bound-of';
import { HEAVY_TAILS, randomPlan } from './generate/random-plan';
import { mostAbove, RATIO_HEAD, ratioRow } from './ratios';
import { type PlainRule, plainMakespan } from './reference';
import { simulated } from './simulated';

/** S4: generated plans whose durations have heavy tails, against the lower bound. */
export function benchPlans(isQuick: boolean): readonly Bar[] {
  const sizes = isQuick ? [60, 120] : [60, 120, 240, 480];
  const cases = Object.entries(HEAVY_TAILS).flatMap(([tail, timeOf], at) =>
    sizes.flatMap((size) =>
      [2, 4, 8, 16].flatMap((workers) =>
        [1, 2, 3].map((seed) => {
          const instance = randomPlan(new Random(seed + 10 * size + 10_000 * at), size, timeOf);
          return { tail, instance, workers, bound: boundOf(instance, workers) };
        }),
      ),
    ),
  );
  const shares = (makespanOf: (one: (typeof cases)[number]) => number): readonly number[] =>
    cases.map((one) => makespanOf(one) / one.bound);
  const plain = (rule: PlainRule) => shares(({ instance, workers }) => plainMakespan(instance, workers, rule));
  const online = shares(({ instance, workers }) => simulated(instance, workers, { mode: 'online' }));
  const planned = shares(({ instance, workers }) => simulated(instance, workers, { mode: 'planned' }));
  printTable(
    `S4: ${cases.length} plans with heavy tails (${Object.keys(HEAVY_TAILS).join('; ')}), ${sizes.join(', ')} tasks on 2 to 16 workers: makespan ÷ lower bound`,
    RATIO_HEAD,
    [
      ratioRow('waves, plain', plain('waves')),
      ratioRow('FIFO, plain', plain('fifo')),
      ratioRow('b-level, plain', plain('b-level')),
      ratioRow('S4 nightshift online', online, 1.02),
      ratioRow('S4 nightshift planned', planned, 1.02),
    ],
  );
  return [mostAbove('S4 online', online, 2), mostAbove('S4 planned', planned, 2)];
}
