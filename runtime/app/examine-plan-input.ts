import { examinePlan, type PlanExamination } from '../core/plan/examine-plan';
import { DEFAULT_PLAN_LIMITS, type PlanInput } from '../core/plan/plan';

/** What a plan would be, with notes and facts, also when it is refused. Pure, the same answer for the same input. */
export function examinePlanInput(input: PlanInput): PlanExamination {
  return examinePlan(input, {
    planId: '00000000-0000-7000-8000-000000000000',
    conversationId: '00000000-0000-7000-8000-000000000000',
    created: '1970-01-01T00:00:00.000Z',
    priority: 'normal',
    limits: DEFAULT_PLAN_LIMITS,
  });
}
