import type { DraftPlan } from '../draft';
import type { Findings } from '../findings';
import { noteFrontmatter } from '../text/frontmatter';
import type { PlanDocument } from '../text/plan-document';
import { gateOfPlan } from './gate-of-plan';

/** What every list of tasks in markdown has around its tasks. */
type Frame = Pick<DraftPlan, 'title' | 'source' | 'where' | 'humanGate'>;

/**
 * The frame of a list of tasks; notes what is wrong with its frontmatter.
 *
 * @param titles - What it may be called where its frontmatter does not say; the first that is not empty.
 * @param gate - What was said in it of a person who must say yes before anything starts.
 */
export function taskListFrame(
  document: PlanDocument,
  titles: readonly (string | undefined)[],
  gate: string | undefined,
  findings: Findings,
): Frame {
  const frontmatter = document.frontmatter();
  noteFrontmatter(frontmatter, findings);
  return {
    title: [frontmatter.fields.get('title')?.value, ...titles].find((title) => title) ?? '',
    source: 'TASK_LIST',
    where: { line: 1, column: 1 },
    ...gateOfPlan(document, gate),
  };
}
