import { printable } from '../core/control-characters';
import { RequestError } from '../core/errors';
import { OWN_QUESTIONS } from '../core/plan/own-questions';
import type { ExecutionPlan } from '../core/plan/plan';
import { nearest } from '../core/plan/text/nearest';
import type { QuestionView } from '../core/report/task-view';

/** An answer given beforehand: to all that a task asks, or to one criterion of it. */
export interface GivenAnswer {
  /** A task's id, or what the plan calls it. */
  readonly taskId: string;
  readonly criterionId?: string;
  readonly result: 'pass' | 'fail';
}

/** `TASK=pass`, `TASK=fail`, `TASK:CRITERION=pass` … @throws {RequestError} `ANSWER_INVALID`. */
export function parseGivenAnswer(text: string): GivenAnswer {
  const match = /^([^=:]*[^=:\s])(?::([^=:\s]+))?=(pass|fail)$/.exec(text);
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

/**
 * Refuses answers to what the plan cannot ask, before anything runs.
 * @throws {RequestError} `ANSWER_INVALID` with what there is.
 */
export function checkGivenAnswers(given: readonly GivenAnswer[], { tasks }: Pick<ExecutionPlan, 'tasks'>): void {
  for (const { taskId, criterionId } of given) {
    const task = tasks.find(({ id }) => id === taskId) ?? tasks.find(({ originalId }) => originalId === taskId);
    if (task === undefined)
      throw unknown(`task ${printable(taskId)}`, taskId, [
        ...tasks.map(({ id }) => id),
        ...tasks.map(({ originalId }) => originalId),
      ]);
    const asked = [...task.verification.map(({ id }) => id), ...OWN_QUESTIONS];
    if (criterionId !== undefined && !asked.includes(criterionId))
      throw unknown(`criterion ${printable(criterionId)} of ${task.id}`, criterionId, asked);
  }
}

function unknown(what: string, id: string, known: readonly string[]): RequestError {
  // Of a number, every other one is near.
  const meant = /^\d+$/.test(id) ? undefined : nearest(id, known);
  const some = known.slice(0, 20).join(', ');
  return new RequestError('ANSWER_INVALID', `--answer names ${what}, and the plan has none`, {
    hint:
      meant === undefined
        ? `It has: ${printable(some)}${known.length > 20 ? ' …' : ''}`
        : `Did you mean ${printable(meant)}?`,
  });
}

/** The answer that fits a question; the one that names the criterion goes first. */
export function answerTo(question: QuestionView, given: readonly GivenAnswer[]): GivenAnswer | undefined {
  const ofTask = given.filter(({ taskId }) => taskId === question.taskId || taskId === question.originalId);
  return (
    ofTask.find(({ criterionId }) => criterionId === question.criterionId) ??
    ofTask.find(({ criterionId }) => criterionId === undefined)
  );
}
