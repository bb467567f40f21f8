import type { Position } from '../plan';

/** A value read from JSON or YAML, with the place of every part. */
export type DataNode = DataMap | DataList | DataScalar;

export interface DataMap {
  readonly type: 'map';
  readonly where: Position;
  /** Keys are unique. */
  readonly entries: readonly DataEntry[];
}

export interface DataEntry {
  readonly key: string;
  readonly where: Position;
  readonly value: DataNode;
}

export interface DataList {
  readonly type: 'list';
  readonly where: Position;
  readonly items: readonly DataNode[];
}

export interface DataScalar {
  readonly type: 'text' | 'number' | 'boolean' | 'null';
  readonly where: Position;
  readonly value: string | number | boolean | null;
  /** As it was written: `012`, `1e3`. */
  readonly source: string;
}

/** A map or list that is still being read. */
export type OpenNode =
  | {
      readonly type: 'map';
      readonly where: Position;
      readonly entries: DataEntry[];
      /** Where each key stands, once there are many of them; see `placeOfKey`. */
      keys?: Map<string, Position>;
      /** How many entries stand in `keys`. */
      indexed?: number;
    }
  | { readonly type: 'list'; readonly where: Position; readonly items: DataNode[] };

/** Keys up to which a map is looked through. */
const FEW_KEYS = 16;

/** Where a map that is still being read has a key already. All maps together cost linear time, and small ones no index. */
export function placeOfKey(map: OpenNode & { readonly type: 'map' }, name: string): Position | undefined {
  if (map.entries.length <= FEW_KEYS) {
    for (const { key, where } of map.entries) if (key === name) return where;
    return undefined;
  }
  map.keys ??= new Map();
  for (let no = map.indexed ?? 0; no < map.entries.length; no++) {
    const { key, where } = map.entries[no]!;
    if (!map.keys.has(key)) map.keys.set(key, where);
  }
  map.indexed = map.entries.length;
  return map.keys.get(name);
}

/** A value of one line of a text, as it stands `lines` further down. Recursive, as deep as the limits allow. */
export function movedDown(node: DataNode, lines: number): DataNode {
  const where = { line: node.where.line + lines, column: node.where.column };
  if (node.type === 'list') return { ...node, where, items: node.items.map((item) => movedDown(item, lines)) };
  if (node.type !== 'map') return { ...node, where };
  const entries = node.entries.map((entry) => ({
    key: entry.key,
    where: { line: entry.where.line + lines, column: entry.where.column },
    value: movedDown(entry.value, lines),
  }));
  return { ...node, where, entries };
}

/** The entry of a map with this key. */
export function entryOf(node: DataNode | undefined, key: string): DataEntry | undefined {
  return node?.type === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The value under the first of `keys` that a map has. */
export function fieldOf(node: DataNode | undefined, ...keys: readonly string[]): DataNode | undefined {
  for (const key of keys) {
    const entry = entryOf(node, key);
    if (entry !== undefined) return entry.value;
  }
  return undefined;
}

/** A scalar as the text that it was written as (`08`, `2.10`); undefined for null, maps and lists. */
export function textOf(node: DataNode | undefined): string | undefined {
  if (node === undefined || node.type === 'map' || node.type === 'list' || node.type === 'null') return undefined;
  return node.type === 'text' ? String(node.value) : node.source;
}

/** The items of a list; empty for everything else. */
export function itemsOf(node: DataNode | undefined): readonly DataNode[] {
  return node?.type === 'list' ? node.items : [];
}

/** What a value is called in a message. */
export function nameOfType(node: DataNode): string {
  const names = {
    map: 'a map',
    list: 'a list',
    text: 'a text',
    number: 'a number',
    boolean: 'true or false',
    null: 'nothing',
  };
  return names[node.type];
}
