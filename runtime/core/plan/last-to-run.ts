import type { ExecutionTask } from './plan';

/**
 * The last of some tasks that is still run, so that what must hold behind them is looked at: a task that is done or left
 * out proves nothing any more. The last one where none is run; undefined without any.
 */
export function lastToRun<Task extends { readonly status: ExecutionTask['status'] }>(
  tasks: readonly Task[],
): Task | undefined {
  return tasks.findLast(({ status }) => status !== 'completed' && status !== 'skipped') ?? tasks.at(-1);
}
