import type { Findings } from '../findings';
import { append } from '../text/append';
import { at } from '../text/at';
import { type Attribute, readAttribute } from '../text/attributes';
import { codeSpans } from '../text/code-spans';
import { gateOfStatus, holdByStatus } from '../text/held-status';
import { leadingId } from '../text/leading-id';
import type { Ledger } from '../text/ledger';
import type { Line } from '../text/lines';
import { testCommand } from '../text/plain-command';
import { plainText } from '../text/plain-text';
import { isNamedCriterion, readCriterion } from '../text/read-criterion';
import { readFiles } from '../text/read-files';
import { readHeading } from '../text/read-heading';
import { isDoneMark, statusOf } from '../text/status-words';
import { applyAttribute } from './apply-attribute';
import { bodyElements } from './body-elements';
import type { MarkdownTask } from './markdown-task';
import { noteStatus } from './note-status';
import { criteriaKind, criterionOf, labelOf } from './read-criteria';

const FILES =
  /^(?:(?:critical |key |affected )?files\b|(?:new|modified|changed) files\b|文件|ファイル|arquivos|archivos|dateien)/i;
/** Keys that a body may use for something else: `Run: npm test` in a step is no task for a shell. */
const NOT_HERE = new Set([
  'command',
  'agent',
  'capability',
  'resources',
  'context',
  'id',
  'plans',
  'goal',
  'requirements',
]);

type Mode = 'none' | 'criteria' | 'files';

/** What the lines below a task say about it. */
export interface Body {
  readonly lines: readonly Line[];
  readonly ledger: Ledger;
  readonly findings: Findings;
  /** Criteria are kept, and do not count. */
  readonly isExtra?: boolean;
  /** Ordered boxes are criteria. */
  readonly hasOrderedCriteria?: boolean;
}

/**
 * Puts the lines below a task into it: criteria and files below their headings and labels, `key: value` lines, boxes as
 * subtasks. Marks every line that may be work. What is prose stays for the description. Linear.
 */
export function readBody(task: MarkdownTask, body: Body): void {
  let mode: Mode = 'none';
  let indent = 0;
  const elements = bodyElements(body.lines, body.ledger);
  for (const each of elements.criteria) task.criteria.push({ ...each, ...(body.isExtra ? { isExtra: true } : {}) });
  for (const line of body.lines) {
    if (elements.lines.has(line.no)) continue;
    if (line.kind === 'heading') {
      mode = modeOf(readHeading(line.content).text);
      body.ledger.mark(line, 'detail');
    } else if (line.kind === 'text') {
      const said = textLine(task, line, body);
      if (said !== undefined) mode = said;
      indent = line.indent;
    } else if (line.kind === 'box' || line.kind === 'item') {
      const said = itemLine(task, line, mode !== 'none' && line.indent < indent ? 'none' : mode, body);
      if (said === undefined) continue;
      mode = said;
      indent = line.indent + 1;
    } else if (line.kind === 'table' || line.isHiddenBox) {
      body.ledger.mark(line, 'detail');
    }
  }
}

/** A label, or `key: value`. Undefined when the line changes nothing. */
function textLine(task: MarkdownTask, line: Line, body: Body): Mode | undefined {
  const attribute = readAttribute(line.content);
  if (attribute !== undefined && attribute.value !== '') {
    apply(task, attribute, line, body);
    return 'none';
  }
  if (attribute === undefined && (isTest(task, line, body) || isPart(task, line, body))) return 'none';
  const label = labelOf(line.content);
  return label === undefined ? undefined : modeOf(label);
}

/** The mode of the items inside, when this item only names them. */
function itemLine(task: MarkdownTask, line: Line, mode: Mode, body: Body): Mode | undefined {
  const { ledger } = body;
  if (line.content === '') return undefined;
  if (
    mode === 'criteria' ||
    isNamedCriterion(line.content) ||
    (body.hasOrderedCriteria && line.kind === 'box' && line.ordinal !== '')
  ) {
    ledger.mark(line, 'criterion');
    task.criteria.push({ ...criterionOf(line.content, line), ...(body.isExtra ? { isExtra: true } : {}) });
    return undefined;
  }
  if (mode === 'files') {
    ledger.mark(line, 'detail');
    append(task.files, pathsIn(line));
    return undefined;
  }
  if (line.kind === 'box') {
    ledger.mark(line, 'subtask');
    const { id, text } = leadingId(line);
    const full = id === undefined ? '' : id.includes('.') || /[a-z]/i.test(id) ? id : `${task.originalId}.${id}`;
    task.subtasks.push({
      originalId: full,
      title: plainText(text),
      isDone: isDoneMark(line.mark),
      where: at(line),
    });
    return undefined;
  }
  ledger.mark(line, 'detail');
  const attribute = readAttribute(line.content);
  if (attribute !== undefined && attribute.value !== '') apply(task, attribute, line, body);
  else if (attribute === undefined && isTest(task, line, body)) return undefined;
  const label =
    attribute?.value === ''
      ? attribute.name
      : /[:：]\*{0,2}$/.test(line.content)
        ? plainText(line.content).slice(0, -1)
        : undefined;
  const next = label === 'criteria' ? 'criteria' : label === undefined ? 'none' : modeOf(label);
  return next === 'none' ? undefined : next;
}

/** `2.1 Boil` below `2. Kettle`: a part, though no bullet says so. */
function isPart(task: MarkdownTask, line: Line, { ledger }: Body): boolean {
  const found = /^(\d{1,4}(?:\.\d{1,4}){1,3})[.)]?\s{1,4}(\S.{0,2000})$/.exec(line.content);
  if (found === null || line.indent < 2 || !found[1]!.startsWith(`${task.originalId}.`)) return false;
  ledger.mark(line, 'subtask');
  task.subtasks.push({ originalId: found[1]!, title: plainText(found[2]!), isDone: false, where: at(line) });
  return true;
}

/** `Test: npm test -- lid`: a criterion. */
function isTest(task: MarkdownTask, line: Line, { isExtra }: Body): boolean {
  const command = testCommand(line.content);
  if (command === undefined) return false;
  task.criteria.push({ criterion: command, command, where: at(line), ...(isExtra ? { isExtra } : {}) });
  return true;
}

function apply(task: MarkdownTask, attribute: Attribute, line: Line, body: Body): void {
  const where = { line: line.no, column: line.column + attribute.offset };
  if (attribute.name === 'criteria') {
    task.criteria.push({ ...readCriterion(attribute.value), where, ...(body.isExtra ? { isExtra: true } : {}) });
  } else if (attribute.name === 'status') {
    const said = statusOf(attribute.value);
    if (said !== undefined) task.status = said;
    else if (gateOfStatus(attribute.value) === undefined) noteStatus(attribute.value, where, body.findings);
    holdByStatus(task, attribute.value);
  } else if (attribute.name === 'files') {
    if (codeSpans(attribute.value).length > 0 || /[./]/.test(attribute.value))
      append(task.files, readFiles(attribute.value, where));
  } else if (!NOT_HERE.has(attribute.name)) {
    const before = task.criteria.length;
    applyAttribute(task, attribute, where, body.findings);
    if (body.isExtra)
      for (let at = before; at < task.criteria.length; at++)
        task.criteria[at] = { ...task.criteria[at]!, isExtra: true };
  }
}

/** The paths of an item of a list of files: in backticks, else its first word when it looks like a path. */
export function pathsIn(line: Line): MarkdownTask['files'] {
  const spans = codeSpans(line.content);
  const first = spans[0];
  if (first !== undefined) return [...readFiles(`\`${first.code}\``, at(line))].filter(({ path }) => isPath(path));
  const [word = ''] = plainText(line.content)
    .replace(/^(?:create|modify|test|delete|update|new|edit)\s{0,2}:\s{0,4}/i, '')
    .split(/\s/);
  return isPath(word) ? [...readFiles(word, at(line))] : [];
}

function isPath(text: string): boolean {
  return text.length < 300 && !/\s/.test(text) && /[./]/.test(text) && /[\p{L}\p{N}]/u.test(text);
}

function modeOf(title: string): Mode {
  if (FILES.test(title)) return 'files';
  return criteriaKind(title) === undefined ? 'none' : 'criteria';
}
