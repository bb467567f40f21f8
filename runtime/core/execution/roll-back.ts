import { RequestError } from '../errors';
import type { Draft } from './draft';
import { type Execution, isSettled, type TaskState } from './execution';
import { owesOf } from './owed-costs';

/** The moment right after a task was completed. */
export interface RollbackPoint {
  readonly task: number;
  /** The execution as it was then; its `lastSeq` is that of the completion. */
  readonly then: Execution;
}

/**
 * Takes an execution back to a point, in a new epoch: what was settled then and has not changed since stays, everything else begins
 * anew on the integration branch as it was. The log keeps what happened. Nothing happens where nothing came after the point.
 *
 * @throws {RequestError} `CONTROL_REFUSED` when the task is not completed any more.
 */
export function rollBack(draft: Draft, { task, then }: RollbackPoint): void {
  const { execution } = draft;
  const now = execution.tasks.at(task)!;
  if (now.status !== 'completed' || now.token !== then.tasks.at(task)!.token) throw notCompleted(execution, task);
  const later = execution.tasks.flatMap((state, no) => (isAsThen(state, then.tasks.at(no)!) ? [] : [no]));
  if (later.length === 0) return;
  draft.record({
    type: 'execution-rolled-back',
    to: task,
    toSeq: then.lastSeq,
    epoch: execution.epoch + 1,
    wavesCompleted: then.wavesCompleted,
    ...(then.tip === undefined ? {} : { tip: then.tip }),
  });
  for (const no of later) draft.record({ type: 'task-reopened', task: no, ...owesOf(draft.task(no)) });
}

/** The refusal of a point that there is not. */
export function notCompleted({ plan, tasks }: Execution, task: number): RequestError {
  const { status } = tasks.at(task)!;
  return new RequestError('CONTROL_REFUSED', `There is no way back to ${plan.tasks[task]!.id}: it is ${status}`, {
    hint:
      status === 'completed'
        ? 'It was completed before the execution began. Name a task that this execution completed.'
        : 'Name a task that is completed: `nightshift status` shows which.',
    details: { state: status },
  });
}

/** Settled then as it is now, or never begun. */
function isAsThen(now: TaskState, then: TaskState): boolean {
  if (now.status !== then.status || now.token !== then.token) return false;
  return isSettled(now.status) || (now.status === 'pending' && now.answers.length === 0);
}
