import { type Execution, isSettled } from '../execution/execution';
import type { PlanShape } from '../schedule/plan-shape';
import { failuresOf } from './failures-of';
import { nextStepOf } from './next-step';
import { progressOf } from './progress-of';
import { questionsOf } from './questions-of';
import { statusWord } from './task-words';
import type { ExecutionStatusView } from './views';

/** How an execution stands. Source. */
export function statusView(execution: Execution, shape: PlanShape, nowMs: number): ExecutionStatusView {
  const { plan, tasks, status } = execution;
  const idsWith = (...wanted: readonly string[]) =>
    plan.tasks.filter((_, no) => wanted.includes(tasks[no]!.status)).map(({ id }) => id);
  const current = plan.tasks.flatMap(({ id, title }, no) => {
    const { status: of, startedAt } = tasks[no]!;
    return of === 'active' && startedAt !== undefined ? [{ id, title, startedAt }] : [];
  });
  const first = current[0];
  const eta = etaOf(execution, shape, nowMs);
  const hint = nextStepOf(execution);
  const completed = idsWith('completed');
  return {
    executionId: execution.id,
    planId: plan.id,
    title: plan.title,
    conversationId: plan.conversationId,
    status: statusWord(status),
    state: status,
    ...(execution.reason === undefined ? {} : { reason: execution.reason }),
    ...(hint === undefined ? {} : { hint }),
    progress: progressOf({ status, completed: completed.length, total: tasks.length }),
    ...(first === undefined ? {} : { currentTask: first }),
    currentTasks: current,
    completedTasks: completed,
    failedTasks: idsWith('failed'),
    skippedTasks: idsWith('skipped'),
    remainingTasks: plan.tasks.filter((_, no) => !isSettled(tasks[no]!.status)).map(({ id }) => id),
    blocked: plan.tasks.flatMap(({ id }, no) => {
      const why = whyBlocked(execution, shape, no, nowMs);
      return why === undefined ? [] : [{ id, why }];
    }),
    failures: failuresOf(execution),
    questions: plan.tasks.flatMap((_, no) => questionsOf(execution, no)),
    ...(eta === undefined ? {} : { eta }),
    submittedAt: execution.submittedAt,
    ...(execution.startedAt === undefined ? {} : { startedAt: execution.startedAt }),
    ...(execution.endedAt === undefined ? {} : { endedAt: execution.endedAt }),
    ...(execution.branch === undefined ? {} : { branch: execution.branch }),
    costUsd: execution.costUsd,
    lastSeq: execution.lastSeq,
  };
}

/** Why a task that could start does not, in a paused execution. */
export const HELD = 'the execution is paused';

/** Why a task that is not over does not run now; undefined when it runs or may start at any moment. */
export function whyBlocked(execution: Execution, shape: PlanShape, no: number, nowMs: number): string | undefined {
  const { status, question, dueAt, worker } = execution.tasks[no]!;
  const isPaused = execution.status === 'paused';
  if (status === 'waiting') return `waits for a person: ${question?.text ?? ''}`;
  if (isPaused && status === 'integrating' && worker === undefined)
    return 'is merged once the paused execution goes on';
  if (status !== 'pending') return undefined;
  const open = [...shape.graph.dependencies(no)].filter(
    (dependency) => execution.tasks[dependency]!.status !== 'completed',
  );
  if (open.length > 0) return `waits for ${open.map((dependency) => execution.plan.tasks[dependency]!.id).join(', ')}`;
  if (isPaused) return HELD;
  return dueAt !== undefined && Date.parse(dueAt) > nowMs ? `is tried again at ${dueAt}` : undefined;
}

/** When it will be over while it goes on, if what is left takes as long, against its estimate, as what is done; ISO 8601. */
function etaOf(execution: Execution, shape: PlanShape, nowMs: number): string | undefined {
  if (execution.status !== 'running') return undefined;
  let doneMs = 0;
  let estimatedMs = 0;
  let leftMinutes = 0;
  for (const [no, { status, attempt }] of execution.tasks.entries()) {
    const minutes = ownMinutes(shape, no);
    if (status === 'completed' && attempt) {
      doneMs += attempt.durationMs;
      estimatedMs += minutes * 60_000;
    } else if (!isSettled(status)) {
      leftMinutes = Math.max(leftMinutes, shape.levels[no]!);
    }
  }
  if (estimatedMs === 0) return undefined;
  return new Date(nowMs + leftMinutes * 60_000 * (doneMs / estimatedMs)).toISOString();
}

/** A task's own minutes: its level without that of the dependant that comes latest. */
function ownMinutes(shape: PlanShape, no: number): number {
  let after = 0;
  for (const dependent of shape.graph.dependents(no)) after = Math.max(after, shape.levels[dependent]!);
  return shape.levels[no]! - after;
}
