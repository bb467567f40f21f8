import { PlanError } from '../errors';
import { findCycle } from './find-cycle';
import type { TaskGraph } from './task-graph';

/**
 * Orders a plan's tasks into waves: each task joins the earliest wave that comes after all its dependencies. Waves
 * hold task numbers of the graph, ascending (document order), so the same plan always gives the same waves; an empty
 * plan has none.
 *
 * Source: R-5. Cost: linear in tasks and dependencies.
 *
 * @throws {PlanError} `PLAN_CYCLE` when no order exists; the message names one cycle.
 */
export function planWaves(graph: TaskGraph): readonly (readonly number[])[] {
  const waveOf = wavesInOrder(graph) ?? wavesByRelease(graph);
  const waves: number[][] = [];
  for (let no = 0; no < waveOf.length; no++) {
    while (waves.length <= waveOf[no]!) waves.push([]);
    waves[waveOf[no]!]!.push(no);
  }
  return waves;
}

/** Wave of each task, where every task waits on earlier ones only, as in most plans: one pass, and no cycle is possible. */
function wavesInOrder({ size, dependencyRows: { starts, nos } }: TaskGraph): Int32Array | undefined {
  const waveOf = new Int32Array(size);
  for (let no = 0, edge = 0; no < size; no++) {
    let wave = 0;
    for (; edge < starts[no + 1]!; edge++) {
      const on = nos[edge]!;
      if (on >= no) return undefined;
      if (waveOf[on]! >= wave) wave = waveOf[on]! + 1;
    }
    waveOf[no] = wave;
  }
  return waveOf;
}

/** Wave of each task, in any order of the document: each joins when the last task that it waits on has. */
function wavesByRelease(graph: TaskGraph): Int32Array {
  const { starts, nos } = graph.dependentRows;
  const open = graph.dependencyCounts();
  const waveOf = new Int32Array(graph.size);
  const placed = new Int32Array(graph.size);
  let end = 0;
  for (let no = 0; no < graph.size; no++) if (open[no] === 0) placed[end++] = no;
  for (let at = 0; at < end; at++) {
    const no = placed[at]!;
    for (let edge = starts[no]!; edge < starts[no + 1]!; edge++) {
      const dependent = nos[edge]!;
      if (--open[dependent]! > 0) continue;
      waveOf[dependent] = waveOf[no]! + 1;
      placed[end++] = dependent;
    }
  }
  if (end < graph.size) throw cycleError(graph);
  return waveOf;
}

function cycleError(graph: TaskGraph): PlanError {
  const cycle = findCycle(graph).map((no) => graph.idOf(no));
  const path = [...cycle, cycle[0]!].join(' → ');
  return new PlanError('PLAN_CYCLE', `Tasks wait on each other: ${path}`, {
    hint: 'Remove one of these dependencies',
    details: { cycle },
  });
}
