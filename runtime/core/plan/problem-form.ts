import type { ProblemForm } from '../error-facts';
import type { PlanProblem } from './plan';

/** A problem of a plan in the one form of errors. `plan`: what the caller named as the plan, where that tells something. */
export function problemForm(problem: PlanProblem, plan?: string): ProblemForm {
  const { code, message, file = plan, line, column, path, limit, seen, hint } = problem;
  return {
    code,
    message,
    where: {
      ...(file === undefined ? {} : { file }),
      line,
      column,
      ...(path === undefined ? {} : { path }),
    },
    ...(limit === undefined ? {} : { limit }),
    ...(seen === undefined ? {} : { seen }),
    ...(hint === undefined ? {} : { hint }),
  };
}
