import { examinePlan } from './examine-plan';
import type { ExecutionPlan, PlanContext, PlanInput, PlanNote, PlanReading } from './plan';
import type { PlanFacts } from './plan-facts';

/** All that a reading found out, as plain values: they go from one thread to another, and into JSON. */
export interface ExaminedPlan {
  readonly reading: PlanReading;
  /** What was understood all the same of a plan that is refused; its dependencies may hold cycles. */
  readonly partial?: ExecutionPlan;
  /** The format's name, when one was found. */
  readonly format?: string;
  /** Also of a plan that is refused. */
  readonly notes: readonly PlanNote[];
  /** What the documents say, in their own ids; also of a plan that is refused. */
  readonly facts: PlanFacts;
}

/** The examination of a plan, with its facts, and without the documents. */
export function examinedPlan(input: PlanInput, context: PlanContext): ExaminedPlan {
  const { reading, format, notes, facts, partial } = examinePlan(input, context);
  return {
    reading,
    notes,
    facts: facts(),
    ...(partial === undefined ? {} : { partial }),
    ...(format === undefined ? {} : { format }),
  };
}
