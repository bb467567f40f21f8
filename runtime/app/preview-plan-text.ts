import { drawMermaid } from '../core/plan/picture/draw-mermaid';
import type { PlanInput, PlanLimits } from '../core/plan/plan';
import { previewPlan } from '../core/plan/preview-plan';
import { unmetNeeds } from '../core/schedule/unmet-needs';
import type { PlanReader } from '../ports/plan-reader';
import type { WorkerStore } from '../ports/worker-store';
import { examinePlanInput } from './examine-plan-input';
import type { PreviewAnswer } from './runtime';
import { resourceLimits } from './scheduling-capacity';

/**
 * What a plan would be: tasks, waves, critical path and a chart, or all its problems. With `workers` also what nobody here can
 * do. The same answer for the same text and workers; nothing is kept.
 */
export async function previewPlanText(
  deps: {
    readonly plans: PlanReader;
    readonly limits?: PlanLimits;
    readonly workers?: Pick<WorkerStore, 'scheduling'>;
  },
  input: PlanInput,
): Promise<PreviewAnswer> {
  const { reading, notes, facts, format } = await examinePlanInput(deps, input);
  if (reading.type === 'problems') return { ...reading, notes, facts, ...(format === undefined ? {} : { format }) };
  const { plan } = reading;
  const answer = { type: 'plan', preview: previewPlan(plan), notes, facts, mermaid: drawMermaid(plan) } as const;
  if (deps.workers === undefined) return answer;
  const { workers, capacity } = await deps.workers.scheduling();
  return { ...answer, unmet: unmetNeeds(plan, { origin: 'hand-off' }, workers, resourceLimits(capacity)) };
}
