import { criteriaOnly } from '../drafting/criteria-draft';
import { readCriteria } from '../drafting/read-criteria';
import { withoutNumber } from '../text/outline';
import type { PlanDocument } from '../text/plan-document';
import type { DocumentFormat } from './plan-format';

/** Headings that documents of requirements have, and lists of tasks have not; one of each line is counted once. */
const SIGNS: readonly RegExp[] = [
  /^(?:executive summary|(?:product )?(?:overview|vision))\b/i,
  /^problem(?: statement)?$|^(?:the )?problem\b/i,
  /\b(?:functional|non-?functional) requirements\b|^requirements$/i,
  /^(?:user (?:stories|personas?|journeys?|experience)|personas?|target (?:users|audience))\b/i,
  /\b(?:success (?:metrics|criteria)|acceptance criteria|definition of done|kpis?)\b|成功标准|验收标准/i,
  /^(?:out of scope|non-?goals|scope|constraints(?: (?:&|and) assumptions)?)\b/i,
  /^(?:goals?(?: (?:&|and) objectives)?|objectives?|business goals)$/i,
];
const NAMED = /(?:^|[-_.])(?:prd|brief|product[-_]requirements?)(?:[-_.v\d]|$)|^(?:spec|requirements)\.md$/;

/**
 * A document of requirements or a project brief: it says what must hold, in lists and tables under headings that speak
 * of success, and names no tasks on which two readers would agree.
 *
 * Source: plan-formats 3.12.
 */
export const prd: DocumentFormat = {
  unit: 'document',
  name: 'prd',
  title: 'Product requirements or brief',
  isStrict: false,

  detect(document) {
    if (document.data().kind !== 'none' || hasTaskBoxes(document)) return 'no';
    const sections = document.sections();
    const titles = sections.map(({ title }) => withoutNumber(title));
    const signs = SIGNS.filter((sign) => titles.some((title) => sign.test(title))).length;
    const isNamed = NAMED.test(document.name);
    const saysSo = titles
      .slice(0, 3)
      .some((title) => /\bPRD\b|product requirements?\b|project brief\b|产品需求/i.test(title));
    if (signs > 0 && document.folders.some((folder) => folder === 'prds')) return 'path';
    if (signs > 0 && (isNamed || saysSo)) return 'content';
    return signs > 3 ? 'fallback' : 'no';
  },

  read(document, _limits, findings) {
    const lists = readCriteria(document.markdown().lines, document.ledger);
    const success = lists.filter(({ kind }) => kind === 'success');
    const counted = success.length > 0 ? success : lists;
    return criteriaOnly(
      document,
      counted.flatMap(({ criteria }) => criteria),
      findings,
    );
  },
};

/** Boxes that are no criteria: then it has a list of tasks of its own. */
function hasTaskBoxes(document: PlanDocument): boolean {
  let boxes = 0;
  for (const { kind, lines, title } of document.sections()) {
    if (kind !== 'tasks' || !/tasks?|plan|phase|todo|steps|roadmap|implementation|checklist|milestone/i.test(title))
      continue;
    boxes += lines.filter((line) => line.kind === 'box' && line.content !== '').length;
  }
  return boxes > 1;
}
