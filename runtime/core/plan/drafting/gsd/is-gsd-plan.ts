import { numberedTitle } from '../../text/numbered-title';
import type { PlanDocument } from '../../text/plan-document';
import { readHeading } from '../../text/read-heading';

/** Not `BUSINESS_PLAN.md`, which is a document of the domain. */
const PLAN_NAME = /(?:^|-)plan(?:-\d{1,6})?(?:-[\w-]{1,100})?\.md$/;

/** Whether a name in lower case is that of a GSD plan: `02-01-PLAN.md`, `12-PLAN-03.md`; not one of GSD-2, `S01-PLAN.md`. */
export function isGsdPlanName(name: string): boolean {
  return PLAN_NAME.test(name) && !/-summary\.md$/.test(name) && !/^[smt]\d{1,4}[a-z0-9-]{0,20}-plan\.md$/.test(name);
}

/** Whether it also lies where GSD keeps them, or carries their numbers. */
export function isGsdPlanPath({ name, folders }: PlanDocument): boolean {
  if (!isGsdPlanName(name)) return false;
  return (
    folders.includes('.planning') || /^\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?-(?:p?\d{1,4}[a-z]?-plan|plan-\d)/.test(name)
  );
}

/** Whether a text calls itself a quick plan: `# Quick Task 012: …`. Those have no frontmatter, and headings for tasks. */
export function isQuickPlan({ markdown }: PlanDocument): boolean {
  const first = markdown().lines.find(({ kind }) => kind === 'heading');
  return first !== undefined && first.level === 1 && /^Quick (?:Task|Plan|Fix) \d/i.test(first.content);
}

/**
 * Whether a text holds tasks as GSD writes them: `<tasks>`, `<task type=…>`, `<feature>`; with `orHeadings` also headings
 * `Task N` and `Gap N`.
 */
export function hasGsdTasks({ markdown }: PlanDocument, orHeadings: boolean): boolean {
  return markdown().lines.some(({ kind, content }) => {
    if (kind === 'text')
      return /^<(?:tasks>|task\s{1,4}(?:type|id|name|gate)\s{0,3}=|task>|task$|feature>)/i.test(content);
    if (!orHeadings || kind !== 'heading' || !/\d/.test(content.slice(0, 40))) return false;
    const word = numberedTitle(readHeading(content).text)?.word;
    return word === 'task' || word === 'gap';
  });
}
