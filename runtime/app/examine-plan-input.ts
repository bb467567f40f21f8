import type { ExaminedPlan } from '../core/plan/examined-plan';
import { DEFAULT_PLAN_LIMITS, NO_ID, type PlanInput, type PlanLimits } from '../core/plan/plan';
import type { PlanReader } from '../ports/plan-reader';

/** What a plan would be, with notes and facts, also when it is refused. The same answer for the same input. */
export function examinePlanInput(
  { plans, limits = DEFAULT_PLAN_LIMITS }: { readonly plans: PlanReader; readonly limits?: PlanLimits },
  input: PlanInput,
): Promise<ExaminedPlan> {
  return plans.examine(input, {
    planId: NO_ID,
    conversationId: NO_ID,
    created: '1970-01-01T00:00:00.000Z',
    priority: 'normal',
    limits,
  });
}
