import { taskMinutes } from '../plan/estimate';
import type { ExecutionPlan } from '../plan/plan';
import { criticalPath } from './critical-path';
import { planWaves } from './plan-waves';
import { TaskGraph } from './task-graph';
import { UrgencyMemory } from './urgency-memory';

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
  /** The order of urgency, remembered from decision to decision. */
  readonly urgency: UrgencyMemory;
}

/** The shape of a checked plan. @throws {PlanError} `PLAN_CYCLE`: a checked plan has none. */
export function planShape(plan: ExecutionPlan): PlanShape {
  const graph = new TaskGraph(plan);
  const waves = planWaves(graph);
  const waveOf = new Int32Array(graph.size);
  for (const [wave, tasks] of waves.entries()) for (const no of tasks) waveOf[no] = wave;
  const minutes = Float64Array.from(plan.tasks, taskMinutes);
  const criticalMinutes = criticalPath(graph, (no) => minutes[no]!).minutes;
  return { graph, waves, waveOf, minutes, criticalMinutes, urgency: new UrgencyMemory() };
}
