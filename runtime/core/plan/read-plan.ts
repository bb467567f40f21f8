import { examinePlan } from './examine-plan';
import type { PlanContext, PlanInput, PlanReading } from './plan';

/** The plan, or all of its problems; `examinePlan` tells notes and facts besides, also of a plan that is refused. */
export function readPlan(input: PlanInput, context: PlanContext): PlanReading {
  return examinePlan(input, context).reading;
}
