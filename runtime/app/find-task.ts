import { RequestError } from '../core/errors';
import type { Execution } from '../core/execution/execution';

/** The number of the task that a person means by its id or by the id of their plan. @throws {RequestError} `TASK_UNKNOWN` naming those there are. */
export function findTask(execution: Execution, wanted: string): number {
  const { tasks } = execution.plan;
  const byId = tasks.findIndex(({ id }) => id === wanted);
  if (byId >= 0) return byId;
  const byOriginal = tasks.findIndex(({ originalId }) => originalId === wanted);
  if (byOriginal >= 0) return byOriginal;
  const some = tasks.slice(0, 20).map(({ id }) => id);
  throw new RequestError('TASK_UNKNOWN', `The plan has no task ${wanted}`, {
    hint: `It has: ${some.join(', ')}${tasks.length > 20 ? ' …' : ''}`,
  });
}
