import type { DraftCriterion, DraftPlan } from '../../draft';
import { applyMarks } from '../../drafting/apply-marks';
import { commandsUnder } from '../../drafting/commands-under';
import { titleOf, withExtra } from '../../drafting/criteria-draft';
import { type OrderedTask, orderByDocument } from '../../drafting/document-order';
import { gateOfPlan } from '../../drafting/gate-of-plan';
import { finishMarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { nameTasks } from '../../drafting/name-tasks';
import { readBody } from '../../drafting/read-body';
import { readCriteria } from '../../drafting/read-criteria';
import { forgetUnresolved, readKnownReferences } from '../../drafting/read-known-references';
import { type SectionGates, sectionGates } from '../../drafting/section-gates';
import { hearWords } from '../../drafting/task-body';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { at } from '../../text/at';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { readCriterion } from '../../text/read-criterion';
import { readFiles } from '../../text/read-files';
import { takeMarks } from '../../text/take-marks';
import { changedFile } from './changed-file';
import { type PrpTask, prpTasks } from './prp-tasks';

/** `- DEPENDENCIES: Task 1`, `VALIDATION: npm test`, `FILE: src/a.ts`. */
const FIELD =
  /^(?:[-*]\s{1,3})?\*{0,4}(DEPENDENCIES|DEPENDS(?:[ _]ON)?|VALIDATION|VALIDATE|FILES?|PATH)\*{0,4}\s{0,2}:\s{0,4}(\S.{0,1999})$/i;

export function readPrp(document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan {
  const found = prpTasks(document);
  const isDamaged = document.markdown().unclosed !== undefined;
  const tasks = found.map((each) => taskOf(each, document, isDamaged, findings));
  nameTasks(tasks, findings);
  const references = readKnownReferences(tasks, limits.edges, findings);
  forgetUnresolved(tasks, references);
  orderByDocument(tasks, findings);
  const gates = gatesOf(document, found);
  found.forEach(({ line }, no) => {
    const asked = gates.at(line.no);
    if (asked !== undefined) tasks[no]!.humanGate ||= asked;
  });
  markRepeats(document, found);
  const { counted, extra } = criteriaOf(document, found);
  return {
    title: titleOf(document, findings),
    source: 'SPEC',
    where: { line: 1, column: 1 },
    tasks: tasks.map(({ section: _s, isParallel, ...task }, no) => ({
      ...finishMarkdownTask(task, references[no] ?? []),
      ...(isParallel ? { isParallel } : {}),
    })),
    criteria: withExtra(counted, extra),
    ...gateOfPlan(document, gates.plan),
  };
}

/** What sections ask for outside of tasks; a task in a fence stands in the section of the fence. */
function gatesOf(document: PlanDocument, found: readonly PrpTask[]): SectionGates {
  const isTask = new Set(found.flatMap(({ line, body }) => [line.no, ...body.map(({ no }) => no)]));
  return sectionGates(document.sections(), ({ no }) => isTask.has(no));
}

function taskOf(found: PrpTask, document: PlanDocument, isDamaged: boolean, findings: Findings): OrderedTask {
  const { line, body } = found;
  const where = at(line);
  const marked = takeMarks(found.title);
  const task: OrderedTask = {
    ...newMarkdownTask(found.id, plainText(marked.text), where),
    section: 0,
    isParallel: marked.isParallel,
  };
  task.aliases.push(`task ${found.id.toLowerCase()}`);
  applyMarks(task, marked, where, findings);
  if (found.isDone) task.status = 'completed';
  document.ledger.mark(line, 'task');
  readBody(task, {
    lines: body.filter((each) => !FIELD.test(each.content)),
    ledger: document.ledger,
    findings,
    isExtra: true,
  });
  for (const each of body) field(task, each);
  if (task.subtasks.length > 0 && task.subtasks.every(({ isDone }) => isDone)) task.status = 'completed';
  task.description.push(found.raw.join('\n').trim());
  hearWords(task, body, isDamaged);
  return task;
}

function field(task: OrderedTask, line: Line): void {
  const where = at(line);
  const path = changedFile(line.content);
  if (path !== undefined) task.files.push({ path, where });
  const found = FIELD.exec(line.content);
  if (found === null) return;
  const [, name = '', value = ''] = found;
  if (/^DEP/i.test(name)) task.dependsOn.push({ expression: value, where });
  else if (/^VALID/i.test(name)) task.criteria.push({ ...readCriterion(value), where, isExtra: true });
  else for (const file of readFiles(value, where)) task.files.push({ ...file, path: file.path.split(/\s/, 1)[0]! });
}

/** Headings that name a task again: its pseudocode. */
function markRepeats(document: PlanDocument, found: readonly PrpTask[]): void {
  const ids = new Set(found.map(({ id }) => id));
  for (const line of document.markdown().lines) {
    const id =
      line.kind === 'heading' ? /^\W{0,4}Task (\d{1,6}(?:\.\d{1,6})?[a-z]?)\b/i.exec(line.content)?.[1] : undefined;
    if (id !== undefined && ids.has(id)) document.ledger.mark(line, 'repeat');
  }
}

/** Success criteria count; final checklists and the commands of the validation loop are checked besides. */
function criteriaOf(
  document: PlanDocument,
  found: readonly PrpTask[],
): { readonly counted: readonly DraftCriterion[]; readonly extra: readonly DraftCriterion[] } {
  const isTask = new Set(found.flatMap(({ line, body }) => [line.no, ...body.map(({ no }) => no)]));
  const lists = readCriteria(
    document.markdown().lines.filter(({ no }) => !isTask.has(no)),
    document.ledger,
  );
  const main = lists.filter(
    ({ title, line }) =>
      line.kind === 'heading' &&
      /success criteri|成功标准|成功基準|crit[eé]rios? de (?:sucesso|éxito|exito)|erfolgskriterien|성공 기준|критерии успеха/i.test(
        title,
      ),
  );
  const success = lists.filter(({ kind }) => kind === 'success');
  const chosen = main.length > 0 ? main : success.length > 0 ? success.slice(0, 1) : lists.slice(0, 1);
  const others = lists.filter((list) => !chosen.includes(list));
  return {
    counted: chosen.flatMap(({ criteria }) => criteria),
    extra: [
      ...commandsUnder(document, (title) => /^(?:validation|verification)\b|^level \d/i.test(title)),
      ...others.flatMap(({ criteria }) => criteria),
    ],
  };
}
