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
  const open = graph.dependencyCounts();
  const waveOf = new Int32Array(graph.size);
  const placed = graph.roots();
  let waveCount = placed.length > 0 ? 1 : 0;
  for (let at = 0; at < placed.length; at++) {
    const no = placed[at]!;
    for (const dependent of graph.dependents(no)) {
      if (--open[dependent]! > 0) continue;
      waveOf[dependent] = waveOf[no]! + 1;
      waveCount = waveOf[dependent]! + 1;
      placed.push(dependent);
    }
  }
  if (placed.length < graph.size) throw cycleError(graph);

  const waves: number[][] = Array.from({ length: waveCount }, () => []);
  for (let no = 0; no < graph.size; no++) waves[waveOf[no]!]!.push(no);
  return waves;
}

function cycleError(graph: TaskGraph): PlanError {
  const cycle = findCycle(graph).map((no) => graph.idOf(no));
  const path = [...cycle, cycle[0]!].join(' → ');
  return new PlanError('PLAN_CYCLE', `Tasks wait on each other: ${path}`, {
    hint: 'Remove one of these dependencies',
    details: { cycle },
  });
}
