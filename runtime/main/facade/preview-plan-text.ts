import { ThreadPlanReader } from '../../adapters/system/thread-plan-reader';
import { previewPlanText as preview } from '../../app/preview-plan-text';
import type { PreviewAnswer } from '../../app/runtime';
import type { PlanInput } from '../../core/plan/plan';

/** What a plan would be: tasks, waves, critical path, or all its problems. Needs no runtime, and keeps nothing. */
export function previewPlanText(input: PlanInput): Promise<PreviewAnswer> {
  return preview({ plans: new ThreadPlanReader() }, input);
}
