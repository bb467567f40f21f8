import type { DraftCriterion, DraftPlan, DraftReference } from '../../draft';
import { chainEdges, orderSections } from '../../drafting/chain-edges';
import { orderByDocument } from '../../drafting/document-order';
import { filesInTitle } from '../../drafting/files-in-title';
import { frontmatterGate } from '../../drafting/frontmatter-gate';
import { followOutsiders, graphEdges, withMore } from '../../drafting/graph-edges';
import { hearDependencies } from '../../drafting/hear-dependencies';
import { finishMarkdownTask } from '../../drafting/markdown-task';
import { identifyTasks } from '../../drafting/name-tasks';
import { noteParts } from '../../drafting/note-parts';
import { noteUnreadOrder } from '../../drafting/note-unread-order';
import { readTaskReferences } from '../../drafting/read-task-references';
import { settleStandings } from '../../drafting/settle-standings';
import { TaskNames } from '../../drafting/task-names';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { noteFrontmatter } from '../../text/frontmatter';
import type { PlanDocument } from '../../text/plan-document';
import { saysNothing } from '../../text/read-references';
import type { BoxTask } from './box-task';
import { noteReport } from './status-conflicts';

/** What was read of a document with boxes. */
export interface Boxes {
  readonly tasks: readonly BoxTask[];
  /** Criteria that no task was above of. */
  readonly unplaced: readonly DraftCriterion[];
  /** Empty where the document has none. */
  readonly title: string;
  readonly planGate: string | undefined;
  readonly phases: readonly string[];
}

/** The boxes as a plan: named, with what they wait on. */
export function boxPlan(boxes: Boxes, document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan {
  const { tasks, unplaced } = boxes;
  const { fields } = document.frontmatter();
  noteFrontmatter(document.frontmatter(), findings);
  const inFrontmatter = fields.get('tasks');
  if (inFrontmatter !== undefined && tasks.length > 0) {
    findings.problem('PLAN_AMBIGUOUS', inFrontmatter.where, 'Tasks stand in the frontmatter and in the text', {
      hint: 'Keep one of the two lists',
    });
  }
  const [first] = unplaced;
  if (first !== undefined && tasks.length === 0) {
    findings.problem('PLAN_ORPHAN_CRITERION', first.where, 'The plan has criteria, but no task', {
      hint: 'Add tasks as boxes under a heading of their own',
    });
  }
  noteParts(tasks, findings);
  const { lines } = document.markdown();
  tasks.forEach((task) => {
    filesInTitle(task, lines[task.where.line - lines[0]!.no]!);
  });
  const references = order(tasks, document, limits, findings);
  const title = fields.get('title')?.value || fields.get('name')?.value || boxes.title;
  const gate = frontmatterGate(fields) ?? boxes.planGate;
  if (tasks.length > 1) noteUnreadOrder(document, findings);
  if (tasks.length > 0) noteReport(document.name, title, findings);
  return {
    title: title === '' ? document.name || 'Plan' : title,
    source: 'INLINE',
    where: { line: 1, column: 1 },
    criteria: unplaced,
    phases: boxes.phases.length === 0 && tasks.length > 0 ? [title] : boxes.phases,
    tasks: tasks.map((task, no) => finishMarkdownTask(task, references[no] ?? [])),
    ...(gate === undefined ? {} : { humanGate: gate }),
  };
}

/** Names the tasks, reads what they wait on, and gives the others the order of the document. */
function order(
  tasks: readonly BoxTask[],
  document: PlanDocument,
  limits: PlanLimits,
  findings: Findings,
): readonly (readonly DraftReference[])[] {
  settleStandings(tasks, findings);
  const titles = identifyTasks(tasks, findings);
  if (tasks.length > limits.tasks) return [];
  const names = hearDependencies(tasks, new TaskNames(tasks, titles), findings);
  const written = readTaskReferences(tasks, limits.edges, findings, names);
  const graph = graphEdges(document, tasks, findings);
  const drawn = graph.size > 0 ? graph : chainEdges(orderSections(document.sections()), tasks, document, findings);
  if (drawn.size > 0) {
    const all = written.map((own, no) => withMore(own, drawn.get(no)));
    followOutsiders(tasks, all);
    return all;
  }
  const lost = unresolved(tasks, written);
  for (const no of lost) tasks[no]!.dependsOn = [];
  orderByDocument(tasks, findings);
  return written;
}

/** The tasks that wait on something, none of which is in the plan. */
function unresolved(tasks: readonly BoxTask[], written: readonly (readonly DraftReference[])[]): readonly number[] {
  const lost: number[] = [];
  tasks.forEach(({ dependsOn }, no) => {
    if (dependsOn.length === 0 || written[no]!.some((reference) => reference.no !== undefined)) return;
    if (dependsOn.some(({ expression }) => !saysNothing(expression))) lost.push(no);
  });
  return lost;
}
