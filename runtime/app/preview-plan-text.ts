import type { ExecutionOptions } from '../core/execution/execution';
import type { ExaminedPlan } from '../core/plan/examined-plan';
import { drawMermaid } from '../core/plan/picture/draw-mermaid';
import { drawPlan } from '../core/plan/picture/draw-plan';
import type { ExecutionPlan, PlanInput, PlanLimits, PlanReading } from '../core/plan/plan';
import { previewPlan } from '../core/plan/preview-plan';
import type { PlanReader } from '../ports/plan-reader';
import { examinePlanInput } from './examine-plan-input';
import type { PreviewAnswer } from './runtime';

export interface PreviewDeps {
  readonly plans: PlanReader;
  readonly limits?: PlanLimits;
}

type ShownProblems = Extract<PreviewAnswer, { type: 'problems' }>;
export type ShownPlan =
  | ShownProblems
  | (Extract<PreviewAnswer, { type: 'plan' }> & {
      readonly plan: ExecutionPlan;
      /** A picture of it. */
      readonly svg: string;
    });

/** What a plan would be: tasks, waves, critical path and a chart, or all its problems. The same answer for the same text; nothing is kept. */
export async function previewPlanText(
  deps: PreviewDeps,
  input: PlanInput,
  options: Pick<ExecutionOptions, 'agent'> = {},
): Promise<PreviewAnswer> {
  return previewOf(await examinePlanInput(deps, input), options);
}

/** The same with all that the plan says, and a picture of it. */
export async function showPlanText(deps: PreviewDeps, input: PlanInput): Promise<ShownPlan> {
  const examined = await examinePlanInput(deps, input);
  const answer = previewOf(examined);
  if (answer.type === 'problems') return answer;
  const { plan } = examined.reading as Extract<PlanReading, { type: 'plan' }>;
  return { ...answer, plan, svg: drawPlan(plan) };
}

/** What was read, as a preview. */
export function previewOf(
  { reading, notes, facts, format }: ExaminedPlan,
  options: Pick<ExecutionOptions, 'agent'> = {},
): PreviewAnswer {
  if (reading.type === 'problems') return { ...reading, notes, facts, ...(format === undefined ? {} : { format }) };
  const { plan } = reading;
  return { type: 'plan', preview: previewPlan(plan, options), notes, facts, mermaid: drawMermaid(plan) };
}
