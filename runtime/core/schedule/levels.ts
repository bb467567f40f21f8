import { InvariantError } from '../errors';
import type { FlatRows } from './flat-rows';

/** Tasks in an order in which each comes after all that it waits on. Cost: linear. @throws {InvariantError} on a cycle: it was checked before. */
export function topologicalOrder({ starts, nos }: FlatRows): Int32Array {
  const size = starts.length - 1;
  const open = dependencyCounts({ starts, nos });
  const order = new Int32Array(size);
  let end = 0;
  for (let no = 0; no < size; no++) if (open[no] === 0) order[end++] = no;
  for (let at = 0; at < end; at++) {
    const no = order[at]!;
    for (let edge = starts[no]!; edge < starts[no + 1]!; edge++) {
      const dependent = nos[edge]!;
      if (--open[dependent]! === 0) order[end++] = dependent;
    }
  }
  if (end < size) throw new InvariantError('SCHEDULE_CYCLE', 'A workload has tasks that wait on each other');
  return order;
}

/** On how many tasks each waits. */
export function dependencyCounts({ starts, nos }: FlatRows): Int32Array {
  const counts = new Int32Array(starts.length - 1);
  for (let at = 0; at < nos.length; at++) counts[nos[at]!]!++;
  return counts;
}

/** For each task the longest time from its start to an end of the plan, its own included (b-level). */
export function bottomLevels(
  { starts, nos }: FlatRows,
  times: ArrayLike<number>,
  order: ArrayLike<number>,
): Float64Array {
  const levels = new Float64Array(starts.length - 1);
  for (let at = order.length - 1; at >= 0; at--) {
    const no = order[at]!;
    let after = 0;
    for (let edge = starts[no]!; edge < starts[no + 1]!; edge++) {
      const level = levels[nos[edge]!]!;
      if (level > after) after = level;
    }
    levels[no] = times[no]! + after;
  }
  return levels;
}

/** `bottomLevels` on estimated times. */
export function wayLengths({
  dependents,
  estimates,
}: {
  readonly dependents: FlatRows;
  readonly estimates: Float64Array;
}): Float64Array {
  return bottomLevels(dependents, estimates, topologicalOrder(dependents));
}

/** Wave of each task, from 0: the earliest after those of all that it waits on. */
export function waveNumbers({ starts, nos }: FlatRows, order: ArrayLike<number>): Int32Array {
  const waves = new Int32Array(starts.length - 1);
  for (let at = 0; at < order.length; at++) {
    const no = order[at]!;
    const next = waves[no]! + 1;
    for (let edge = starts[no]!; edge < starts[no + 1]!; edge++) {
      const dependent = nos[edge]!;
      if (waves[dependent]! < next) waves[dependent] = next;
    }
  }
  return waves;
}
