import { bottomLevels, topologicalOrder } from './levels';
import type { Workload } from './workload';

/**
 * The place of each task in the order of urgency, 0 first: priority, then the longest way to the end on estimated times
 * (b-level), then the number of dependants, then document order. Every task has a place of its own.
 *
 * Cost: n log n.
 */
export function urgencyRanks({ dependents, estimates, priorities }: Workload): Float64Array {
  const levels = bottomLevels(dependents, estimates, topologicalOrder(dependents));
  const { starts } = dependents;
  return ranksBy(
    levels.length,
    (a, b) =>
      (priorities ? priorities[b]! - priorities[a]! : 0) ||
      levels[b]! - levels[a]! ||
      starts[b + 1]! - starts[b]! - starts[a + 1]! + starts[a]!,
  );
}

/** Places from an order; equals in order of their numbers. */
export function ranksBy(size: number, compare: (a: number, b: number) => number): Float64Array {
  const order = Array.from({ length: size }, (_, no) => no).sort((a, b) => compare(a, b) || a - b);
  const ranks = new Float64Array(size);
  for (let at = 0; at < size; at++) ranks[order[at]!] = at;
  return ranks;
}
