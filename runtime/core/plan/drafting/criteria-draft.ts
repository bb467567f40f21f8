import type { DraftCriterion, DraftPlan } from '../draft';
import type { Findings } from '../findings';
import { noteFrontmatter } from '../text/frontmatter';
import type { PlanDocument } from '../text/plan-document';
import type { CriteriaList } from './read-criteria';

/** The criteria that count: those of success; where there are none, those of checks. The others say the same again. */
export function countedCriteria(lists: readonly CriteriaList[]): {
  readonly counted: readonly DraftCriterion[];
  readonly extra: readonly DraftCriterion[];
} {
  const of = (kind: CriteriaList['kind']) =>
    lists.filter((list) => list.kind === kind).flatMap((list) => list.criteria);
  const success = of('success');
  return success.length > 0 ? { counted: success, extra: of('check') } : { counted: of('check'), extra: [] };
}

/** The criteria of a plan: those that count, and those that say the same again. */
export function withExtra(
  counted: readonly DraftCriterion[],
  extra: readonly DraftCriterion[],
): readonly DraftCriterion[] {
  return [...counted, ...extra.map((criterion) => ({ ...criterion, isExtra: true as const }))];
}

/** The title of a markdown document: its frontmatter's, its first heading's, its name. */
export function titleOf(document: PlanDocument, findings: Findings): string {
  const { fields } = document.frontmatter();
  noteFrontmatter(document.frontmatter(), findings);
  const heading = document.markdown().lines.find(({ kind, level }) => kind === 'heading' && level === 1)?.content ?? '';
  const plain = heading.replaceAll('**', '').replace(/^\P{L}{1,6}(?=\p{L})/u, '');
  return fields.get('title')?.value || fields.get('name')?.value || plain || document.name || 'Plan';
}

/** A document that has criteria and no tasks: it must be taken apart first. */
export function criteriaOnly(
  document: PlanDocument,
  criteria: readonly DraftCriterion[],
  findings: Findings,
  phases?: readonly string[],
): DraftPlan {
  return {
    title: titleOf(document, findings),
    source: 'SPEC',
    tasks: [],
    where: { line: 1, column: 1 },
    criteria,
    ...(phases === undefined ? {} : { phases }),
  };
}
