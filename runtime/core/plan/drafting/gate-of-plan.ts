import type { DraftPlan } from '../draft';
import { isGated } from '../text/frontmatter';
import type { PlanDocument } from '../text/plan-document';

/** What a person is asked before anything of a document starts: as its frontmatter says, else what was `said` in it. */
export function gateOfPlan(document: PlanDocument, said: string | undefined): Pick<DraftPlan, 'humanGate'> {
  const humanGate = isGated(document.frontmatter().fields) ? 'autonomous: false' : said;
  return humanGate === undefined ? {} : { humanGate };
}
