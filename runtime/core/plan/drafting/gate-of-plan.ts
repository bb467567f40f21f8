import type { DraftPlan } from '../draft';
import type { PlanDocument } from '../text/plan-document';
import { frontmatterGate } from './frontmatter-gate';

/** What a person is asked before anything of a document starts: as its frontmatter says, else what was `said` in it. */
export function gateOfPlan(document: PlanDocument, said: string | undefined): Pick<DraftPlan, 'humanGate'> {
  const humanGate = frontmatterGate(document.frontmatter().fields) ?? said;
  return humanGate === undefined ? {} : { humanGate };
}
