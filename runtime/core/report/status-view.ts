import { isSettled } from '../execution/execution';
import type { Moment } from '../schedule/explain-waits';
import { estimatesOf, expectedMs } from '../schedule/forecast-execution';
import { failuresOf } from './failures-of';
import { nextStepOf } from './next-step';
import { percentOf } from './percent-of';
import { progressOf } from './progress-of';
import { questionsOf } from './questions-of';
import { scheduleView } from './schedule-view';
import { statusWord } from './task-words';
import type { ExecutionStatusView } from './views';

/** How an execution stands. Source. */
export function statusView(moment: Moment): ExecutionStatusView {
  const { execution } = moment;
  const { plan, tasks, status } = execution;
  const idsWith = (...wanted: readonly string[]) =>
    plan.tasks.filter((_, no) => wanted.includes(tasks.at(no)!.status)).map(({ id }) => id);
  const expected = expectedMs(moment);
  const current = plan.tasks.flatMap(({ id, title }, no) => {
    const { status: of, startedAt } = tasks.at(no)!;
    return of === 'active' && startedAt !== undefined ? [{ id, title, startedAt, estimateMs: expected.get(no)! }] : [];
  });
  const first = current[0];
  const hint = nextStepOf(execution);
  const completed = idsWith('completed');
  return {
    executionId: execution.id,
    planId: plan.id,
    title: plan.title,
    conversationId: plan.conversationId,
    ...(execution.options.projectId === undefined ? {} : { projectId: execution.options.projectId }),
    status: statusWord(status),
    state: status,
    ...(execution.reason === undefined ? {} : { reason: execution.reason }),
    ...(hint === undefined ? {} : { hint }),
    progress: progressOf({ status, completed: completed.length, total: tasks.length }),
    ...percentOf(execution, moment.nowMs, estimatesOf(moment).minutes),
    ...(first === undefined ? {} : { currentTask: first }),
    currentTasks: current,
    completedTasks: completed,
    failedTasks: idsWith('failed'),
    skippedTasks: idsWith('skipped'),
    remainingTasks: plan.tasks.filter((_, no) => !isSettled(tasks.at(no)!.status)).map(({ id }) => id),
    ...scheduleView(moment),
    failures: failuresOf(execution),
    questions: plan.tasks.flatMap((_, no) => questionsOf(execution, no)),
    submittedAt: execution.submittedAt,
    ...(execution.startedAt === undefined ? {} : { startedAt: execution.startedAt }),
    ...(execution.endedAt === undefined ? {} : { endedAt: execution.endedAt }),
    ...(execution.branch === undefined ? {} : { branch: execution.branch }),
    costUsd: execution.costUsd,
    lastSeq: execution.lastSeq,
  };
}
