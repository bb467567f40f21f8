import type { Position } from '../plan/plan';

/** A key that stands twice in one object: `JSON.parse` drops the first without a word. */
export interface RepeatedKey {
  readonly key: string;
  readonly first: Position;
  readonly where: Position;
}

/**
 * The first key that an object of this JSON has a second time, however it is escaped. The text must be one that `JSON.parse`
 * takes: unlike a plan's reader this refuses nothing else, so that what a field may hold is for its schema to say.
 *
 * Cost: linear; as much memory as the objects need that are open at once.
 */
export function repeatedKey(json: string): RepeatedKey | undefined {
  /** Where the keys of each open object stand; undefined for a list, and where there was no key yet. */
  const open: (Map<string, number> | undefined)[] = [];
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '{' || character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    if (character !== '"') continue;
    const from = at;
    at = endOfText(json, from);
    if (!isKey(json, at + 1)) continue;
    const key = keyOf(json.slice(from, at + 1));
    const keys = open.pop() ?? new Map<string, number>();
    open.push(keys);
    const first = keys.get(key);
    if (first !== undefined) return { key, first: positionIn(json, first), where: positionIn(json, from) };
    keys.set(key, from);
  }
  return undefined;
}

/** Where the closing quote stands of the text that opens at `from`. */
function endOfText(json: string, from: number): number {
  let at = from + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

/** True when a colon follows, as it does behind keys only. */
function isKey(json: string, behind: number): boolean {
  let at = behind;
  while (json[at] === ' ' || json[at] === '\n' || json[at] === '\r' || json[at] === '\t') at++;
  return json[at] === ':';
}

const keyOf = (quoted: string): string =>
  quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);

/** No text of JSON has a line break in it: each one ends a line. */
function positionIn(json: string, offset: number): Position {
  const before = json.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
