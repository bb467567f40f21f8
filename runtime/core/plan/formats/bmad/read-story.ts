import { counted } from '../../../counted';
import type { DraftCriterion, DraftPlan } from '../../draft';
import { frontmatterGate } from '../../drafting/frontmatter-gate';
import { finishMarkdownTask, type MarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { withNearBoxes } from '../../drafting/near-boxes';
import { noteParts } from '../../drafting/note-parts';
import { type FilePart, readTaskFile } from '../../drafting/task-file';
import type { Findings } from '../../findings';
import { findHumanGate } from '../../gates/find-human-gate';
import { lastToRun } from '../../last-to-run';
import type { Position } from '../../plan';
import { append } from '../../text/append';
import { at } from '../../text/at';
import { readAttribute } from '../../text/attributes';
import { noteFrontmatter } from '../../text/frontmatter';
import { gateOfStatus } from '../../text/held-status';
import type { Line } from '../../text/lines';
import { numberedText } from '../../text/numbered-text';
import { numberedTitle } from '../../text/numbered-title';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { readHeading } from '../../text/read-heading';
import { statusOf, statusOfMark } from '../../text/status-words';

interface StoryTask extends MarkdownTask {
  /** Numbers of the acceptance criteria that it names. */
  readonly proves: readonly number[];
}

/** A story: its tasks, and what it says of itself. */
export interface Story {
  readonly title: string;
  /** As written; empty without one. */
  readonly status: string;
  readonly tasks: readonly StoryTask[];
  readonly criteria: readonly DraftCriterion[];
  readonly description: string;
  readonly where: Position;
  readonly humanGate?: string;
}

const TASKS = /^(?:tasks?(?: ?(?:\/|&|and) ?subtasks?)?|implementation tasks)(?: .{0,40})?$/i;

/** Reads a story file: boxes under `Tasks / Subtasks` are tasks, those below a box are parts of it. */
export function readStory(document: PlanDocument, findings: Findings): Story {
  const frontmatter = document.frontmatter();
  noteFrontmatter(frontmatter, findings);
  const found = statusIn(document);
  const tasks = readTasks(document, findings);
  const file = readTaskFile(document, partOf);
  const draft = /^draft$/i.test(found) ? 'The story is a draft; a person must approve it' : undefined;
  const gate = frontmatterGate(frontmatter.fields) ?? gateOfStatus(found) ?? draft;
  return {
    title: file.title
      .replace(/^Story (?=\d|[A-Z]\d)/i, '')
      .replace(/^[\w.]{1,12} {0,2}[:–—-] {0,3}/, (number) => (/\d/.test(number) ? '' : number)),
    status: found,
    tasks,
    criteria: file.criteria,
    description: file.description,
    where: file.where,
    ...(gate === undefined ? {} : { humanGate: gate }),
  };
}

/** The plan of one story: its tasks one after another; a criterion is checked after the last task that names it and is run. */
export function storyPlan(story: Story, document: PlanDocument, findings: Findings): DraftPlan {
  const { tasks, criteria } = story;
  const naming = new Map<number, StoryTask[]>();
  for (const task of tasks)
    for (const no of task.proves) {
      const others = naming.get(no);
      if (others === undefined) naming.set(no, [task]);
      else others.push(task);
    }
  const rest = criteria.filter((criterion, no) => {
    const owner = lastToRun(naming.get(no + 1) ?? []);
    owner?.criteria.push(criterion);
    return owner === undefined;
  });
  noteParts(tasks, findings);
  const open = tasks.filter(({ status }) => status !== 'completed').length;
  if (open > 0 && statusOf(story.status) === 'completed')
    findings.note(
      'NOTE_STATUS_CONFLICT',
      story.where,
      `The story says ${quote(story.status)}, and ${open} of its tasks are not ticked; they count as not done`,
    );
  if (tasks.length > 1)
    findings.note(
      'NOTE_DOCUMENT_ORDER',
      tasks[0]!.where,
      `${counted(tasks.length, 'task follows', 'tasks follow')} the order of the document`,
    );
  const story_ = [
    story.title === '' ? '' : `Story: ${story.title}`,
    document.path === '' ? '' : `Its notes stand in ${document.path}`,
  ];
  return {
    title: story.title || document.name || 'Story',
    source: 'TASK_LIST',
    where: story.where,
    criteria: rest,
    tasks: tasks.map(({ proves: _proves, ...task }, no) => {
      if (no > 0) task.follows.push(no - 1);
      append(
        task.description,
        story_.filter((text) => text !== ''),
      );
      return finishMarkdownTask(task, []);
    }),
    ...(story.humanGate === undefined ? {} : { humanGate: story.humanGate }),
  };
}

function readTasks(document: PlanDocument, findings: Findings): StoryTask[] {
  const tasks: StoryTask[] = [];
  const taken = new Map<string, number>();
  const headed = new Set<StoryTask>();
  let level = 0;
  let current: StoryTask | undefined;
  let indent = 0;
  /** The task is a heading, and all below it is its own. */
  let isHeaded = false;
  for (const line of withNearBoxes(document.markdown().lines, findings)) {
    if (line.kind === 'heading') {
      current = undefined;
      isHeaded = false;
      const { text, isDone } = readHeading(line.content);
      if (level > 0 && line.level <= level) level = 0;
      if (level === 0 && TASKS.test(text)) level = line.level;
      else if (level > 0 && numberedTitle(text)?.word === 'task') {
        current = taskOf({ ...line, content: text, mark: isDone ? 'x' : ' ' }, tasks.length, taken, findings);
        isHeaded = true;
        headed.add(current);
        tasks.push(current);
        document.ledger.mark(line, 'task');
      }
      continue;
    }
    if (level === 0 || line.content === '') continue;
    const isBelow = current !== undefined && (isHeaded || line.indent >= indent + 2);
    if (line.kind === 'box' && !isBelow) {
      current = taskOf(line, tasks.length, taken, findings);
      indent = line.indent;
      tasks.push(current);
      document.ledger.mark(line, 'task');
    } else if (line.kind === 'box' && current !== undefined) {
      partBelow(current, line);
      document.ledger.mark(line, 'subtask');
    } else if (isBelow && (line.kind === 'item' || line.kind === 'text')) {
      current!.description.push(line.kind === 'text' ? plainText(line.content) : `- ${plainText(line.content)}`);
      document.ledger.mark(line, 'detail');
    }
  }
  for (const task of tasks) if (headed.has(task)) doneByParts(task);
  return tasks;
}

/** A heading has no box of its own: it is done when all of its parts are. */
function doneByParts(task: StoryTask): void {
  if (task.subtasks.length > 0 && task.subtasks.every(({ isDone }) => isDone)) task.status = 'completed';
}

function taskOf(line: Line, no: number, taken: Map<string, number>, findings: Findings): StoryTask {
  const { id, text } = numberedText(line.content);
  const references = /\(ACs?:? {0,2}([^()]{1,200})\)/i.exec(text);
  const title = plainText(references === null ? text : text.replace(references[0], '')).trim();
  const own = id === '' ? `#${no + 1}` : id;
  const copies = (taken.get(own) ?? 0) + 1;
  taken.set(own, copies);
  const name = copies === 1 ? own : `${own}#${copies}`;
  if (copies > 1)
    findings.note(
      'NOTE_DUPLICATE_ID',
      at(line),
      `The number ${quote(own)} stands in an earlier line already; here it is read as ${name}`,
    );
  const base = newMarkdownTask(name, title === '' ? own : title, at(line));
  return { ...base, status: statusOfMark(line.mark), proves: numbersIn(references?.[1] ?? '') };
}

function partBelow(task: StoryTask, line: Line): void {
  const { id, text } = numberedText(line.content.replace(/^[*_]{0,2}Subtask /i, ''));
  const isDone = statusOfMark(line.mark) === 'completed';
  const title = plainText(text);
  task.subtasks.push({ originalId: id, title, isDone, where: at(line) });
  const gate = isDone ? undefined : findHumanGate(title, '');
  if (gate !== undefined) task.humanGate ??= `A part of it says "${gate}"`;
}

/** `1, 3`, `#2`, `1-4`: numbers of criteria. */
function numbersIn(text: string): number[] {
  const numbers: number[] = [];
  for (const [, first, last] of text.matchAll(/(\d{1,3})(?:\s{0,2}[-–]\s{0,2}(\d{1,3}))?/g))
    for (let no = Number(first); no <= Number(last ?? first) && numbers.length < 200; no++) numbers.push(no);
  return numbers;
}

/** Of a line `Status: done`, a heading `## Status: done`, or the line below a heading `## Status`. */
function statusIn(document: PlanDocument): string {
  let isNext = false;
  for (const line of document.markdown().lines) {
    if (line.no > 60) break;
    if (line.kind === 'blank') continue;
    const { text } = line.kind === 'heading' ? readHeading(line.content) : { text: line.content };
    if (isNext && line.kind !== 'heading') return plainText(line.content);
    isNext = line.kind === 'heading' && /^status$/i.test(text);
    if (line.kind !== 'heading' && line.kind !== 'text') continue;
    const attribute = readAttribute(line.kind === 'heading' ? plainText(line.content) : text);
    if (attribute?.name === 'status' && attribute.value !== '') return plainText(attribute.value);
  }
  return document.frontmatter().fields.get('status')?.value ?? '';
}

function partOf(heading: string): FilePart | undefined {
  if (/^acceptance criteria/i.test(heading)) return 'criteria';
  if (/^(?:story|user story|description)\b/i.test(heading)) return 'text';
  return 'record';
}
