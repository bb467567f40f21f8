import type { ExaminedPlan } from '../core/plan/examined-plan';
import type { PlanContext, PlanInput } from '../core/plan/plan';

/**
 * Reads plans where a reading that goes wrong harms nobody: it is ended when it takes longer, or more memory, than any
 * plan within the limits needs. That is an answer too: the problem `PLAN_TOO_SLOW` or `PLAN_TOO_COMPLEX`.
 */
export interface PlanReader {
  /**
   * The same answer for the same input and context. Meanwhile the caller's thread goes on.
   *
   * @throws {InvariantError} `BUG_PLAN_READER` when the reading itself failed; the caller is as it was before.
   */
  examine(input: PlanInput, context: PlanContext): Promise<ExaminedPlan>;
}
