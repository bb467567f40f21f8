import type { DraftPlan } from '../draft';
import type { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import type { PlanDocument } from '../text/plan-document';

/** One kind of plan file. A format is data and two pure functions; adding one is adding it to `registry.ts`. */
export interface PlanFormat {
  /** As it stands in `ExecutionPlan.format`, and as a person may name it. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** True when the format is ours: then unknown fields, unknown ids and ids twice are problems, not notes. */
  readonly isStrict: boolean;
  /** How surely the text has this format: 0 … 1; the highest wins, the earlier of two equals. */
  detect(document: PlanDocument): number;
  /** Reads as much as it can, and tells `findings` the rest. Undefined when nothing can be read. */
  read(document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan | undefined;
}
