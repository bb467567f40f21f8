import { dependencyCounts, topologicalOrder } from './levels';
import type { Workload } from './workload';

/**
 * The order of urgency as keys for the dispatcher, least first: how long the way to the end is.
 *
 * *Algorithm*: the key is about the b-level, the longest way to an end on estimated times. Two things are added to it.
 * Ways that are nearly as long count a little, since estimates are wrong and any of them may turn out the longest: the
 * 8-norm of the ways behind a task stands for their maximum. And half of the work that a task opens counts, divided by the
 * slots, because what opens work keeps slots busy. Without estimates that second part decides nearly alone.
 *
 * Source: R-5; measured on the Standard Task Graph Set (docs/scheduling.md). Cost: linear.
 */
export function urgencyKeys({ dependents, estimates, workers, limit, size }: Workload): Float64Array {
  const { starts, nos } = dependents;
  const order = topologicalOrder(dependents);
  const counts = dependencyCounts(dependents);
  const slots = workers.reduce((sum, worker) => sum + worker.slots, 0);
  const perSlot = 0.5 / Math.max(1, Math.min(slots, limit ?? slots, size));
  const ways = new Float64Array(size);
  const opened = new Float64Array(size);
  const keys = new Float64Array(size);
  for (let at = size - 1; at >= 0; at--) {
    const no = order[at]!;
    let longest = 0;
    let work = estimates[no]!;
    for (let edge = starts[no]!; edge < starts[no + 1]!; edge++) {
      const dependent = nos[edge]!;
      if (ways[dependent]! > longest) longest = ways[dependent]!;
      work += opened[dependent]! / counts[dependent]!;
    }
    let near = 0;
    for (let edge = starts[no]!; longest > 0 && edge < starts[no + 1]!; edge++)
      near += eighth(ways[nos[edge]!]! / longest);
    ways[no] = estimates[no]! + longest * Math.sqrt(Math.sqrt(Math.sqrt(near)));
    opened[no] = work;
    keys[no] = -ways[no]! - perSlot * work;
  }
  return keys;
}

function eighth(part: number): number {
  const square = part * part;
  return square * square * square * square;
}
