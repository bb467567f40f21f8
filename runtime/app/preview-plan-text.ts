import type { PlanInput } from '../core/plan/plan';
import { previewPlan } from '../core/plan/preview-plan';
import { examinePlanInput } from './examine-plan-input';
import type { PreviewAnswer } from './runtime';

/** What a plan would be: tasks, waves, critical path, or all its problems. Pure, the same answer for the same text. */
export function previewPlanText(input: PlanInput): PreviewAnswer {
  const { reading } = examinePlanInput(input);
  if (reading.type === 'problems') return reading;
  return { type: 'plan', preview: previewPlan(reading.plan), notes: reading.plan.notes };
}
