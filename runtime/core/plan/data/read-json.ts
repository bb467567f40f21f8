import type { Findings } from '../findings';
import type { PlanLimits, Position } from '../plan';
import { quote } from '../text/quote';
import { type DataNode, type OpenNode, placeOfKey } from './data-node';
import { JsonCursor, Stop } from './json-cursor';
import { readNumber, readString, readWord } from './json-scalars';
import { mostKeysInAll } from './most-keys';

/**
 * Reads one JSON value (RFC 8259, nothing more) with the line and column of every part. Refuses what `JSON.parse`
 * lets through: a key twice, numbers that become infinite, half surrogates. Stops at the first syntax problem, which
 * goes to `findings`; then the answer is undefined.
 *
 * Cost: linear; no recursion, so depth cannot overflow.
 */
export function readJson(text: string, limits: PlanLimits, findings: Findings): DataNode | undefined {
  return new JsonReader(text, limits, findings).read();
}

class JsonReader {
  private readonly cursor: JsonCursor;
  private readonly mostKeys: number;
  private keyCount = 0;
  private readonly open: OpenNode[] = [];
  /** Keys whose values are still being read, outermost first. */
  private readonly pendingKeys: { name: string; where: Position }[] = [];

  constructor(
    text: string,
    private readonly limits: PlanLimits,
    private readonly findings: Findings,
  ) {
    this.cursor = new JsonCursor(text, findings);
    this.mostKeys = mostKeysInAll(limits);
  }

  read(): DataNode | undefined {
    try {
      return this.document();
    } catch (stop) {
      if (stop instanceof Stop) return undefined;
      throw stop;
    }
  }

  /** A loop over an explicit stack: each turn reads one value, and closes what ends behind it. */
  private document(): DataNode {
    const { cursor } = this;
    while (true) {
      cursor.skipSpace();
      let value = this.value();
      if (value === undefined) {
        const inside = this.inside!;
        cursor.skipSpace();
        if (!cursor.takes(inside.type === 'map' ? '}' : ']')) {
          if (inside.type === 'map') this.key(inside);
          continue;
        }
        value = this.close();
      }
      while (true) {
        const parent = this.inside;
        if (parent === undefined) return this.end(value);
        this.add(parent, value);
        cursor.skipSpace();
        if (cursor.takes(',')) {
          cursor.skipSpace();
          this.refuseTrailingComma();
          if (parent.type === 'map') this.key(parent);
          break;
        }
        if (!cursor.takes(parent.type === 'map' ? '}' : ']'))
          cursor.expected(parent.type === 'map' ? '"," or "}"' : '"," or "]"', parent);
        value = this.close();
      }
    }
  }

  /** The innermost map or list that is open. */
  private get inside(): OpenNode | undefined {
    return this.open[this.open.length - 1];
  }

  /** A scalar, or undefined once a map or list was opened. */
  private value(): DataNode | undefined {
    const { cursor } = this;
    const character = cursor.text.charAt(cursor.at);
    if (character === '{' || character === '[') {
      const where = cursor.here();
      const { depth } = this.limits;
      if (this.open.length >= depth)
        cursor.stop('PLAN_DEPTH', where, `The plan is nested deeper than ${depth} levels`, { limit: depth });
      cursor.at++;
      this.open.push(character === '{' ? { type: 'map', where, entries: [] } : { type: 'list', where, items: [] });
      return undefined;
    }
    if (character === '"') {
      const where = cursor.here();
      const from = cursor.at;
      const value = readString(cursor, this.limits.stringLength);
      return { type: 'text', where, value, source: cursor.text.slice(from, cursor.at) };
    }
    if (character === '-' || (character >= '0' && character <= '9')) return readNumber(cursor);
    return readWord(cursor) ?? cursor.expected('a value', this.inside);
  }

  private key(map: OpenNode & { type: 'map' }): void {
    const { cursor } = this;
    const where = cursor.here();
    if (cursor.text.charAt(cursor.at) !== '"') cursor.expected('a key in double quotes', map);
    const name = readString(cursor, this.limits.stringLength);
    this.countKey(map, where);
    const first = placeOfKey(map, name);
    if (first !== undefined) {
      const message = `The key ${quote(name)} stands here and in line ${first.line}`;
      this.findings.problem('PLAN_DUPLICATE_KEY', where, message, { hint: 'Keep one of them' });
    }
    cursor.skipSpace();
    if (!cursor.takes(':')) cursor.expected('":"', map);
    this.pendingKeys.push({ name, where });
  }

  private countKey({ entries }: OpenNode & { type: 'map' }, where: Position): void {
    const { keys } = this.limits;
    if (entries.length >= keys)
      this.cursor.stop('PLAN_KEYS', where, `A map of the plan has more than ${keys} keys`, { limit: keys });
    if (++this.keyCount > this.mostKeys)
      this.cursor.stop('PLAN_KEYS', where, `The plan has more than ${this.mostKeys} keys`, { limit: this.mostKeys });
  }

  private add(parent: OpenNode, value: DataNode): void {
    if (parent.type === 'list') {
      parent.items.push(value);
      return;
    }
    const key = this.pendingKeys.pop()!;
    parent.entries.push({ key: key.name, where: key.where, value });
  }

  private close(): DataNode {
    const done = this.open.pop()!;
    return done.type === 'map'
      ? { type: 'map', where: done.where, entries: done.entries }
      : { type: 'list', where: done.where, items: done.items };
  }

  private refuseTrailingComma(): void {
    const next = this.cursor.text.charAt(this.cursor.at);
    if (next === '}' || next === ']')
      this.cursor.syntax('A comma stands before the closing bracket', 'Remove the last comma');
  }

  private end(value: DataNode): DataNode {
    const { cursor } = this;
    cursor.skipSpace();
    if (cursor.at >= cursor.text.length) return value;
    const next = cursor.text.charAt(cursor.at);
    const hint = next === '{' || next === '[' ? 'The file holds several JSON documents (NDJSON?); send one' : undefined;
    return cursor.syntax(`Something stands behind the end of the JSON value: ${quote(cursor.rest())}`, hint);
  }
}
