import type { DraftCriterion } from '../draft';
import { criteriaOnly } from '../drafting/criteria-draft';
import { criterionOf, readCriteria } from '../drafting/read-criteria';
import { withoutNumber } from '../text/outline';
import { plainText } from '../text/plain-text';
import type { PlanDocument } from '../text/plan-document';
import { readTables, tableCells } from '../text/tables';
import { columnsOf } from '../text/task-columns';
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
const REQUIREMENT = /^(?:N?FR|REQ|F|R|AC|SC|US)[-_ ]?\d{1,4}(?:\.\d{1,3}){0,2}(?![\w%])/;
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
    if (document.data().kind !== 'none' || hasTaskBoxes(document) || hasTaskTable(document)) return 'no';
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
    const said = (success.length > 0 ? success : lists).flatMap(({ criteria }) => criteria);
    return criteriaOnly(document, said.length > 0 ? said : requirements(document), findings);
  },
};

/** Items and rows `FR-1 …`, where nothing speaks of success: what is required must hold. */
function requirements(document: PlanDocument): readonly DraftCriterion[] {
  return document.markdown().lines.flatMap((line): readonly DraftCriterion[] => {
    if (line.kind !== 'table' && line.kind !== 'item' && line.kind !== 'box') return [];
    const cells = line.kind === 'table' ? tableCells(line).map(({ text }) => text) : [plainText(line.content)];
    const [first = '', second = ''] = cells;
    if (!REQUIREMENT.test(first) || (line.kind === 'table' && second === '')) return [];
    document.ledger.mark(line, 'criterion');
    return [criterionOf(line.kind === 'table' ? `${first}: ${second}` : line.content, line)];
  });
}

/** Rows of work that say what they wait on, or how long they take. */
function hasTaskTable(document: PlanDocument): boolean {
  return document.sections().some(
    ({ kind, title, lines }) =>
      kind === 'tasks' &&
      readTables(lines).some((table) => {
        const columns = columnsOf(table, title);
        return columns !== undefined && table.rows.length > 1 && (columns.depends >= 0 || columns.estimate >= 0);
      }),
  );
}

/** Boxes that are no criteria: then it has a list of tasks of its own. */
function hasTaskBoxes(document: PlanDocument): boolean {
  let boxes = 0;
  const ofWork = new Set<number>();
  for (const { no, parent, kind, lines, title } of document.sections()) {
    const isNamed = /tasks?|plan|phase|todo|steps|roadmap|implementation|checklist|milestone/i.test(title);
    if (!isNamed && !ofWork.has(parent)) continue;
    ofWork.add(no);
    if (kind !== 'tasks') continue;
    boxes += lines.filter((line) => line.kind === 'box' && line.content !== '').length;
  }
  return boxes > 1;
}
