import { answerQuestion } from '../core/execution/control';
import { releaseTasks } from '../core/execution/release-tasks';
import type { ExecutionId } from '../core/ids';
import { findTask } from './find-task';
import { type TransactDeps, transact } from './transact';

export interface AnswerInput {
  readonly executionId: ExecutionId;
  readonly taskId: string;
  /** A criterion's id, or one of nightshift's own questions. */
  readonly criterionId: string;
  readonly result: 'pass' | 'fail';
  readonly note?: string;
  readonly actor: string;
}

export interface Answered {
  readonly message: string;
  /** False when it was answered so before. */
  readonly isNew: boolean;
}

/**
 * Takes a person's answer to what a task waits for; the loop goes on from it. The same answer again changes nothing.
 *
 * @throws {RequestError} `EXECUTION_UNKNOWN`, `TASK_UNKNOWN`, `ANSWER_NOT_ASKED`.
 */
export async function answerTask(deps: TransactDeps, input: AnswerInput): Promise<Answered> {
  const { executionId, taskId, criterionId, result, note, actor } = input;
  const { draft } = await transact(deps, {
    executionId,
    actor,
    decide: (draft, shape) => {
      const no = findTask(draft.execution, taskId);
      answerQuestion(draft, no, { criterionId, result, actor, at: draft.at, ...(note === undefined ? {} : { note }) });
      if (draft.events.length > 0 && draft.execution.status === 'waiting') releaseTasks(draft, shape);
    },
  });
  const isNew = draft.events.length > 0;
  return {
    isNew,
    message: isNew
      ? `${taskId}: ${criterionId} is answered with ${result}.`
      : `${taskId}: ${criterionId} was answered so before.`,
  };
}
