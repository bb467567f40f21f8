import { drawMermaid } from '../core/plan/picture/draw-mermaid';
import type { PlanInput, PlanLimits } from '../core/plan/plan';
import { previewPlan } from '../core/plan/preview-plan';
import type { PlanReader } from '../ports/plan-reader';
import { examinePlanInput } from './examine-plan-input';
import type { PreviewAnswer } from './runtime';

/** What a plan would be: tasks, waves, critical path and a chart, or all its problems. The same answer for the same text; nothing is kept. */
export async function previewPlanText(
  deps: { readonly plans: PlanReader; readonly limits?: PlanLimits },
  input: PlanInput,
): Promise<PreviewAnswer> {
  const { reading, notes, facts, format } = await examinePlanInput(deps, input);
  if (reading.type === 'problems') return { ...reading, notes, facts, ...(format === undefined ? {} : { format }) };
  return { type: 'plan', preview: previewPlan(reading.plan), notes, facts, mermaid: drawMermaid(reading.plan) };
}
