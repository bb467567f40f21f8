import { taskMinutes } from '../plan/estimate';
import type { ExecutionPlan } from '../plan/plan';
import { criticalPath } from './critical-path';
import { PlanMemory } from './plan-memory';
import { type PlanResources, planResources } from './plan-resources';
import { planWaves } from './plan-waves';
import { TaskGraph } from './task-graph';

/** What follows from a plan alone, computed once. */
export interface PlanShape {
  readonly graph: TaskGraph;
  readonly waves: readonly (readonly number[])[];
  /** Wave of each task, from 0. */
  readonly waveOf: Int32Array;
  /** What each task is estimated to take, by the plan or by its kind and tier. */
  readonly minutes: Float64Array;
  /** Minutes that no number of workers can beat. */
  readonly criticalMinutes: number;
  /** Paths and globs that each task will write. */
  readonly files: readonly (readonly string[])[];
  /** Shared resources that its tasks take; absent: none. */
  readonly resources?: PlanResources;
  /** Tasks that a person must let start, ascending. */
  readonly gates: readonly number[];
  readonly memory: PlanMemory;
}

/** The shape of a checked plan. @throws {PlanError} `PLAN_CYCLE`: a checked plan has none. */
export function planShape(plan: ExecutionPlan): PlanShape {
  const graph = new TaskGraph(plan);
  const waves = planWaves(graph);
  const waveOf = new Int32Array(graph.size);
  for (const [wave, tasks] of waves.entries()) for (const no of tasks) waveOf[no] = wave;
  const minutes = Float64Array.from(plan.tasks, taskMinutes);
  const files = plan.tasks.map((task) => task.files);
  const criticalMinutes = criticalPath(graph, (no) => minutes[no]!).minutes;
  const gates = [...plan.tasks.keys()].filter((no) => plan.tasks[no]!.humanGate !== undefined);
  const resources = planResources(plan);
  const shape = { graph, waves, waveOf, minutes, criticalMinutes, files, gates, memory: new PlanMemory() };
  return resources === undefined ? shape : { ...shape, resources };
}
