import { DEFAULT_PLAN_LIMITS, type PlanText } from '../core/plan/plan';
import { previewPlan } from '../core/plan/preview-plan';
import { readPlan } from '../core/plan/read-plan';
import type { PreviewAnswer } from './runtime';

/** What a plan would be: tasks, waves, critical path, or all its problems. Pure, the same answer for the same text. */
export function previewPlanText(input: PlanText): PreviewAnswer {
  const reading = readPlan(input, {
    planId: '00000000-0000-7000-8000-000000000000',
    conversationId: '00000000-0000-7000-8000-000000000000',
    created: '1970-01-01T00:00:00.000Z',
    priority: 'normal',
    limits: DEFAULT_PLAN_LIMITS,
  });
  if (reading.type === 'problems') return reading;
  return { type: 'plan', preview: previewPlan(reading.plan), notes: reading.plan.notes };
}
