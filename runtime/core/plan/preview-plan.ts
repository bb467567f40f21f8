import type { ExecutionOptions } from '../execution/execution';
import type { TaskId } from '../ids';
import { chooseAgent } from '../schedule/choose-agent';
import { criticalPath } from '../schedule/critical-path';
import { planWaves } from '../schedule/plan-waves';
import { TaskGraph } from '../schedule/task-graph';
import { taskMinutes } from './estimate';
import type { ExecutionPlan, ExecutionTask, PlanNote } from './plan';

/** What a person wants to see of a plan before it runs. */
export interface PlanPreview {
  readonly title: string;
  readonly format: string;
  /** In document order. */
  readonly tasks: readonly PreviewTask[];
  readonly waves: readonly (readonly TaskId[])[];
  /** The longest chain of what is still to do, first task first. */
  readonly criticalPath: readonly TaskId[];
  /** Minutes that no number of workers can beat. */
  readonly criticalMinutes: number;
  readonly notes: readonly PlanNote[];
}

export interface PreviewTask {
  readonly id: TaskId;
  readonly originalId: string;
  readonly title: string;
  readonly status: ExecutionTask['status'];
  /** From 1. */
  readonly wave: number;
  readonly dependencies: readonly TaskId[];
  readonly minutes: number;
  readonly contextTier: ExecutionTask['contextTier'];
  readonly autoCriteria: number;
  readonly manualCriteria: number;
  readonly subtasks: number;
  readonly onCriticalPath: boolean;
  /** Who does it. */
  readonly agent: string;
  readonly humanGate?: string;
  readonly phase?: string;
}

/**
 * Tasks, waves and critical path of a plan, with the agents that its tasks have when it is handed over with these options. Tasks that are done or left out take no minutes.
 *
 * Cost: linear. @throws {PlanError} `PLAN_CYCLE`, which `readPlan` never lets through.
 */
export function previewPlan(plan: ExecutionPlan, options: Pick<ExecutionOptions, 'agent'> = {}): PlanPreview {
  const graph = new TaskGraph(plan);
  const waves = planWaves(graph);
  const minutes = plan.tasks.map((task) =>
    task.status === 'completed' || task.status === 'skipped' ? 0 : taskMinutes(task),
  );
  const critical = criticalPath(graph, (no) => minutes[no]!);
  const path = critical.path.filter((no) => minutes[no]! > 0);
  const onPath = new Set(path);
  const waveOf = new Int32Array(graph.size);
  waves.forEach((wave, at) => {
    for (const no of wave) waveOf[no] = at + 1;
  });
  return {
    title: plan.title,
    format: plan.format,
    tasks: plan.tasks.map((task, no) => ({
      id: task.id,
      originalId: task.originalId,
      title: task.title,
      status: task.status,
      wave: waveOf[no]!,
      dependencies: task.dependencies,
      minutes: minutes[no]!,
      contextTier: task.contextTier,
      autoCriteria: task.verification.filter(({ test }) => test === 'auto').length,
      manualCriteria: task.verification.filter(({ test }) => test === 'manual').length,
      subtasks: task.subtasks.length,
      onCriticalPath: onPath.has(no),
      agent: chooseAgent(task, options),
      ...(task.humanGate === undefined ? {} : { humanGate: task.humanGate }),
      ...(task.phase === undefined ? {} : { phase: task.phase }),
    })),
    waves: waves.map((wave) => wave.map((no) => graph.idOf(no))),
    criticalPath: path.map((no) => graph.idOf(no)),
    criticalMinutes: critical.minutes,
    notes: plan.notes,
  };
}
