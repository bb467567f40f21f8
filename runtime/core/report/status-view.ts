import { isSettled } from '../execution/execution';
import { explainWaits, type Moment } from '../schedule/explain-waits';
import { type ExecutionForecast, forecastExecution } from '../schedule/forecast-execution';
import { questionsOf } from './questions-of';
import { statusWord } from './task-words';
import type { ExecutionStatusView, ForecastView } from './views';

/** How an execution stands. Source. */
export function statusView(moment: Moment): ExecutionStatusView {
  const { execution, nowMs } = moment;
  const { plan, tasks, status } = execution;
  const idsWith = (...wanted: readonly string[]) =>
    plan.tasks.filter((_, no) => wanted.includes(tasks[no]!.status)).map(({ id }) => id);
  const over = tasks.filter((task) => isSettled(task.status)).length;
  const current = plan.tasks.flatMap(({ id, title }, no) => {
    const { status: of, startedAt } = tasks[no]!;
    return of === 'active' && startedAt !== undefined ? [{ id, title, startedAt }] : [];
  });
  const first = current[0];
  const waits = explainWaits(moment);
  const expected = forecastExecution(moment);
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
    blocked: plan.tasks.flatMap(({ id }, no) => {
      const why = waits.get(no);
      return why === undefined ? [] : [{ id, why }];
    }),
    questions: plan.tasks.flatMap((_, no) => questionsOf(execution, no)),
    ...(expected === undefined ? {} : forecastFields(expected, nowMs)),
    submittedAt: execution.submittedAt,
    ...(execution.startedAt === undefined ? {} : { startedAt: execution.startedAt }),
    ...(execution.endedAt === undefined ? {} : { endedAt: execution.endedAt }),
    costUsd: execution.costUsd,
    lastSeq: execution.lastSeq,
  };
}

function forecastFields(
  { low, middle, high, isFounded, speedup, efficiency }: ExecutionForecast,
  nowMs: number,
): { readonly eta: string; readonly forecast: ForecastView } {
  const at = (minutes: number) => new Date(nowMs + Math.round(minutes * 60_000)).toISOString();
  const rounded = (value: number) => Math.round(value * 100) / 100;
  return {
    eta: at(middle),
    forecast: {
      earliest: at(low),
      latest: at(high),
      isFounded,
      speedup: rounded(speedup),
      efficiency: rounded(efficiency),
    },
  };
}
