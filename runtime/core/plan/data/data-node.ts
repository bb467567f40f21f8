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
      readonly keys: Map<string, Position>;
    }
  | { readonly type: 'list'; readonly where: Position; readonly items: DataNode[] };

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
