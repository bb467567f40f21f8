import { flatRows, turnRows } from '../../../runtime/core/schedule/flat-rows';
import { planAhead } from '../../../runtime/core/schedule/plan-ahead';
import { Random } from '../../../runtime/core/schedule/random';
import { simulate } from '../../../runtime/core/schedule/simulate';
import type { ScheduleMode, Workload } from '../../../runtime/core/schedule/workload';
import type { Bar } from '../bars';
import { ms, printTable, quantile } from '../figures';
import { cpuMs } from './fresh-turns';
import { randomPlan } from './generate/random-plan';
import { RATIO_HEAD, ratioRow } from './ratios';

const FILES = ['src/', 'docs/', 'test/', 'web/', 'api/'];
/** How long a planning pass may take. */
const MOST_MS = 10;

/** Plans as on a small farm: two common hosts, a fast one, one with a GPU; a quarter of the tasks writes files that others write too. */
export function benchUnlike(isQuick: boolean): readonly Bar[] {
  const sizes = isQuick ? [40] : [40, 80, 160];
  const cases = sizes.flatMap((size) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => farmPlan(new Random(seed + 100 * size), size)),
  );
  const bounds = cases.map((one) => simulate(one, { mode: 'online', seed: 1, noise: 0 }).lowerBound);
  const shares = (mode: ScheduleMode) =>
    cases.map((one, at) => simulate(one, { mode, seed: 1, noise: 0 }).makespan / bounds[at]!);
  const [online, planned] = [shares('online'), shares('planned')];
  const times = cases.map((one) => {
    const from = cpuMs();
    planAhead(one, { seed: 1 });
    return cpuMs() - from;
  });
  printTable(
    `${cases.length} plans of ${sizes.join(', ')} tasks with files on unlike workers: makespan ÷ lower bound`,
    RATIO_HEAD,
    [
      ratioRow('waves', shares('waves')),
      ratioRow('FIFO', shares('fifo')),
      ratioRow('nightshift online', online),
      ratioRow('nightshift planned', planned),
    ],
  );
  console.log(`A planning pass: ${ms(quantile(times, 0.5))} of processor time, ${ms(Math.max(...times))} at most`);
  const longer = planned.filter((share, at) => share > online[at]! + 1e-9).length;
  const bars: Bar[] = [{ name: 'plans made longer by the planning pass', measured: longer, most: 0, unit: '' }];
  return isQuick
    ? bars
    : [...bars, { name: 'planning pass, median', measured: quantile(times, 0.5), most: MOST_MS, unit: ' ms' }];
}

function farmPlan(random: Random, size: number): Workload {
  const { durations, predecessors } = randomPlan(random, size, (from) => 10 * Math.exp(0.7 * from.normal()));
  const times = Float64Array.from(durations);
  return {
    size,
    dependents: turnRows(flatRows(predecessors)),
    estimates: times,
    durations: times,
    workers: [
      { slots: 2, capabilities: [], speed: 1 },
      { slots: 2, capabilities: [], speed: 1 },
      { slots: 1, capabilities: [], speed: 2 },
      { slots: 1, capabilities: ['gpu'], speed: 1 },
    ],
    needs: durations.map(() => (random.next() < 0.15 ? ['gpu'] : [])),
    files: durations.map(() => (random.next() < 0.25 ? [FILES[random.below(FILES.length)]!] : [])),
  };
}
