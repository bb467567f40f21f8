import { counted } from '../../../counted';
import type { DraftPlan } from '../../draft';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { at } from '../../text/at';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { readDuration } from '../../text/read-duration';
import { readHeading } from '../../text/read-heading';
import { isDoneMark } from '../../text/status-words';
import { takeMarks } from '../../text/take-marks';
import { applyMarks } from '../apply-marks';
import { chainEdges, orderSections } from '../chain-edges';
import { commandsUnder } from '../commands-under';
import { countedCriteria, titleOf, withExtra } from '../criteria-draft';
import { type OrderedTask, orderByDocument } from '../document-order';
import { filesInTitle } from '../files-in-title';
import { gateOfPlan } from '../gate-of-plan';
import { followOutsiders, graphEdges, withMore } from '../graph-edges';
import { finishMarkdownTask, newMarkdownTask } from '../markdown-task';
import { nameTasks } from '../name-tasks';
import { noteUnreadOrder } from '../note-unread-order';
import { phaseList } from '../phase-list';
import { readBody } from '../read-body';
import { criteriaKind, readCriteria } from '../read-criteria';
import { forgetUnresolved, readKnownReferences } from '../read-known-references';
import { sectionGates } from '../section-gates';
import { hearWords } from '../task-body';
import { byColumn } from './board';
import { chooseList } from './choose-list';
import type { ChosenList, ListItem } from './list-item';
import { namedFiles } from './named-files';
import { noteOtherLists } from './note-other-lists';
import { applyBlocks, applyCells } from './table-cells';

interface ListTask extends OrderedTask {
  isOptional?: true;
  phase?: string;
}

/**
 * A plan whose tasks are no boxes, from the list that is given or most likely meant; undefined when there is none. Boxes
 * below its tasks are their parts, ordered ones their criteria.
 */
export function readListPlan(
  document: PlanDocument,
  limits: PlanLimits,
  findings: Findings,
  given?: ChosenList,
): DraftPlan | undefined {
  const { lines, unclosed } = document.markdown();
  const sections = document.sections();
  const chosen = given ?? chooseList(sections, document.name);
  if (chosen === undefined) return undefined;
  const { how } = chosen;
  const items = byColumn(chosen.items, sections);
  for (const { line } of items) document.ledger.mark(line, 'task');
  const phases = phaseList(sections, document.ledger);
  const isTask = new Set(items.map(({ line }) => line.no));
  const arePhases =
    sections.filter(({ heading }) => heading !== undefined && isTask.has(heading.no)).length > 1 &&
    phases.names.length === items.length;
  const tasks = items.map((item): ListTask => {
    const phase = arePhases ? undefined : phases.phaseOf.get(item.section);
    const task = taskOf(item, document, unclosed !== undefined, findings);
    return phase === undefined ? task : { ...task, phase };
  });
  const [first] = items;
  findings.note(
    'NOTE_LIST_CHOSEN',
    { line: first!.line.no, column: first!.line.column },
    `The tasks are read from ${how}: ${counted(items.length, 'task')}`,
  );
  for (const { title, line } of chosen.unknown ?? [])
    findings.note(
      'NOTE_NOT_UNDERSTOOD',
      at(line),
      `What stands under ${quote(title)} counts as open, for the column says nothing of how far it is`,
    );
  nameTasks(tasks, findings);
  applyBlocks(tasks, items, findings);
  const graph = graphEdges(document, tasks, findings);
  const apart = orderSections(sections).filter(({ heading }) => !isTask.has(heading!.no));
  const drawn = graph.size > 0 ? graph : chainEdges(apart, tasks, document, findings);
  const written = readKnownReferences(tasks, limits.edges, findings);
  const references = written.map((own, no) => withMore(own, drawn.get(no)));
  if (drawn.size === 0) {
    forgetUnresolved(tasks, references);
    orderByDocument(tasks, findings);
  } else followOutsiders(tasks, references);

  const used = new Set(items.flatMap(({ line, body }) => [line.no, ...body.map(({ no }) => no)]));
  const lists = readCriteria(
    lines.filter(({ no }) => !used.has(no)),
    document.ledger,
    chosen.checks,
  );
  const { counted: ofTasks, extra } = countedCriteria(lists);
  const commands = commandsUnder(document, (title) => criteriaKind(title) !== undefined);
  namedFiles(tasks, sections, used, document.ledger);
  noteUnreadOrder(document, findings);
  noteOtherLists(sections, document.ledger, findings);
  const gates = sectionGates(sections, ({ no }) => used.has(no));
  items.forEach(({ line }, no) => {
    filesInTitle(tasks[no]!, line);
    const asked = gates.at(line.no);
    if (asked !== undefined) tasks[no]!.humanGate ||= asked;
  });
  return {
    title: titleOf(document, findings),
    source: 'INLINE',
    where: { line: 1, column: 1 },
    tasks: tasks.map(({ section: _s, isParallel, ...task }, no) => ({
      ...finishMarkdownTask(task, references[no] ?? []),
      ...(isParallel ? { isParallel } : {}),
    })),
    ...(phases.names.length === 0 ? {} : { phases: phases.names }),
    criteria: withExtra(ofTasks, [...extra, ...commands]),
    ...gateOfPlan(document, gates.plan),
  };
}

/** `**Title**: more`, `**Title** (depends on 1)`; marks in parentheses are taken out of both. */
function taskOf(item: ListItem, document: PlanDocument, isDamaged: boolean, findings: Findings): ListTask {
  const { line, body } = item;
  const where = at(line);
  const bold =
    /^(?:[✅☑✓✔🚧⏳]\u{fe0f}?\s{0,2})?\*\*([^*]{2,150})\*\*\s{0,3}(?:[:：–—-]{1,2}\s{0,3})?(.{0,4000})$/u.exec(
      item.text,
    );
  const { text, isDone } = readHeading(bold === null ? item.text : bold[1]!);
  const marked = takeMarks(text);
  const beside = takeMarks(bold?.[2] ?? '');
  const title = plainText(marked.text)
    .replace(/^~~|~~$/g, '')
    .replace(/[:：]$/, '');
  const task: ListTask = {
    ...newMarkdownTask(item.id, title || item.text, where),
    section: item.section,
    isParallel: marked.isParallel || beside.isParallel,
  };
  applyMarks(task, marked, where, findings);
  applyMarks(task, beside, where, findings);
  if (item.dependsOn !== undefined) task.dependsOn.push({ expression: item.dependsOn, where });
  const minutes = item.estimate === undefined ? undefined : readDuration(item.estimate);
  if (minutes !== undefined) task.estimateMinutes = minutes;
  applyCells(task, item, findings);
  if (/\(optional\)|（可选）/i.test(line.content)) task.isOptional = true;
  if (isDone || /^~~.{1,2000}~~$/.test(item.text) || (line.kind === 'box' && isDoneMark(line.mark)))
    task.status = 'completed';
  else if (line.kind === 'heading' && /~~[^~]{1,2000}~~$/.test(line.content)) task.status = 'skipped';
  readBody(task, { lines: body, ledger: document.ledger, findings, hasOrderedCriteria: true });
  settleStatus(task, item, findings);
  const { lines, raw } = document.markdown();
  const below = body.map(({ no }) => raw[no - lines[0]!.no]!);
  const rest = beside.text === '' ? [] : [beside.text];
  task.description.push([...rest, ...(item.details ?? []), ...below].join('\n').trim());
  if (item.gate !== undefined) task.humanGate ??= item.gate;
  else hearWords(task, [line, ...body], isDamaged);
  return task;
}

/** What the list says of it; boxes below that are all empty, or all ticked, say so too. When they differ, it is open. */
function settleStatus(task: ListTask, item: ListItem, findings: Findings): void {
  if (item.status !== undefined) task.status = item.status;
  const boxes = item.body.filter(({ kind, content }) => kind === 'box' && content !== '');
  const ticked = boxes.filter(({ mark }) => isDoneMark(mark)).length;
  if (boxes.length === 0) return;
  if (task.status === 'completed' && ticked === 0) {
    task.status = 'pending';
    findings.note(
      'NOTE_STATUS_CONFLICT',
      task.where,
      `${quote(task.title)} is marked as done, and its boxes are empty; it counts as open`,
    );
  } else if (task.status === 'pending' && item.status === undefined && ticked === boxes.length) {
    task.status = 'completed';
  }
}
