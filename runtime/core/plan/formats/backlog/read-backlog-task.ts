import type { DraftReference } from '../../draft';
import type { OrderedTask } from '../../drafting/document-order';
import { frontmatterGate } from '../../drafting/frontmatter-gate';
import { newMarkdownTask } from '../../drafting/markdown-task';
import { type FilePart, readTaskFile } from '../../drafting/task-file';
import type { Findings } from '../../findings';
import { append } from '../../text/append';
import { noteFrontmatter } from '../../text/frontmatter';
import { gateOfStatus } from '../../text/held-status';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { statusOf } from '../../text/status-words';

/** A task of Backlog.md as its file says it, before the references are settled. */
export interface BacklogTask extends OrderedTask {
  readonly file: string;
  /** As its file calls it; `originalId` is unique. */
  readonly writtenId: string;
  readonly parent: string | undefined;
  readonly phase: string | undefined;
  readonly on: DraftReference[];
}

/** Reads one task file; its folder says what its status does not. */
export function readBacklogTask(document: PlanDocument, findings: Findings): BacklogTask {
  const frontmatter = document.frontmatter();
  const { fields } = frontmatter;
  noteFrontmatter(frontmatter, findings);
  const file = readTaskFile(document, partOf);
  const id = fields.get('id')?.value || backlogId(document.path) || file.title || document.name || 'task-1';
  const where = fields.get('id')?.where ?? file.where;
  const title = fields.get('title')?.value || withoutId(file.title) || titleIn(document.path) || id;
  const base = newMarkdownTask(id, title, where);
  const task: BacklogTask = {
    ...base,
    section: 0,
    isParallel: false,
    description: [file.description],
    criteria: [...file.criteria],
    files: [...file.files],
    file: document.path,
    writtenId: id,
    parent: fields.get('parent_task_id')?.value || fields.get('parent')?.value || undefined,
    phase: fields.get('milestone')?.value || undefined,
    on: referencesIn(document),
  };
  append(
    task.dependsOn,
    task.on.map(({ target, where: at }) => ({ expression: target, where: at })),
  );
  const status = fields.get('status')?.value ?? file.status;
  settleStatus(task, status, document, findings);
  const asked = frontmatterGate(fields) ?? gateOfStatus(status);
  if (asked !== undefined) task.humanGate = asked;
  return task;
}

/** The id that a file name begins with: `task-12.1 - Title.md`; empty without one. */
export function backlogId(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^[A-Za-z][A-Za-z0-9]{0,15}-\d{1,6}(?:\.\d{1,6}){0,6}/.exec(name)?.[0] ?? '';
}

function titleIn(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:md|markdown)$/i, '');
  return name
    .slice(backlogId(path).length)
    .replace(/^[ _-]{1,5}/, '')
    .replaceAll('-', ' ')
    .trim();
}

/** `task-12 - Add whistle` without its id. */
function withoutId(title: string): string {
  return title.replace(/^[A-Za-z][A-Za-z0-9]{0,15}-\d{1,6}(?:\.\d{1,6}){0,6} {0,2}[-–—:]{0,2} {0,3}/, '');
}

function partOf(heading: string): FilePart | undefined {
  if (/^(?:acceptance criteria|definition of done|验收标准|受入基準|критерии)/i.test(heading)) return 'criteria';
  if (/^(?:implementation notes|implementation summary|final summary|notes|comments|completion)/i.test(heading))
    return 'record';
  return /^(?:description|implementation plan|plan|context|technical|requirements|background|overview|testing strategy)/i.test(
    heading,
  )
    ? 'text'
    : undefined;
}

function referencesIn(document: PlanDocument): DraftReference[] {
  const field = document.frontmatter().fields.get('dependencies');
  if (field === undefined) return [];
  return field.items
    .flatMap((item) => item.split(','))
    .map((item) =>
      item
        .trim()
        .replace(/^["'[]{1,2}/, '')
        .replace(/["'\]]{1,2}$/, ''),
    )
    .filter((item) => item !== '' && !/^(?:none|n\/a|-)$/i.test(item))
    .map((target) => ({ target, where: field.where }));
}

function settleStatus(task: BacklogTask, written: string, { folders }: PlanDocument, findings: Findings): void {
  const word = written.replace(/^[^\p{L}\d[]{1,6}/u, '');
  const said = word === '' ? undefined : statusOf(word);
  const isFinished = folders.includes('completed') || folders.includes('done');
  if (word !== '' && said === undefined) {
    findings.note('NOTE_NOT_UNDERSTOOD', task.where, `The status ${quote(word)} is not known; the task counts as open`);
  }
  task.status = said ?? (word === '' && isFinished ? 'completed' : 'pending');
  if (isFinished && task.status !== 'completed' && task.status !== 'skipped')
    findings.note(
      'NOTE_STATUS_CONFLICT',
      task.where,
      `The file lies among finished ones, and says ${quote(word)}; it counts as not done`,
    );
  if (folders.includes('drafts') && task.status !== 'completed')
    task.humanGate = 'It is a draft; a person must accept it first';
}
