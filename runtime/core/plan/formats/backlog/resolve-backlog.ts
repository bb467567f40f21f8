import { counted } from '../../../counted';
import type { DraftReference } from '../../draft';
import type { Findings } from '../../findings';
import { idKey, numberPath } from '../../text/id-key';
import { placeIn } from '../../text/in-file';
import { quote } from '../../text/quote';
import type { BacklogTask } from './read-backlog-task';

/**
 * The tasks by number, each under an id of its own, with references to ids of the folder: as written, in another case or
 * padding, else by number alone, since a project can change its prefix. A task file by itself waits on others, outside of it.
 */
export function resolveBacklog(found: readonly BacklogTask[], isFolder: boolean, findings: Findings): BacklogTask[] {
  const tasks = isFolder ? unique(found.toSorted(byNumber), findings) : [...found];
  const byKey = new Map<string, BacklogTask>();
  const byPath = new Map<string, BacklogTask | undefined>();
  for (const task of tasks) {
    const key = idKey(task.writtenId);
    const path = numberPath(task.writtenId);
    if (!byKey.has(key)) byKey.set(key, task);
    byPath.set(path, byPath.has(path) ? undefined : task);
  }
  let renamed = 0;
  let first: BacklogTask | undefined;
  const resolved = tasks.map((task): BacklogTask => {
    if (!isFolder) return { ...task, on: task.on.map((each) => ({ ...each, isExternal: true as const })) };
    const on = task.on.map((reference): DraftReference => {
      const exact = byKey.get(idKey(reference.target));
      const path = numberPath(reference.target);
      const other = exact ?? (path === '' ? undefined : byPath.get(path));
      if (other === undefined) return reference;
      if (exact === undefined) {
        renamed++;
        first ??= task;
      }
      return { ...reference, target: other.originalId };
    });
    const parent =
      task.parent === undefined ? undefined : (byKey.get(idKey(task.parent)) ?? byPath.get(numberPath(task.parent)));
    return { ...task, on, parent: parent?.originalId };
  });
  if (first !== undefined) {
    const message = `${counted(renamed, 'dependency names a task by another prefix; it is', 'dependencies name tasks by another prefix; they are')} found by number`;
    findings.note('NOTE_RENAMED_ID', placeIn(first.file, first.where), message);
  }
  if (isFolder) for (const task of resolved) archive(task, findings);
  return resolved;
}

/** Archived tasks that were never done are not run. */
function archive(task: BacklogTask, findings: Findings): void {
  if (!/(?:^|\/)archive\//i.test(task.file) || task.status === 'completed' || task.status === 'skipped') return;
  task.status = 'skipped';
  findings.note(
    'NOTE_POSTPONED',
    placeIn(task.file, task.where),
    `${quote(task.originalId)} is archived; it is not run`,
  );
}

function unique(tasks: readonly BacklogTask[], findings: Findings): BacklogTask[] {
  const taken = new Map<string, BacklogTask>();
  const copies = new Map<BacklogTask, number>();
  return tasks.map((task) => {
    const first = taken.get(idKey(task.writtenId));
    if (first === undefined) {
      taken.set(idKey(task.writtenId), task);
      return task;
    }
    copies.set(first, (copies.get(first) ?? 1) + 1);
    const name = `${task.writtenId}#${copies.get(first)}`;
    const message = `The id ${quote(task.writtenId)} is also that of ${first.file}; here it is read as ${name}`;
    findings.note('NOTE_DUPLICATE_ID', placeIn(task.file, task.where), message);
    return { ...task, originalId: name };
  });
}

/** By number, each part as a number; archived files last. */
function byNumber(a: BacklogTask, b: BacklogTask): number {
  const isLast = (task: BacklogTask): number => (/(?:^|\/)archive\//i.test(task.file) ? 1 : 0);
  if (isLast(a) !== isLast(b)) return isLast(a) - isLast(b);
  const as = numberPath(a.writtenId).split('.').map(Number);
  const bs = numberPath(b.writtenId).split('.').map(Number);
  for (let at = 0; at < Math.max(as.length, bs.length); at++) {
    const difference = (as[at] ?? -1) - (bs[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return a.file < b.file ? -1 : 1;
}
