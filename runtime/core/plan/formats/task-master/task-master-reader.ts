import type { DataNode } from '../../data/data-node';
import type { DraftPlan } from '../../draft';
import { gateOf } from '../../drafting/data-gate';
import { type DataPart, readParts, subtaskOf } from '../../drafting/data-parts';
import { type DataTask, DataTaskReader } from '../../drafting/data-task';
import { finishDataTasks } from '../../drafting/finish-data-tasks';
import { placeOf } from '../../drafting/unread-fields';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { append } from '../../text/append';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { findTags, type Tag } from './find-tags';
import { noteStatuses } from './note-statuses';
import { settleParts } from './settle-parts';

/** Keys of Task Master that say nothing about the work. */
const BOOKKEEPING = ['updatedAt', 'createdAt', 'completedAt', 'parentId', 'parentTaskId', 'complexityScore'];

/** Keys that stand beside tags. */
const AROUND: ReadonlySet<string> = new Set(['tags', 'meta', 'metadata']);

interface TagPlace {
  readonly section: number;
  /** Tasks of the tags before. */
  readonly before: number;
  readonly isQualified: boolean;
}

/** Reads the tags one after another; their ids are qualified (`tag/3`) when there are several. */
export class TaskMasterReader {
  private readonly reader: DataTaskReader;

  constructor(
    private readonly findings: Findings,
    limits: PlanLimits,
  ) {
    this.reader = new DataTaskReader(findings, limits);
  }

  plan(root: DataNode, document: PlanDocument): DraftPlan {
    const tags = findTags(root);
    const isQualified = tags.length > 1;
    const tasks: DataTask[] = [];
    for (const [section, tag] of tags.entries())
      for (const task of this.tag(tag, { section, before: tasks.length, isQualified })) tasks.push(task);
    if (root.type === 'map') this.reader.unread.around(root, AROUND, new Set(tags.map(({ list }) => placeOf(list))));
    this.reader.unread.say(this.findings);
    const drafts = finishDataTasks(tasks, { isRanked: false, isGraph: true }, this.findings);
    return {
      title: document.name === '' ? 'Task Master' : document.name,
      source: 'TASK_LIST',
      tasks: drafts,
      ...gateOfRoot(root),
      where: root.where,
      phases: tags.map(({ name = 'tasks' }) => name),
    };
  }

  private tag({ name, list, map }: Tag, { section, before, isQualified }: TagPlace): readonly DataTask[] {
    const place = { section, known: BOOKKEEPING, ...(isQualified && name !== undefined ? { phase: name } : {}) };
    const read: { readonly task: DataTask; readonly parts: readonly DataPart[] }[] = [];
    for (const item of list.items) {
      if (item.type !== 'map') {
        this.findings.note('NOTE_LEFT_OUT', item.where, 'An entry of the list is no task; it is left out');
        continue;
      }
      const task = this.reader.read(item, place);
      if (task.originalId === '') task.originalId = String(read.length + 1);
      read.push({ task, parts: readParts(task, item, this.reader) });
    }
    const tasks = read.map(({ task }) => task);
    const ids = new Map(read.map(({ task }, no) => [task.originalId.toLowerCase(), no]));
    const partOf = new Map(
      read.flatMap(({ parts }, no) => parts.map(({ originalId }) => [originalId.toLowerCase(), no])),
    );
    for (const [no, { task }] of read.entries()) this.toTasks(task, no, tasks, { ids, partOf });
    const settled = settleParts(
      read.map(({ task, parts }) => ({ id: task.originalId, parts })),
      this.findings,
    );
    settled.forEach(({ parts, waitsOn, humanGate }, no) => {
      const task = tasks[no]!;
      if (humanGate !== undefined) task.humanGate ||= humanGate;
      append(task.subtasks, parts.map(subtaskOf));
      for (const other of waitsOn) if (other !== no) task.follows.push(before + other);
    });
    const asked = map === undefined ? undefined : gateOf(map);
    if (asked !== undefined) for (const task of tasks) task.humanGate ??= asked;
    noteStatuses(tasks, this.findings);
    if (isQualified && name !== undefined) for (const task of tasks) qualify(task, name);
    return tasks;
  }

  /** A dependency on a subtask is one on its task. */
  private toTasks(task: DataTask, no: number, tasks: readonly DataTask[], { ids, partOf }: Numbers): void {
    const references = task.references.splice(0);
    for (const reference of references) {
      const key = reference.target.toLowerCase();
      const owner = ids.has(key) ? undefined : partOf.get(key);
      if (owner === undefined) {
        task.references.push(reference);
        continue;
      }
      this.findings.note(
        'NOTE_SUBTASK_DEPENDENCY',
        reference.where,
        owner === no
          ? `${quote(task.originalId)} waits on its own subtask ${quote(reference.target)}; that is left out`
          : `${quote(task.originalId)} waits on the subtask ${quote(reference.target)}; it waits on the whole task`,
      );
      if (owner !== no) task.references.push({ ...reference, target: tasks[owner]!.originalId });
    }
  }
}

/** What the list asks before anything starts, in its own fields. */
function gateOfRoot(root: DataNode): Pick<DraftPlan, 'humanGate'> {
  const humanGate = root.type === 'map' ? gateOf(root) : undefined;
  return humanGate === undefined ? {} : { humanGate };
}

/** By lower-case id: the number of the task that has it, and of the task whose part has it. */
interface Numbers {
  readonly ids: ReadonlyMap<string, number>;
  readonly partOf: ReadonlyMap<string, number>;
}

function qualify(task: DataTask, tag: string): void {
  task.originalId = `${tag}/${task.originalId}`;
  const references = task.references.splice(0);
  for (const reference of references) task.references.push({ ...reference, target: `${tag}/${reference.target}` });
  const subtasks = task.subtasks.splice(0);
  for (const { dependencies, ...subtask } of subtasks)
    task.subtasks.push({
      ...subtask,
      originalId: subtask.originalId === '' ? '' : `${tag}/${subtask.originalId}`,
      ...(dependencies === undefined ? {} : { dependencies: dependencies.map((id) => `${tag}/${id}`) }),
    });
}
