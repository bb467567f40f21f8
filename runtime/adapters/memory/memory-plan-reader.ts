import { type ExaminedPlan, examinedPlan } from '../../core/plan/examined-plan';
import type { PlanContext, PlanInput } from '../../core/plan/plan';
import type { PlanReader } from '../../ports/plan-reader';

/** Reads plans in place: nothing ends a reading but its own end. */
export class MemoryPlanReader implements PlanReader {
  async examine(input: PlanInput, context: PlanContext): Promise<ExaminedPlan> {
    return examinedPlan(input, context);
  }
}
