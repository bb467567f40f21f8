/** A value, or a lower bound of one: of what still runs it is only known that it takes longer than so far. */
export interface Seen {
  readonly value: number;
  /** False: the value itself is not known yet, and is above `value`. */
  readonly isOver: boolean;
}

/** What values were seen, with the chance of each. */
export interface Survival {
  /** Ascending. */
  readonly values: readonly number[];
  /** Beside `values`; with `beyond` they add up to 1. */
  readonly chances: readonly number[];
  /** The chance of a value above all that were seen to their end. */
  readonly beyond: number;
  /** The greatest that was seen, lower bounds included. */
  readonly greatest: number;
}

/** By value; of equals those that are over come first. */
export function inOrder(seen: readonly Seen[]): readonly Seen[] {
  return [...seen].sort((a, b) => a.value - b.value || Number(b.isOver) - Number(a.isOver));
}

/**
 * How likely each value is, where some are known as lower bounds only. Who looks at finished tasks alone sees the short ones:
 * those that still run count among all that took at least as long.
 *
 * Source: Kaplan and Meier.
 *
 * @param sorted - `inOrder`.
 * @param weights - Beside it; each counts 1 unless given.
 */
export function survivalOf(sorted: readonly Seen[], weights?: ArrayLike<number>): Survival {
  const weight = (at: number): number => weights?.[at] ?? 1;
  let atRisk = 0;
  for (let at = 0; at < sorted.length; at++) atRisk += weight(at);
  let left = 1;
  const values: number[] = [];
  const chances: number[] = [];
  for (const [at, { value, isOver }] of sorted.entries()) {
    if (isOver) {
      const chance = at === sorted.length - 1 ? left : (left * weight(at)) / atRisk;
      values.push(value);
      chances.push(chance);
      left -= chance;
    }
    atRisk -= weight(at);
  }
  return { values, chances, beyond: Math.max(0, left), greatest: sorted.at(-1)?.value ?? 0 };
}

/** The value that half of all are above; the greatest lower bound where it is not known yet. `sorted` must hold one. */
export function medianOf(seen: readonly Seen[]): number {
  const { values, chances, greatest } = survivalOf(inOrder(seen));
  let below = 0;
  for (const [at, value] of values.entries()) {
    below += chances[at]!;
    if (Math.abs(below - 0.5) < 1e-9) return (value + (values[at + 1] ?? greatest)) / 2;
    if (below > 0.5) return value;
  }
  return greatest;
}
