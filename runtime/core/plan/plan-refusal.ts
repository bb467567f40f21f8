import type { PlanProblem } from './plan';

/** How a plan with problems is refused: in the words of its only problem, or with their number. */
export function planRefusal(
  problems: readonly PlanProblem[],
  total: number,
): { readonly code: string; readonly message: string; readonly hint?: string } {
  const [first] = problems;
  if (total !== 1 || first === undefined)
    return {
      code: 'PLAN_REFUSED',
      message: `The plan has ${total} problems`,
      hint: 'Correct each of them, then hand the plan over again',
    };
  const { code, message, hint } = first;
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}
