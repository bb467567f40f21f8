import type { ExecutionPlan } from '../plan/plan';
import { criticalPath } from './critical-path';
import { planWaves } from './plan-waves';
import { TaskGraph } from './task-graph';

/** What follows from a plan alone, computed once: its graph, its waves, and how far each task is from the end. */
export interface PlanShape {
  readonly graph: TaskGraph;
  readonly waves: readonly (readonly number[])[];
  /** Wave of each task, from 0. */
  readonly waveOf: Int32Array;
  /** Minutes from a task's start to the end of the plan along the longest chain. */
  readonly levels: Float64Array;
  readonly criticalPath: readonly number[];
  readonly criticalMinutes: number;
}

/** Minutes that a task without an estimate is taken to need. */
const DEFAULT_MINUTES = 10;

/** The shape of a checked plan. @throws {PlanError} `PLAN_CYCLE`: a checked plan has none. */
export function planShape(plan: ExecutionPlan): PlanShape {
  const graph = new TaskGraph(plan);
  const waves = planWaves(graph);
  const waveOf = new Int32Array(graph.size);
  for (const [wave, tasks] of waves.entries()) for (const no of tasks) waveOf[no] = wave;
  const critical = criticalPath(graph, (no) => plan.tasks[no]?.estimateMinutes ?? DEFAULT_MINUTES);
  return {
    graph,
    waves,
    waveOf,
    levels: critical.levels,
    criticalPath: critical.path,
    criticalMinutes: critical.minutes,
  };
}
