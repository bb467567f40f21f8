import { planWaves } from './plan-waves';
import type { TaskGraph } from './task-graph';

/** The longest chain of a plan, and how far every task is from the end. */
export interface CriticalPath {
  /** Task numbers from first to last; of equally long chains, the one that comes first in the document. */
  readonly path: readonly number[];
  /** The chain's length: no number of workers can be faster. */
  readonly minutes: number;
  /** For each task the longest minutes from its start to an end of the plan, its own included (b-level). */
  readonly levels: Float64Array;
}

/**
 * The critical path of a plan: what must be started first.
 *
 * @param minutesOf - Minutes that a task takes, by its number; negative and non-finite ones count as 0.
 *
 * Source: R-5. Cost: linear in tasks and dependencies.
 *
 * @throws {PlanError} `PLAN_CYCLE` as `planWaves` does.
 */
export function criticalPath(graph: TaskGraph, minutesOf: (no: number) => number): CriticalPath {
  const waves = planWaves(graph);
  const levels = new Float64Array(graph.size);
  const next = new Int32Array(graph.size).fill(-1);
  for (let wave = waves.length - 1; wave >= 0; wave--) {
    for (const no of waves[wave]!) {
      const longest = longestOf(graph.dependents(no), levels);
      next[no] = longest;
      levels[no] = usable(minutesOf(no)) + (longest < 0 ? 0 : levels[longest]!);
    }
  }

  const path: number[] = [];
  for (let no = longestOf(waves[0] ?? [], levels); no >= 0; no = next[no]!) path.push(no);
  return { path, minutes: path.length > 0 ? levels[path[0]!]! : 0, levels };
}

function longestOf(nos: ArrayLike<number>, levels: Float64Array): number {
  let longest = -1;
  for (let at = 0; at < nos.length; at++) {
    const no = nos[at]!;
    if (longest < 0 || levels[no]! > levels[longest]!) longest = no;
  }
  return longest;
}

function usable(minutes: number): number {
  return Number.isFinite(minutes) && minutes > 0 ? minutes : 0;
}
