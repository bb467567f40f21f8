import { isSettled } from '../execution/execution';
import type { Moment } from '../schedule/explain-waits';
import { questionsOf } from './questions-of';
import { scheduleView } from './schedule-view';
import { statusWord } from './task-words';
import type { ExecutionStatusView } from './views';

/** How an execution stands. Source. */
export function statusView(moment: Moment): ExecutionStatusView {
  const { execution } = moment;
  const { plan, tasks, status } = execution;
  const idsWith = (...wanted: readonly string[]) =>
    plan.tasks.filter((_, no) => wanted.includes(tasks[no]!.status)).map(({ id }) => id);
  const over = tasks.filter((task) => isSettled(task.status)).length;
  const current = plan.tasks.flatMap(({ id, title }, no) => {
    const { status: of, startedAt } = tasks[no]!;
    return of === 'active' && startedAt !== undefined ? [{ id, title, startedAt }] : [];
  });
  const first = current[0];
  return {
    executionId: execution.id,
    planId: plan.id,
    title: plan.title,
    conversationId: plan.conversationId,
    status: statusWord(status),
    state: status,
    ...(execution.reason === undefined ? {} : { reason: execution.reason }),
    progress: {
      current: over,
      total: tasks.length,
      percentage: tasks.length === 0 ? 100 : Math.floor((100 * over) / tasks.length),
    },
    ...(first === undefined ? {} : { currentTask: first }),
    currentTasks: current,
    completedTasks: idsWith('completed'),
    failedTasks: idsWith('failed'),
    skippedTasks: idsWith('skipped'),
    remainingTasks: plan.tasks.filter((_, no) => !isSettled(tasks[no]!.status)).map(({ id }) => id),
    ...scheduleView(moment),
    questions: plan.tasks.flatMap((_, no) => questionsOf(execution, no)),
    submittedAt: execution.submittedAt,
    ...(execution.startedAt === undefined ? {} : { startedAt: execution.startedAt }),
    ...(execution.endedAt === undefined ? {} : { endedAt: execution.endedAt }),
    costUsd: execution.costUsd,
    lastSeq: execution.lastSeq,
  };
}
