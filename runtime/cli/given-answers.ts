import { RequestError } from '../core/errors';
import { DEFAULT_PLAN_LIMITS, type PlanContext, type PlanText } from '../core/plan/plan';
import { readPlan } from '../core/plan/read-plan';
import { nearest } from '../core/plan/text/nearest';
import type { QuestionView } from '../core/report/views';
import { printable } from './render/printable';

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
 * Refuses answers to what the plan cannot ask, before anything runs. A plan that cannot be read says nothing here: the
 * hand-off tells what is wrong with it.
 *
 * @throws {RequestError} `ANSWER_INVALID` with what there is.
 */
export function checkGivenAnswers(given: readonly GivenAnswer[], plan: PlanText): void {
  if (given.length === 0) return;
  const reading = readPlan(plan, NO_CONTEXT);
  if (reading.type === 'problems') return;
  const { tasks } = reading.plan;
  for (const { taskId, criterionId } of given) {
    const task = tasks.find(({ id }) => id === taskId) ?? tasks.find(({ originalId }) => originalId === taskId);
    if (task === undefined)
      throw unknown(`task ${printable(taskId)}`, taskId, [
        ...tasks.map(({ id }) => id),
        ...tasks.map(({ originalId }) => originalId),
      ]);
    const asked = [...task.verification.map(({ id }) => id), 'gate', 'conflict'];
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

/** For a look at a plan that is not kept. */
const NO_CONTEXT: PlanContext = {
  planId: '',
  conversationId: '',
  created: '1970-01-01T00:00:00.000Z',
  priority: 'normal',
  limits: DEFAULT_PLAN_LIMITS,
};

/** The answer that fits a question; the one that names the criterion goes first. */
export function answerTo(question: QuestionView, given: readonly GivenAnswer[]): GivenAnswer | undefined {
  const ofTask = given.filter(({ taskId }) => taskId === question.taskId || taskId === question.originalId);
  return (
    ofTask.find(({ criterionId }) => criterionId === question.criterionId) ??
    ofTask.find(({ criterionId }) => criterionId === undefined)
  );
}
