import type { Execution } from '../execution/execution';
import { taskKind } from '../schedule/task-kind';

/** A number worth keeping: one row of `nightshift_report.execution_metrics`. */
export interface Metric {
  readonly executionId: string;
  /** Number of the task; absent for one of the whole execution. */
  readonly task?: number;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it was measured of; the same name of the same source is kept once. */
  readonly source: string;
  /** Of a completed task's duration: what similar tasks have in common. */
  readonly kind?: string;
}

interface Attempted {
  readonly task: number;
  readonly kind: 'attempt' | 'merge';
  readonly startedAt?: string;
  readonly endedAt?: string;
}

/**
 * The metrics of an execution that is over: its own, and those of each task that somebody worked on and that is completed
 * or failed. A task's duration is the time of its attempts, without what it waited; durations are in seconds.
 *
 * *Repeat*: the same state gives the same sources. A task that a retry of the execution leaves alone keeps its own.
 */
export function metricsOf(execution: Execution, attempts: readonly Attempted[]): readonly Metric[] {
  const { id: executionId, epoch, tasks, startedAt, endedAt, costUsd } = execution;
  const count = (status: string) => tasks.filter((task) => task.status === status).length;
  const source = `${executionId}.${epoch}`;
  const metrics: Metric[] = [
    { executionId, source, name: 'execution_duration', value: secondsBetween(startedAt, endedAt), unit: 's' },
    { executionId, source, name: 'execution_cost', value: costUsd, unit: 'usd' },
    { executionId, source, name: 'execution_tasks_completed', value: count('completed'), unit: 'tasks' },
    { executionId, source, name: 'execution_tasks_failed', value: count('failed'), unit: 'tasks' },
  ];
  const started = startedByTask(attempts);
  for (const [task, { status, token, costUsd: cost }] of tasks.entries()) {
    const tries = started.get(task);
    if (tries === undefined || (status !== 'completed' && status !== 'failed')) continue;
    const of = { executionId, task, source: `${executionId}:${task}:${token}` };
    const kind = taskKind(execution.plan.tasks[task]!, execution.options);
    const seconds = tries.reduce((sum, attempt) => sum + secondsBetween(attempt.startedAt, attempt.endedAt), 0);
    metrics.push(
      { ...of, name: 'task_duration', value: seconds, unit: 's', ...(status === 'completed' ? { kind } : {}) },
      { ...of, name: 'task_attempts', value: tries.length, unit: 'attempts' },
      { ...of, name: 'task_cost', value: cost, unit: 'usd' },
    );
  }
  return metrics;
}

function startedByTask(attempts: readonly Attempted[]): ReadonlyMap<number, readonly Attempted[]> {
  const byTask = new Map<number, Attempted[]>();
  for (const attempt of attempts) {
    if (attempt.kind !== 'attempt' || attempt.startedAt === undefined) continue;
    const known = byTask.get(attempt.task);
    if (known) known.push(attempt);
    else byTask.set(attempt.task, [attempt]);
  }
  return byTask;
}

function secondsBetween(from: string | undefined, to: string | undefined): number {
  return from === undefined || to === undefined ? 0 : Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000);
}
