import type { DraftPlan, DraftTask } from '../draft';
import { orderByDocument } from '../drafting/document-order';
import type { GsdTask } from '../drafting/gsd/element-task';
import { hasGsdTasks, isGsdPlanPath, isQuickPlan } from '../drafting/gsd/is-gsd-plan';
import { isPlanHead } from '../drafting/gsd/plan-head';
import { type GsdPlan, readGsdPlan } from '../drafting/gsd/read-gsd-plan';
import { finishMarkdownTask } from '../drafting/markdown-task';
import { nameTasks } from '../drafting/name-tasks';
import { readTaskReferences } from '../drafting/read-task-references';
import type { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import type { PlanDocument } from '../text/plan-document';
import type { DocumentFormat } from './plan-format';

/**
 * GSD's PLAN.md: each `<task>` is a task; without any, each heading `Task N`, else the one `<feature>`. Tasks run in
 * document order. What the plan waits on lies in other files, and is noted.
 *
 * Source: plan-formats 3.2.
 */
export const gsdPlan: DocumentFormat = {
  unit: 'document',
  name: 'gsd-plan',
  title: 'GSD PLAN.md',
  isStrict: false,

  detect(document) {
    if (/(?:^|-)(?:summary|roadmap|research|context|verification|validation|uat|state)\.md$/.test(document.name))
      return 'no';
    const isPath = isGsdPlanPath(document);
    const isContent = isPlanHead(document.frontmatter()) || hasGsdTasks(document, isPath || isQuickPlan(document));
    if (!isContent || (!isPath && isListOfBoxes(document))) return 'no';
    return isPath ? 'path' : 'content';
  },

  read(document, limits, findings) {
    const plan = readGsdPlan(document, findings);
    const { head } = plan;
    for (const { target, where } of head.dependsOn ?? [])
      findings.note(
        'NOTE_EXTERNAL_DEPENDENCY',
        where,
        `The plan waits on plan ${target}, which is another file; hand over the folder, and nightshift waits for it`,
      );
    if (plan.tasks.length === 0)
      findings.problem(
        'PLAN_NO_TASKS',
        { line: 1, column: 1 },
        'This GSD plan has no task: it reports, or is not yet planned',
        {
          hint: 'Plan it first: <task type="auto"> … </task>, or headings "### Task 1: …"',
        },
      );
    return draftOf(plan, limits, findings);
  },
};

/** A head such as GSD's above boxes, and nothing else of GSD: the boxes are the tasks. */
function isListOfBoxes(document: PlanDocument): boolean {
  if (document.frontmatter().fields.has('must_haves') || hasGsdTasks(document, true)) return false;
  return document
    .sections()
    .some(({ kind, lines }) => kind === 'tasks' && lines.some((line) => line.kind === 'box' && line.indent < 2));
}

function draftOf(plan: GsdPlan, limits: PlanLimits, findings: Findings): DraftPlan {
  const { head, title, purpose, gate } = plan;
  const phase = head.phase === undefined ? title : `Phase ${head.phase}`;
  const tasks = plan.tasks.map((task) => ({ ...task, section: 0, isParallel: false }));
  nameTasks(tasks, findings);
  orderByDocument(tasks, findings);
  const references = readTaskReferences(tasks, limits.edges, findings);
  const isWithoutFiles = tasks.every(({ files }) => files.length === 0);
  return {
    title,
    source: 'ROADMAP',
    tasks: tasks.map((task, no): DraftTask => {
      const {
        section: _section,
        isParallel: _isParallel,
        isCheckpoint,
        ...own
      } = finishMarkdownTask(task, references[no]!) as DraftTask & Pick<GsdTask, 'isCheckpoint'> & { section: number };
      const description = [own.description, purpose === '' ? '' : `Of the plan: ${purpose}`];
      return {
        ...own,
        phase,
        description: description.filter(Boolean).join('\n\n'),
        files: isWithoutFiles && !isCheckpoint ? head.files : own.files,
      };
    }),
    phases: [phase],
    criteria: plan.criteria,
    where: { line: 1, column: 1 },
    ...(gate === undefined ? {} : { humanGate: gate }),
  };
}
