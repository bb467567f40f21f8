import { counted } from '../../../counted';
import type { DraftReference, DraftTask } from '../../draft';
import { FIELDS } from '../../drafting/data-fields';
import { followAbove } from '../../drafting/follow-above';
import { frontmatterGate } from '../../drafting/frontmatter-gate';
import { finishMarkdownTask, type MarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { type FilePart, readTaskFile } from '../../drafting/task-file';
import type { Findings } from '../../findings';
import { append } from '../../text/append';
import { type FrontmatterField, noteFrontmatter } from '../../text/frontmatter';
import { gateOfStatus } from '../../text/held-status';
import { placeIn } from '../../text/in-file';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { readDuration } from '../../text/read-duration';
import { statusOf } from '../../text/status-words';

/** A task file before its references are settled. */
export interface CcpmTask extends MarkdownTask {
  readonly file: string;
  readonly on: readonly DraftReference[];
  readonly conflicts: readonly string[];
  readonly isParallel: boolean;
}

export function readCcpmTask(document: PlanDocument, findings: Findings): CcpmTask {
  const frontmatter = document.frontmatter();
  const { fields } = frontmatter;
  noteFrontmatter(frontmatter, findings);
  const file = readTaskFile(document, partOf);
  const id = numberOf(document);
  const where = fields.get('name')?.where ?? file.where;
  const task: CcpmTask = {
    ...newMarkdownTask(id, fields.get('name')?.value || fields.get('title')?.value || file.title || id, where),
    description: [file.description],
    criteria: [...file.criteria],
    files: [...file.files],
    file: document.path,
    on: FIELDS.dependencies.flatMap((key) =>
      listOf(fields.get(key)).map((target) => ({ target, where: fields.get(key)!.where })),
    ),
    conflicts: listOf(fields.get('conflicts_with')),
    isParallel: /^(?:true|yes)$/i.test(fields.get('parallel')?.value ?? ''),
  };
  const word = fields.get('status')?.value || file.status;
  const status = word === '' ? undefined : statusOf(word);
  if (word !== '' && status === undefined)
    findings.note('NOTE_NOT_UNDERSTOOD', where, `The status ${quote(word)} is not known; the task counts as open`);
  task.status = status ?? 'pending';
  const asked = frontmatterGate(fields) ?? gateOfStatus(word);
  if (asked !== undefined) task.humanGate = asked;
  const hours = /\bhours:\s{0,3}(\d{1,4}(?:\.\d{1,2})?)/i.exec(file.description)?.[1];
  const minutes = hours === undefined ? undefined : readDuration(`${hours}h`);
  if (minutes !== undefined) task.estimateMinutes = minutes;
  return task;
}

/**
 * The tasks by number, with what they wait on. Numbers count as written: after a sync, files are called by their issue, and
 * `001` is none of them. Tasks that may not run beside others follow those before; those in conflict follow each other.
 */
export function finishCcpm(
  found: readonly CcpmTask[],
  isFolder: boolean,
  findings: Findings,
): readonly { readonly file: string; readonly task: DraftTask }[] {
  const tasks = found.toSorted((a, b) => Number(a.originalId) - Number(b.originalId) || (a.file < b.file ? -1 : 1));
  const places = new Map(tasks.map(({ originalId }, no) => [originalId, no]));
  const conflicts = conflictsOf(tasks, places);
  const isLost = ({ on }: CcpmTask): boolean => on.some(({ target }) => !places.has(target));
  const above = followAbove(tasks.length, (no) => {
    const task = tasks[no]!;
    return !isLost(task) && (task.on.length > 0 || task.isParallel);
  });
  let implied = 0;
  const drafts = tasks.map((task, no) => {
    const on = task.on.map(
      (reference): DraftReference => (places.has(reference.target) ? reference : { ...reference, isExternal: true }),
    );
    const follows = new Set([...conflicts[no]!, ...above[no]!]);
    if (follows.size > 0) implied++;
    const { file, on: _on, conflicts: _conflicts, isParallel, ...rest } = task;
    append(rest.follows, follows);
    const draft = { ...finishMarkdownTask(rest, on), ...(isParallel ? { isParallel: true as const } : {}) };
    return { file, task: draft };
  });
  const [first] = tasks;
  if (isFolder && implied > 0 && first !== undefined) {
    const message = `${counted(implied, 'task follows those before or one that it conflicts', 'tasks follow those before or one that they conflict')} with; write depends_on or parallel: true to change that`;
    findings.note('NOTE_DOCUMENT_ORDER', placeIn(first.file, first.where), message);
  }
  return drafts;
}

/** Of each task the ones before it that must not run beside it, whichever of the two says so. */
function conflictsOf(tasks: readonly CcpmTask[], places: ReadonlyMap<string, number>): readonly (readonly number[])[] {
  const before: number[][] = tasks.map(() => []);
  tasks.forEach(({ conflicts }, no) => {
    for (const name of conflicts) {
      const other = places.get(name);
      if (other !== undefined && other !== no) before[Math.max(no, other)]!.push(Math.min(no, other));
    }
  });
  return before;
}

/** The number that the file is called by, else that of its issue, else 1. */
function numberOf(document: PlanDocument): string {
  const issue = /\/issues\/(\d{1,9})\b/.exec(document.frontmatter().fields.get('github')?.value ?? '')?.[1];
  return /(?:^|[_-])(\d{1,6})\.md$/.exec(document.name)?.[1] ?? issue ?? '1';
}

function listOf(field: FrontmatterField | undefined): readonly string[] {
  return (field?.items ?? [])
    .flatMap((item) => item.split(','))
    .map((item) =>
      item
        .trim()
        .replace(/^["'[#]{1,3}/, '')
        .replace(/(?:\.md)?["'\]]{0,2}$/, ''),
    )
    .filter((item) => item !== '' && !/^(?:none|n\/a|-)$/i.test(item));
}

function partOf(heading: string): FilePart | undefined {
  if (/^acceptance criteria/i.test(heading)) return 'criteria';
  if (/^definition of done/i.test(heading)) return 'extra';
  if (/^files (?:affected|to (?:create|modify|change))/i.test(heading)) return 'files';
  return /^(?:description|technical details|dependencies|effort estimate|implementation|notes|overview|requirements)/i.test(
    heading,
  )
    ? 'text'
    : undefined;
}
