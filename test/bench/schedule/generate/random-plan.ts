import type { Random } from '../../../../runtime/core/schedule/random';
import type { Instance } from '../instances/instance';

/** How far back a task looks for what it waits on. */
const WINDOW = 40;

/** How long tasks take, most of them shortly and a few very long. */
export const HEAVY_TAILS: Readonly<Record<string, (random: Random) => number>> = {
  /** A tenth of the tasks is half of the work. */
  'log-normal, σ = 1.5': (random) => Math.exp(1.5 * random.normal()),
  /** Without a finite variance. */
  'Pareto, α = 1.5': (random) => (1 - random.next()) ** (-1 / 1.5),
};

/** A plan as people write them: up to three dependencies, on tasks that stand not far before. */
export function randomPlan(random: Random, size: number, timeOf: (random: Random) => number): Instance {
  const tasks = Array.from({ length: size }, (_, no) => no);
  return {
    ids: tasks.map((no) => `task-${no + 1}`),
    durations: tasks.map(() => timeOf(random)),
    predecessors: tasks.map((no) => {
      const on = Array.from({ length: random.below(4) }, () => no - 1 - random.below(WINDOW));
      return [...new Set(on.filter((one) => one >= 0))];
    }),
  };
}
