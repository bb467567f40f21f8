import type { Position } from '../../plan';
import { append } from '../../text/append';
import { at } from '../../text/at';
import { readAttribute } from '../../text/attributes';
import type { Line, MarkdownLines } from '../../text/lines';
import { numberedTitle } from '../../text/numbered-title';
import { plainText } from '../../text/plain-text';
import { readHeading } from '../../text/read-heading';
import { readLabel } from '../../text/read-label';
import { sectionKind } from '../../text/section-kind';
import { isDoneMark } from '../../text/status-words';
import { applyAttribute } from '../apply-attribute';
import { type MarkdownTask, newMarkdownTask } from '../markdown-task';
import { type GsdTask, readElementTask, type TaskSource } from './element-task';
import { criterionOf } from './read-criteria';
import { readPaths } from './read-paths';
import { askedByFields } from './task-attributes';

const ELEMENT = /^<(?:name|files|action|verify|done|acceptance[_-]criteria|what-built|how-to-verify|behavior)[\s>]/i;
type Mode = 'text' | 'files' | 'criteria' | 'verify';

/** Reads the tasks of a GSD plan that are headings: `### Task 1: …`, `## Task 2: … [auto]`, `## Gap 3: …`. */
export function readHeadingTasks(markdown: MarkdownLines, source: TaskSource): GsdTask[] {
  const { lines } = markdown;
  const word = lines.some((line) => wordOf(line) === 'task') ? 'task' : 'gap';
  const tasks: GsdTask[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (wordOf(lines[at]!) !== word) continue;
    let end = at + 1;
    while (end < lines.length && !endsTask(lines[end]!, lines[at]!, word)) end++;
    tasks.push(readHeadingTask(lines.slice(at, end), source));
    at = end - 1;
  }
  return tasks;
}

function endsTask(line: Line, heading: Line, word: string): boolean {
  return line.kind === 'heading' && (line.level <= heading.level || wordOf(line) === word);
}

/** `task` or `gap` of a heading that is one. */
function wordOf({ kind, content }: Line): string | undefined {
  if (kind !== 'heading' || !/\d/.test(content.slice(0, 60))) return undefined;
  const word = numberedTitle(readHeading(content).text)?.word;
  return word === 'task' || word === 'gap' ? word : undefined;
}

function readHeadingTask(lines: readonly Line[], source: TaskSource): GsdTask {
  const [heading, ...body] = lines;
  const { no, column, content } = heading!;
  const { text, isDone } = readHeading(content);
  const kind = /\[([\w:= "-]{2,60})\]$/.exec(text)?.[1] ?? '';
  const name = numberedTitle(kind === '' ? text : text.slice(0, -kind.length - 2).trim())!;
  source.ledger.mark(no, 'task');
  const hasElements = body.some((line) => line.kind === 'text' && ELEMENT.test(line.content));
  const to = body.at(-1)?.no ?? no;
  const task = hasElements ? readElementTask({ from: no, to, isClosed: true }, source) : bodyTask(body, source);
  task.originalId = name.id;
  task.title = name.title === '' ? text : name.title;
  if (isDone) task.status = 'completed';
  const asked = askedByFields([['type', kind]]);
  if (asked !== undefined) task.humanGate = asked;
  source.ledger.markAll(no, to, 'detail');
  return { ...task, where: { line: no, column }, isCheckpoint: asked !== undefined || task.isCheckpoint };
}

/** The text below a heading, where labels such as `**Files:**` say what is what. */
function bodyTask(body: readonly Line[], source: TaskSource): GsdTask {
  const task = newMarkdownTask('', '', { line: 1, column: 1 });
  let mode: Mode = 'text';
  for (const line of body) {
    if (line.kind === 'blank' || line.kind === 'rule') continue;
    const where = at(line);
    const label = readLabel(line.content);
    const attribute = readAttribute(line.content);
    if (line.kind === 'heading' || label !== undefined || attribute !== undefined)
      mode = modeOf(label?.name ?? attribute?.name ?? line.content);
    const value = label?.value ?? attribute?.value;
    if (value !== undefined && (mode === 'criteria' || mode === 'verify')) {
      if (value !== '') addCriterion(task, value, where);
      continue;
    }
    if (attribute !== undefined) {
      const at = { line: line.no, column: line.column + attribute.offset };
      if (applyAttribute(task, attribute, at, source.findings)) continue;
    }
    const isItem = line.kind === 'item' || line.kind === 'box';
    if (isItem && mode === 'files')
      append(
        task.files,
        readPaths(line.content, () => where),
      );
    else if (isItem && (mode === 'criteria' || mode === 'verify')) {
      source.ledger.mark(line, 'criterion');
      addCriterion(task, line.content, where);
    } else if (line.kind === 'box' && line.content !== '') {
      source.ledger.mark(line, 'subtask');
      const isDone = isDoneMark(line.mark);
      task.subtasks.push({ originalId: '', title: plainText(line.content), isDone, where });
    } else task.description.push(`${line.ordinal === '' ? '' : `${line.ordinal}. `}${line.content}`);
  }
  return { ...task, isCheckpoint: false };
}

function addCriterion(task: MarkdownTask, text: string, where: Position): void {
  const isFirst = task.criteria.length === 0;
  task.criteria.push({ ...criterionOf(text), where, ...(isFirst ? {} : { isExtra: true as const }) });
}

function modeOf(name: string): Mode {
  const text = name.toLowerCase();
  if (/^files?\b/.test(text)) return 'files';
  if (/^(?:verify|verification|automated|test)\b/.test(text)) return 'verify';
  return /^(?:done|criteria)\b/.test(text) || sectionKind(text) === 'criteria' ? 'criteria' : 'text';
}
