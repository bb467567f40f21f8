import type { ExaminedPlan } from '../core/plan/examined-plan';
import { drawMermaid } from '../core/plan/picture/draw-mermaid';
import { drawPlan } from '../core/plan/picture/draw-plan';
import type { ExecutionPlan, PlanInput, PlanLimits, PlanReading } from '../core/plan/plan';
import { previewPlan } from '../core/plan/preview-plan';
import { compareReleases } from '../core/schedule/compare-releases';
import { unmetNeeds } from '../core/schedule/unmet-needs';
import type { PlanReader } from '../ports/plan-reader';
import type { WorkerStore } from '../ports/worker-store';
import { examinePlanInput } from './examine-plan-input';
import type { PreviewAnswer } from './runtime';
import { resourceLimits } from './scheduling-capacity';

export interface PreviewDeps {
  readonly plans: PlanReader;
  readonly limits?: PlanLimits;
  /** With them the answer also says what nobody here can do. */
  readonly workers?: Pick<WorkerStore, 'scheduling'>;
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

/** What a plan would be: tasks, waves, critical path and a chart, or all its problems. The same answer for the same text and workers; nothing is kept. */
export async function previewPlanText(deps: PreviewDeps, input: PlanInput): Promise<PreviewAnswer> {
  return answerOf(deps, await examinePlanInput(deps, input));
}

/** The same with all that the plan says, and a picture of it. */
export async function showPlanText(deps: PreviewDeps, input: PlanInput): Promise<ShownPlan> {
  const examined = await examinePlanInput(deps, input);
  const answer = await answerOf(deps, examined);
  if (answer.type === 'problems') return answer;
  const { plan } = examined.reading as Extract<PlanReading, { type: 'plan' }>;
  return { ...answer, plan, svg: drawPlan(plan) };
}

async function answerOf(
  deps: Pick<PreviewDeps, 'workers'>,
  { reading, notes, facts, format }: ExaminedPlan,
): Promise<PreviewAnswer> {
  if (reading.type === 'problems') return { ...reading, notes, facts, ...(format === undefined ? {} : { format }) };
  const { plan } = reading;
  const answer = { type: 'plan', preview: previewPlan(plan), notes, facts, mermaid: drawMermaid(plan) } as const;
  if (deps.workers === undefined) return { ...answer, ...releasesOf(plan) };
  const { workers, capacity } = await deps.workers.scheduling();
  const limits = resourceLimits(capacity);
  const unmet = unmetNeeds(plan, { origin: 'hand-off' }, workers, limits);
  return { ...answer, ...releasesOf(plan, limits), unmet };
}

function releasesOf(plan: ExecutionPlan, limits?: ReadonlyMap<string, number>): Pick<ShownRunnable, 'releases'> {
  const releases = compareReleases(plan, limits ? { limits } : {});
  return releases === undefined ? {} : { releases };
}
