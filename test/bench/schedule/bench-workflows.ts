import { Random } from '../../../runtime/core/schedule/random';
import type { Bar } from '../bars';
import { printTable } from '../figures';
import { boundOf } from './bound-of';
import { WORKFLOWS } from './generate/workflows';
import { mostAbove, ratiosOf } from './ratios';
import { plainMakespan } from './reference';
import { simulated } from './simulated';

/** S6: generated workflows in the shape of scientific applications, against the lower bound. */
export function benchWorkflows(isQuick: boolean): readonly Bar[] {
  const sizes = isQuick ? [50, 100] : [50, 100, 250, 500];
  const shares: Record<'waves' | 'b-level' | 'online' | 'planned', number[]> = {
    waves: [],
    'b-level': [],
    online: [],
    planned: [],
  };
  const rows = Object.entries(WORKFLOWS).map(([name, generate], at) => {
    const cases = sizes.flatMap((size) =>
      [4, 8, 16, 32].flatMap((workers) =>
        [1, 2].map((seed) => {
          const instance = generate(new Random(seed + 10 * size + 10_000 * at), size);
          return { instance, workers, bound: boundOf(instance, workers) };
        }),
      ),
    );
    const columns = {
      waves: cases.map(({ instance, workers, bound }) => plainMakespan(instance, workers, 'waves') / bound),
      'b-level': cases.map(({ instance, workers, bound }) => plainMakespan(instance, workers, 'b-level') / bound),
      online: cases.map(({ instance, workers, bound }) => simulated(instance, workers, { mode: 'online' }) / bound),
      planned: cases.map(({ instance, workers, bound }) => simulated(instance, workers, { mode: 'planned' }) / bound),
    };
    for (const key of Object.keys(shares) as (keyof typeof shares)[]) shares[key].push(...columns[key]);
    return [name, String(cases.length), ...Object.values(columns).map((all) => ratiosOf(all).mean.toFixed(4))];
  });
  const mean = (key: keyof typeof shares): number => ratiosOf(shares[key]).mean;
  const count = String(shares.online.length);
  const reached = (key: keyof typeof shares, most: number) => `≤ ${most}: ${mean(key) <= most ? 'yes' : 'NO'}`;
  printTable(
    `S6: workflows of ${sizes.join(', ')} tasks on 4 to 32 workers: makespan ÷ lower bound, mean`,
    ['', 'instances', 'waves, plain', 'b-level, plain', 'online', 'planned'],
    [
      ...rows,
      ['all', count, ...(['waves', 'b-level', 'online', 'planned'] as const).map((key) => mean(key).toFixed(4))],
      ['goal', '', '', '', reached('online', 1.056), reached('planned', 1.047)],
    ],
  );
  return [mostAbove('S6 online', shares.online, 5.6), mostAbove('S6 planned', shares.planned, 4.7)];
}
