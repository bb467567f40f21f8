import { type DataMap, type DataNode, entryOf, textOf } from '../data/data-node';
import type { Subtask } from '../plan';
import { FIELDS, firstEntry, textsUnder } from './data-fields';
import type { DataTask, DataTaskReader } from './data-task';

/** A subtask with what its task has to know of it. */
export interface DataPart extends Subtask {
  readonly map?: DataMap;
  /** The full id of the part or task that it belongs to. */
  readonly of: string;
}

/**
 * The parts of a task, also parts of parts, with full ids: `2` under `5` is `5.2`, `5.2` stays. What they say beyond
 * their title goes into the description of the task, since they are done with it.
 */
export function readParts(task: DataTask, map: DataMap, reader: DataTaskReader): readonly DataPart[] {
  const parts: DataPart[] = [];
  const open: { readonly node: DataNode; readonly of: string; readonly no: number }[] = [];
  const put = (from: DataMap, of: string): void => {
    const items = FIELDS.parts.flatMap((key) => {
      const list = entryOf(from, key)?.value;
      return list?.type === 'list' ? list.items : [];
    });
    for (let no = items.length - 1; no >= 0; no--) open.push({ node: items[no]!, of, no: no + 1 });
  };
  put(map, task.originalId);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, of, no } = next;
    if (node.type !== 'map') {
      const text = textOf(node)?.trim() ?? '';
      if (text !== '')
        parts.push({ originalId: isId(text) ? text : '', title: text, isDone: false, of, where: node.where });
      continue;
    }
    const local = textOf(firstEntry(node, FIELDS.id)?.value)?.trim() || String(no);
    const originalId = fullId(local, of);
    const read = reader.read(node, { section: 0, known: ['parentId', 'parentTaskId', 'parent_id'] });
    parts.push({
      originalId,
      title: read.title,
      isDone: read.status === 'completed',
      of,
      map: node,
      where: node.where,
      ...(read.isOptional || read.status === 'skipped' ? { isOptional: true as const } : {}),
      ...(read.references.length === 0 ? {} : { dependencies: read.references.map(({ target }) => target) }),
    });
    const texts = textsUnder(node, FIELDS.description).filter(({ text }) => text !== read.title);
    if (texts.length > 0)
      task.description.push(`${originalId} ${read.title}: ${texts.map(({ text }) => text).join('\n')}`, '');
    if (read.humanGate !== undefined) task.humanGate ||= read.humanGate;
    put(node, originalId);
  }
  return parts;
}

/** The subtask of a part. */
export function subtaskOf({ map: _map, of: _of, ...subtask }: DataPart): Subtask {
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
