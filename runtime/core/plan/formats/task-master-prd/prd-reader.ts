import type { DraftPlan } from '../../draft';
import { countedCriteria, criteriaOnly, titleOf, withExtra } from '../../drafting/criteria-draft';
import { type OrderedTask, orderByDocument } from '../../drafting/document-order';
import { gateOfPlan } from '../../drafting/gate-of-plan';
import { finishMarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { nameTasks } from '../../drafting/name-tasks';
import { type PhaseList, phaseList } from '../../drafting/phase-list';
import { readBody } from '../../drafting/read-body';
import { readCriteria } from '../../drafting/read-criteria';
import { forgetUnresolved } from '../../drafting/read-known-references';
import { sectionGates } from '../../drafting/section-gates';
import { hearWords } from '../../drafting/task-body';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { at } from '../../text/at';
import type { Line } from '../../text/lines';
import type { Section } from '../../text/outline';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { readCriterion } from '../../text/read-criterion';
import { isDoneMark } from '../../text/status-words';
import { dependencyNote } from './dependency-note';
import { type ModuleTask, moduleReferences } from './module-names';

const PHASED = /\b(?:development|implementation)\b|\broadmap\b|\bphases?\b|\btasks?\b/i;

export function readTaskMasterPrd(document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan {
  const { lines, raw, unclosed } = document.markdown();
  const sections = document.sections();
  const phases = phaseList(sections, document.ledger);
  const tasks: ModuleTask[] = [];
  const used = new Set<number>();
  for (const section of sections) {
    if (section.kind !== 'tasks' || !isRoadmap(section, sections, phases)) continue;
    const starts = section.lines.flatMap((line, at) =>
      line.kind === 'box' && line.indent < 2 && line.content !== '' ? [at] : [],
    );
    starts.forEach((at, no) => {
      const body = bodyOf(section.lines.slice(at + 1, starts[no + 1] ?? section.lines.length));
      for (const line of [section.lines[at]!, ...body]) used.add(line.no);
      const task = moduleTask(section.lines[at]!, body, document, unclosed !== undefined, findings);
      const text = body.map((line) => raw[line.no - lines[0]!.no]!);
      task.description.push(text.join('\n').trim());
      const phase = phases.phaseOf.get(section.no);
      tasks.push({ ...task, section: section.no, ...(phase === undefined ? {} : { phase }) });
    });
  }
  const lists = readCriteria(
    lines.filter(({ no }) => !used.has(no)),
    document.ledger,
  );
  const { counted, extra } = countedCriteria(lists);
  const gates = sectionGates(sections, ({ no }) => used.has(no));
  for (const task of tasks) {
    const asked = gates.ofSection.get(task.section);
    if (asked !== undefined) task.humanGate ||= asked;
  }
  const names = phases.names.length > 0 ? phases.names : undefined;
  if (tasks.length === 0) return criteriaOnly(document, counted, findings, names);
  return withTasks({ document, tasks, phases, counted, extra, planGate: gates.plan, limits, findings });
}

interface Parts extends ReturnType<typeof countedCriteria> {
  readonly document: PlanDocument;
  readonly tasks: readonly ModuleTask[];
  readonly phases: PhaseList;
  readonly planGate: string | undefined;
  readonly limits: PlanLimits;
  readonly findings: Findings;
}

/** Where the whole has criteria, those of a module say the same in small: they are checked, and do not count. */
function withTasks({ document, tasks, phases, counted, extra, planGate, limits, findings }: Parts): DraftPlan {
  nameTasks(tasks, findings);
  const references = moduleReferences(tasks, phases.names, limits.edges, findings);
  const isExtra = counted.length > 0 ? { isExtra: true as const } : {};
  forgetUnresolved(tasks, references);
  orderByDocument(tasks, findings);
  return {
    title: titleOf(document, findings),
    source: 'SPEC',
    where: { line: 1, column: 1 },
    tasks: tasks.map(({ section: _s, isParallel: _p, ...task }, no) => ({
      ...finishMarkdownTask(task, references[no] ?? []),
      criteria: task.criteria.map((criterion) => ({ ...criterion, ...isExtra })),
    })),
    phases: phases.names,
    criteria: withExtra(counted, extra),
    ...gateOfPlan(document, planGate),
  };
}

/** A phase, or a section below a title that speaks of work. */
function isRoadmap(section: Section, sections: readonly Section[], phases: PhaseList): boolean {
  if (phases.phaseOf.has(section.no)) return true;
  for (let at: Section | undefined = section; at !== undefined; at = sections[at.parent])
    if (PHASED.test(at.title)) return true;
  return false;
}

/** Until the first line that is not inside the box: exit criteria of the phase. */
function bodyOf(lines: readonly Line[]): readonly Line[] {
  const end = lines.findIndex(
    ({ kind, indent }) => kind === 'rule' || (kind !== 'blank' && kind !== 'code' && indent < 1),
  );
  return end < 0 ? lines : lines.slice(0, end);
}

function moduleTask(
  line: Line,
  body: readonly Line[],
  document: PlanDocument,
  isDamaged: boolean,
  findings: Findings,
): OrderedTask {
  const where = at(line);
  const { text, remark, on } = dependencyNote(line.content);
  const title = `${plainText(text)
    .replace(/\s{2,20}/g, ' ')
    .trim()}${remark === '' ? '' : ` (${remark})`}`;
  const task: OrderedTask = { ...newMarkdownTask('', title, where), section: 0, isParallel: false };
  document.ledger.mark(line, 'task');
  if (isDoneMark(line.mark)) task.status = 'completed';
  if (on !== undefined) task.dependsOn.push({ expression: on, where });
  const rest: Line[] = [];
  let isCriteria = false;
  let indent = 0;
  for (const each of body) {
    const said =
      /^\*{0,4}(Acceptance(?: criteria)?|Test(?: strategy|s)?)\*{0,4}\s{0,2}:\*{0,4}\s{0,3}(.{0,2000})$/i.exec(
        each.content,
      );
    if (said !== null) {
      isCriteria = /^a/i.test(said[1]!);
      indent = each.indent;
      document.ledger.mark(each, 'criterion');
      if (said[2] !== '') task.criteria.push({ ...readCriterion(said[2]!), where: at(each) });
    } else if (isCriteria && each.kind === 'item' && each.indent > indent) {
      document.ledger.mark(each, 'criterion');
      task.criteria.push({ ...readCriterion(each.content), where: at(each) });
    } else rest.push(each);
  }
  readBody(task, { lines: rest, ledger: document.ledger, findings });
  hearWords(task, [line, ...body], isDamaged);
  return task;
}
