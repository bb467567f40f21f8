import { bottomLevels, dependencyCounts, topologicalOrder } from './levels';
import type { Workload } from './workload';

/**
 * The place of each task in the order of urgency, 0 first: priority, then `urgencies`, then document order. Every task has
 * a place of its own. Cost: n log n.
 */
export function urgencyRanks(workload: Workload): Float64Array {
  const { size, priorities } = workload;
  const urgent = urgencies(workload);
  return ranksBy(size, (a, b) => (priorities ? priorities[b]! - priorities[a]! : 0) || urgent[b]! - urgent[a]!);
}

/**
 * How urgent each task is, in units of time: about its b-level, the longest way to the end. Two things are added to it.
 * Ways that are nearly as long count a little, since estimates are wrong and any of them may turn out the longest: the
 * 8-norm of the ways behind a task stands for their maximum. And half of the work that a task opens for each slot counts,
 * because what opens work keeps slots busy. Without estimates that second part decides nearly alone.
 *
 * Source: R-5; measured on the Standard Task Graph Set (docs/scheduling.md). Cost: linear.
 */
export function urgencies({ dependents, estimates, workers, limit, size }: Workload): Float64Array {
  const { starts, nos } = dependents;
  const order = topologicalOrder(dependents);
  const counts = dependencyCounts(dependents);
  const levels = bottomLevels(dependents, estimates, order);
  const slots = workers.reduce((sum, worker) => sum + worker.slots, 0);
  const perSlot = 0.5 / Math.max(1, Math.min(slots, limit ?? slots, size));
  const ways = new Float64Array(size);
  const opened = new Float64Array(size);
  const urgent = new Float64Array(size);
  for (let at = order.length - 1; at >= 0; at--) {
    const no = order[at]!;
    const longest = levels[no]! - estimates[no]!;
    let near = 0;
    let work = estimates[no]!;
    for (let edge = starts[no]!; edge < starts[no + 1]!; edge++) {
      const dependent = nos[edge]!;
      const part = longest > 0 ? ways[dependent]! / longest : 0;
      near += part ** 8;
      work += opened[dependent]! / counts[dependent]!;
    }
    ways[no] = estimates[no]! + longest * near ** 0.125;
    opened[no] = work;
    urgent[no] = ways[no]! + perSlot * work;
  }
  return urgent;
}

/** Places from an order; equals in order of their numbers. */
export function ranksBy(size: number, compare: (a: number, b: number) => number): Float64Array {
  const order = Array.from({ length: size }, (_, no) => no).sort((a, b) => compare(a, b) || a - b);
  const ranks = new Float64Array(size);
  for (let at = 0; at < size; at++) ranks[order[at]!] = at;
  return ranks;
}
