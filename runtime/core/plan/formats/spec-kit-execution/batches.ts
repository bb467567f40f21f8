import { type DataNode, fieldOf, itemsOf, textOf } from '../../data/data-node';
import { dependenciesIn } from '../../drafting/data-dependencies';
import type { Position } from '../../plan';

/** A phase or batch under its key. */
export interface Entry {
  readonly key: string;
  readonly value: DataNode;
}

/** A name, and where it stands. */
export interface Named {
  readonly target: string;
  readonly where: Position;
}

/** The entries of a map, or the items of a list under their `id` or number. */
export function entriesOf(node: DataNode | undefined): readonly Entry[] {
  if (node?.type === 'map') return node.entries.map(({ key, value }) => ({ key, value }));
  return itemsOf(node).map((value, no) => ({
    key: textOf(fieldOf(value, 'id', 'phase', 'batch', 'name')) ?? String(no + 1),
    value,
  }));
}

/** What a phase, batch or task says that it waits on. */
export function namesIn(node: DataNode): readonly Named[] {
  return node.type === 'map' ? dependenciesIn(node).map(({ text, where }) => ({ target: text, where })) : [];
}

/** The tasks of a phase or batch. */
export function itemsIn(node: DataNode): readonly DataNode[] {
  return [...itemsOf(fieldOf(node, 'tasks')), ...itemsOf(fieldOf(node, 'steps')), ...itemsOf(fieldOf(node, 'items'))];
}

/** A phase as the batch of its own tasks: what it waits on and who is asked is said of the phase. */
export function withoutOrder(node: DataNode): DataNode {
  return node.type === 'map' ? { ...node, entries: node.entries.filter(({ key }) => LISTED.has(key)) } : node;
}

const LISTED: ReadonlySet<string> = new Set(['tasks', 'steps', 'items', 'parallel']);

/** The numbers from one up to another. */
export function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}
