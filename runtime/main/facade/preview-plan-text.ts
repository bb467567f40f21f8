import { ThreadPlanReader } from '../../adapters/system/thread-plan-reader';
import { type ShownPlan, showPlanText } from '../../app/preview-plan-text';
import type { PlanInput } from '../../core/plan/plan';

/** What a plan would be: tasks, waves, critical path, pictures, or all its problems. Needs no runtime, and keeps nothing. */
export function previewPlanText(input: PlanInput): Promise<ShownPlan> {
  return showPlanText({ plans: new ThreadPlanReader() }, input);
}
