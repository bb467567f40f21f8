import { applyInPlace, newExecution } from '../core/execution/apply-event';
import type { Execution } from '../core/execution/execution';
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
  if (execution.tasks[task]!.status !== 'completed') throw notCompleted(execution, task);
  const { id, plan, options, submittedAt, lastSeq } = execution;
  let state = newExecution(id, plan, options, submittedAt);
  const tasks = [...state.tasks];
  let then: Execution | undefined;
  while (state.lastSeq < lastSeq) {
    const events = await store.eventsAfter(id, state.lastSeq);
    for (const event of events) {
      state = applyInPlace({ ...state, tasks }, tasks, event);
      const { body } = event;
      if (body.type === 'task-completed' && body.task === task) then = { ...state, tasks: [...tasks] };
    }
    if (events.length === 0) break;
  }
  if (then === undefined) throw notCompleted(execution, task);
  return { task, then };
}
