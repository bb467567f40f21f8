import { type DataMap, type DataNode, entryOf, textOf } from '../data/data-node';
import type { Findings } from '../findings';
import type { Subtask } from '../plan';
import { cut } from '../text/cut';
import { idKey } from '../text/id-key';
import { quote } from '../text/quote';
import { asksForPerson } from './asked-dependency';
import { FIELDS, firstEntry, textsUnder } from './data-fields';
import type { DataTask, DataTaskReader } from './data-task';

/** A subtask with what its task has to know of it. */
export interface DataPart extends Subtask {
  /** The full id of the part or task that it belongs to. */
  readonly of: string;
}

/** A part as it stands in the file. */
export interface PlacedPart {
  readonly node: DataNode;
  /** The full id of the part or task that it belongs to. */
  readonly of: string;
  /** Full: `2` under `5` is `5.2`, `5.2` stays; without an id, by position. */
  readonly originalId: string;
}

/** The parts of a task, each followed by its own parts. Linear. */
export function partsIn(map: DataMap, id: string): readonly PlacedPart[] {
  const parts: PlacedPart[] = [];
  const open: PlacedPart[] = [];
  const put = (from: DataMap, of: string): void => {
    const items = FIELDS.parts.flatMap((key) => {
      const list = entryOf(from, key)?.value;
      return list?.type === 'list' ? list.items : [];
    });
    for (let no = items.length - 1; no >= 0; no--) {
      const node = items[no]!;
      const local = node.type === 'map' ? textOf(firstEntry(node, FIELDS.id)?.value)?.trim() : undefined;
      open.push({ node, of, originalId: fullId(local || String(no + 1), of) });
    }
  };
  put(map, id);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    parts.push(next);
    if (next.node.type === 'map') put(next.node, next.originalId);
  }
  return parts;
}

/**
 * The parts of a task as subtasks. What they say beyond their title goes into the description of the task, since they
 * are done with it.
 */
export function readParts(task: DataTask, map: DataMap, reader: DataTaskReader): readonly DataPart[] {
  return partsIn(map, task.originalId).flatMap(({ node, of, originalId }): readonly DataPart[] => {
    if (node.type !== 'map') {
      const text = textOf(node)?.trim() ?? '';
      if (text === '') return [];
      return [{ originalId: isId(text) ? text : '', title: text, isDone: false, of, where: node.where }];
    }
    const read = reader.read(node, { section: 0, isPart: true, known: ['parentId', 'parentTaskId', 'parent_id'] });
    const texts = textsUnder(node, FIELDS.description).filter(({ text }) => text !== read.title);
    if (texts.length > 0)
      task.description.push(`${originalId} ${read.title}: ${texts.map(({ text }) => text).join('\n')}`, '');
    if (read.humanGate !== undefined) task.humanGate ||= read.humanGate;
    return [
      {
        originalId,
        title: read.title,
        isDone: read.status === 'completed',
        of,
        where: node.where,
        ...(read.isOptional || read.status === 'skipped' ? { isOptional: true as const } : {}),
        ...(read.references.length === 0 ? {} : { dependencies: read.references.map(({ target }) => target) }),
      },
    ];
  });
}

/**
 * Has a task wait for the person on whom a part of it waits: `blocked_by: legal` names neither another part nor its task.
 * Each is a note. Linear.
 */
export function askForParts(task: DataTask, parts: readonly DataPart[], findings: Findings): readonly DataPart[] {
  const ids = new Set(parts.map(({ originalId }) => idKey(originalId)));
  return parts.map(({ dependencies = [], ...part }) => {
    const isPart = (target: string): boolean => ids.has(idKey(target)) || ids.has(idKey(`${part.of}.${target}`));
    const asked = dependencies.filter((target) => !isPart(target) && asksForPerson(target));
    for (const target of asked) {
      task.humanGate ||= `A part of it waits on ${quote(cut(target, 200))}`;
      const message = `A person is asked before ${quote(task.title)}: a part of it waits on ${quote(cut(target, 200))}, which is no task`;
      findings.note('NOTE_HUMAN_GATE', part.where ?? task.where, message);
    }
    const left = dependencies.filter((target) => !asked.includes(target));
    return left.length === 0 ? part : { ...part, dependencies: left };
  });
}

/** The subtask of a part. */
export function subtaskOf({ of: _of, ...subtask }: DataPart): Subtask {
  return subtask;
}

function fullId(local: string, of: string): string {
  if (of === '' || local.startsWith(`${of}.`) || local.startsWith(`${of}-`)) return local;
  return /^\d{1,9}(?:\.\d{1,9}){1,9}$/.test(local) || /^[A-Za-z]{1,20}-?\d/.test(local) ? local : `${of}.${local}`;
}

/** A word with a digit: a name of something that stands elsewhere. */
function isId(text: string): boolean {
  return /^[A-Za-z][\w.-]{0,60}\d$/.test(text);
}
