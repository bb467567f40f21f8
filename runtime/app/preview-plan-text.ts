import type { PlanInput } from '../core/plan/plan';
import { previewPlan } from '../core/plan/preview-plan';
import type { PlanReader } from '../ports/plan-reader';
import { examinePlanInput } from './examine-plan-input';
import type { PreviewAnswer } from './runtime';

/** What a plan would be: tasks, waves, critical path, or all its problems. The same answer for the same text; nothing is kept. */
export async function previewPlanText(deps: { readonly plans: PlanReader }, input: PlanInput): Promise<PreviewAnswer> {
  const { reading } = await examinePlanInput(deps, input);
  if (reading.type === 'problems') return reading;
  return { type: 'plan', preview: previewPlan(reading.plan), notes: reading.plan.notes };
}
