import { PlanError } from '../errors';
import type { PlanProblem } from './plan';
import { problemForm } from './problem-form';

/**
 * How a plan with problems is refused: as its only problem, or with their number, each in the one form of errors.
 *
 * @param total - How many there are; `problems` may be the first of them.
 * @param file - What the caller named as the plan, where that tells something.
 */
export function planRefusal(problems: readonly PlanProblem[], total: number, file?: string): PlanError {
  const forms = problems.map((problem) => problemForm(problem, file));
  const [first] = forms;
  if (total !== 1 || first === undefined)
    return new PlanError('PLAN_REFUSED', `The plan has ${total} problems`, {
      hint: 'Correct each of them, then hand the plan over again',
      details: { ...(file === undefined ? {} : { where: { file } }), problems: forms, total },
    });
  const { code, message, hint, ...facts } = first;
  return new PlanError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    details: { ...facts, problems: forms, total },
  });
}
