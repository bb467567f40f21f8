import { type Execution, isSettled, type TaskState } from '../execution/execution';
import { progressOf } from './progress-of';
import type { ExecutionStatusView } from './views';

/**
 * How much of an execution is done and what is left, by tasks and by their estimated minutes. A task that runs counts as
 * far as it should be by now, and never as done. Source: R-40. Linear.
 *
 * @param estimates - Minutes by task, the same that the forecast is made with: else what is left contradicts it.
 */
export function percentOf(
  execution: Execution,
  nowMs: number,
  estimates: ArrayLike<number>,
): Pick<ExecutionStatusView, 'percent' | 'remaining'> {
  const { tasks, status } = execution;
  let [all, done, left, open, completed] = [0, 0, 0, 0, 0];
  for (const [no, state] of tasks.entries()) {
    const minutes = estimates[no]!;
    all += minutes;
    if (state.status === 'completed') {
      done += minutes;
      completed += 1;
    }
    if (isSettled(state.status)) continue;
    const passed = Math.min(minutes * 0.99, passedMinutes(state, nowMs));
    open += 1;
    done += passed;
    left += minutes - passed;
  }
  const byTasks = progressOf({ status, completed, total: tasks.length }).percentage;
  const byTime = status === 'succeeded' || all === 0 ? byTasks : Math.floor((100 * done) / all);
  return {
    percent: { tasks: byTasks, time: byTime },
    remaining: { tasks: open, workMinutes: Math.round(left * 10) / 10 },
  };
}

/** What comes after the attempt takes little: by then its time has passed. */
function passedMinutes({ status, startedAt }: TaskState, nowMs: number): number {
  switch (status) {
    case 'active':
      return startedAt === undefined ? 0 : Math.max(0, nowMs - Date.parse(startedAt)) / 60_000;
    case 'verifying':
    case 'integrating':
      return Number.POSITIVE_INFINITY;
    default:
      return 0;
  }
}
