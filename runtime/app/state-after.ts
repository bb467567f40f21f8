import { Fold, newExecution } from '../core/execution/apply-event';
import type { Execution } from '../core/execution/execution';
import { Pieces } from '../core/execution/pieces';
import { notCompleted, type RollbackPoint } from '../core/execution/roll-back';
import type { ExecutionStore } from '../ports/execution-store';

/**
 * The state of an execution right after a task was completed the last time, folded anew from its log.
 *
 * @throws {RequestError} `CONTROL_REFUSED` when the task is not completed, or was before the execution began.
 */
export async function stateAfter(
  store: Pick<ExecutionStore, 'eventsAfter'>,
  execution: Execution,
  task: number,
): Promise<RollbackPoint> {
  if (execution.tasks.at(task)!.status !== 'completed') throw notCompleted(execution, task);
  const { id, plan, options, submittedAt, lastSeq } = execution;
  const fold = new Fold(newExecution(id, plan, options, submittedAt));
  let then: Execution | undefined;
  while (fold.execution.lastSeq < lastSeq) {
    const events = await store.eventsAfter(id, fold.execution.lastSeq);
    for (const event of events) {
      fold.apply(event);
      const { body } = event;
      if (body.type === 'task-completed' && body.task === task)
        then = { ...fold.execution, tasks: Pieces.of(fold.execution.tasks) };
    }
    if (events.length === 0) break;
  }
  if (then === undefined) throw notCompleted(execution, task);
  return { task, then };
}
