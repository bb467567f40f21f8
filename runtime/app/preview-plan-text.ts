import type { ExecutionOptions } from '../core/execution/execution';
import type { ExaminedPlan } from '../core/plan/examined-plan';
import { drawMermaid } from '../core/plan/picture/draw-mermaid';
import { drawPlan } from '../core/plan/picture/draw-plan';
import type { ExecutionPlan, PlanInput, PlanLimits, PlanReading } from '../core/plan/plan';
import { previewPlan } from '../core/plan/preview-plan';
import { compareReleases } from '../core/schedule/compare-releases';
import type { PlanReader } from '../ports/plan-reader';
import { examinePlanInput } from './examine-plan-input';
import type { PreviewAnswer } from './runtime';

export interface PreviewDeps {
  readonly plans: PlanReader;
  readonly limits?: PlanLimits;
}

type ShownProblems = Extract<PreviewAnswer, { type: 'problems' }>;
type ShownRunnable = Extract<PreviewAnswer, { type: 'plan' }>;
export type ShownPlan =
  | ShownProblems
  | (ShownRunnable & {
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

/** What was read, as a preview; with `limits` of shared things where they are known. */
export function previewOf(
  { reading, notes, facts, format }: ExaminedPlan,
  options: Partial<Pick<ExecutionOptions, 'agent' | 'maxParallel'>> = {},
  limits?: ReadonlyMap<string, number>,
): PreviewAnswer {
  if (reading.type === 'problems') return { ...reading, notes, facts, ...(format === undefined ? {} : { format }) };
  const { plan } = reading;
  return {
    type: 'plan',
    preview: previewPlan(plan, options),
    ...releasesOf(plan, options.maxParallel, limits),
    notes,
    facts,
    mermaid: drawMermaid(plan),
  };
}

function releasesOf(
  plan: ExecutionPlan,
  slots: number | undefined,
  limits: ReadonlyMap<string, number> | undefined,
): Pick<ShownRunnable, 'releases'> {
  const releases = compareReleases(plan, { ...(slots === undefined ? {} : { slots }), ...(limits ? { limits } : {}) });
  return releases === undefined ? {} : { releases };
}
