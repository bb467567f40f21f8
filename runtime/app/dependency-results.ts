import type { Execution } from '../core/execution/execution';
import { Pieces } from '../core/execution/pieces';
import { isResultLetGo } from '../core/execution/results';
import type { AttemptReader } from '../ports/execution-store';

/** The execution with the results of the tasks that this one builds on, read where memory has let go of them. */
export async function withDependencyResults(
  attempts: AttemptReader,
  execution: Execution,
  no: number,
): Promise<Execution> {
  const ids = new Set(execution.plan.tasks[no]!.dependencies);
  const away = execution.tasks.flatMap((state, at) =>
    isResultLetGo(state) && ids.has(execution.plan.tasks[at]!.id) ? [at] : [],
  );
  if (away.length === 0) return execution;
  const tasks = Pieces.of(execution.tasks);
  for (const { task, token, ended } of await attempts.attemptsOf(execution.id, away)) {
    const state = tasks.at(task)!;
    if (ended && state.attempt?.token === token) tasks.set(task, { ...state, attempt: ended });
  }
  return { ...execution, tasks };
}
