import { RequestError } from '../core/errors';
import type { QuestionView } from '../core/report/views';

/** An answer given beforehand: to all that a task asks, or to one criterion of it. */
export interface GivenAnswer {
  readonly taskId: string;
  readonly criterionId?: string;
  readonly result: 'pass' | 'fail';
}

/** `TASK=pass`, `TASK=fail`, `TASK:CRITERION=pass` … @throws {RequestError} `ANSWER_INVALID`. */
export function parseGivenAnswer(text: string): GivenAnswer {
  const match = /^([^=:\s]+)(?::([^=:\s]+))?=(pass|fail)$/.exec(text);
  const [, taskId, criterionId, result] = match ?? [];
  if (taskId === undefined || (result !== 'pass' && result !== 'fail')) {
    throw new RequestError(
      'ANSWER_INVALID',
      `--answer ${text} is not of the form TASK=pass, TASK=fail or TASK:CRITERION=pass`,
      {
        hint: 'For example --answer task-007=pass',
      },
    );
  }
  return { taskId, ...(criterionId === undefined ? {} : { criterionId }), result };
}

/** The answer that fits a question; the one that names the criterion goes first. */
export function answerTo(question: QuestionView, given: readonly GivenAnswer[]): GivenAnswer | undefined {
  const ofTask = given.filter(({ taskId }) => taskId === question.taskId);
  return (
    ofTask.find(({ criterionId }) => criterionId === question.criterionId) ??
    ofTask.find(({ criterionId }) => criterionId === undefined)
  );
}
