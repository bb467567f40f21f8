import type { ExecutionStatus } from '../execution/execution';
import type { ExecutionStatusView } from './views';

/**
 * How far an execution is: its completed tasks, of all. Failed and skipped ones are not progress. What the plan itself
 * leaves out counts once the execution has succeeded: then nothing is left.
 *
 * *Units*: whole percent, rounded down.
 */
export function progressOf(of: {
  readonly status: ExecutionStatus;
  readonly completed: number;
  readonly total: number;
}): ExecutionStatusView['progress'] {
  const { status, completed, total } = of;
  const current = status === 'succeeded' ? total : completed;
  return { current, total, percentage: total === 0 ? 100 : Math.floor((100 * current) / total) };
}
