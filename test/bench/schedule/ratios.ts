import type { Bar } from '../bars';

/** Makespans as shares of what is best, or of what nothing can be below. */
export interface Ratios {
  readonly mean: number;
  readonly worst: number;
  /** Share of the instances whose makespan is what it is measured by. */
  readonly exact: number;
}

export function ratiosOf(shares: readonly number[]): Ratios {
  return {
    mean: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    worst: Math.max(...shares),
    exact: shares.filter((share) => share <= 1 + 1e-9).length / shares.length,
  };
}

/** A row of a table: mean, worst and exact ones, and the goal where there is one. */
export function ratioRow(name: string, shares: readonly number[], most?: number): readonly string[] {
  const { mean, worst, exact } = ratiosOf(shares);
  const goal = most === undefined ? ['', ''] : [`≤ ${most}`, Number(mean.toFixed(4)) <= most ? 'yes' : 'NO'];
  return [name, mean.toFixed(4), worst.toFixed(3), `${(100 * exact).toFixed(1)} %`, ...goal];
}

/** The goal that makespans are, on average, at most so many per cent longer than what they are measured by. */
export const mostAbove = (name: string, shares: readonly number[], most: number): Bar => ({
  name,
  measured: 100 * (ratiosOf(shares).mean - 1),
  most,
  unit: ' % above',
});

export const RATIO_HEAD = ['', 'mean', 'worst', 'exact', 'goal', 'reached'];
