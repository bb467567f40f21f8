import type { Findings } from '../findings';
import type { PlanLimits, Position } from '../plan';
import { asCode, quote } from '../text/quote';
import { type DataNode, type OpenNode, placeOfKey } from './data-node';

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

const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

/** Ends the reading after its problem is recorded; never leaves this file. */
class Stop extends Error {}

class JsonReader {
  private at = 0;
  private line = 1;
  private lineStart = 0;
  private keyCount = 0;
  private readonly open: OpenNode[] = [];
  /** Keys whose values are still being read, outermost first. */
  private readonly pendingKeys: { name: string; where: Position }[] = [];

  constructor(
    private readonly text: string,
    private readonly limits: PlanLimits,
    private readonly findings: Findings,
  ) {}

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
    while (true) {
      this.skipSpace();
      let value = this.value();
      if (value === undefined) {
        const inside = this.open[this.open.length - 1]!;
        this.skipSpace();
        if (!this.takes(inside.type === 'map' ? '}' : ']')) {
          if (inside.type === 'map') this.key(inside);
          continue;
        }
        value = this.close();
      }
      while (true) {
        const parent = this.open[this.open.length - 1];
        if (parent === undefined) return this.end(value);
        this.add(parent, value);
        this.skipSpace();
        if (this.takes(',')) {
          this.skipSpace();
          this.refuseTrailingComma();
          if (parent.type === 'map') this.key(parent);
          break;
        }
        if (!this.takes(parent.type === 'map' ? '}' : ']'))
          this.expected(parent.type === 'map' ? '"," or "}"' : '"," or "]"');
        value = this.close();
      }
    }
  }

  /** A scalar, or undefined once a map or list was opened. */
  private value(): DataNode | undefined {
    const where = this.here();
    const character = this.text.charAt(this.at);
    if (character === '{' || character === '[') {
      if (this.open.length >= this.limits.depth) {
        this.stop(
          'PLAN_DEPTH',
          where,
          `The plan is nested deeper than ${this.limits.depth} levels`,
          undefined,
          this.limits.depth,
        );
      }
      this.at++;
      this.open.push(character === '{' ? { type: 'map', where, entries: [] } : { type: 'list', where, items: [] });
      return undefined;
    }
    if (character === '"') {
      const from = this.at;
      const value = this.string();
      return { type: 'text', where, value, source: this.text.slice(from, this.at) };
    }
    if (character === '-' || (character >= '0' && character <= '9')) return this.number(where);
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.at) || isWordCharacter(this.text.charAt(this.at + word.length))) continue;
      this.at += word.length;
      return { type: value === null ? 'null' : 'boolean', where, value, source: word };
    }
    return this.expected('a value');
  }

  private key(map: OpenNode & { type: 'map' }): void {
    const where = this.here();
    if (this.text.charAt(this.at) !== '"') this.expected('a key in double quotes');
    const name = this.string();
    if (++this.keyCount > this.limits.keys) {
      this.stop('PLAN_KEYS', where, `The plan has more than ${this.limits.keys} keys`, undefined, this.limits.keys);
    }
    const first = placeOfKey(map, name);
    if (first !== undefined) {
      this.findings.problem(
        'PLAN_DUPLICATE_KEY',
        where,
        `The key ${quote(name)} stands here and in line ${first.line}`,
        {
          hint: 'Keep one of them',
        },
      );
    }
    this.skipSpace();
    if (!this.takes(':')) this.expected('":"');
    this.pendingKeys.push({ name, where });
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

  private end(value: DataNode): DataNode {
    this.skipSpace();
    if (this.at >= this.text.length) return value;
    const next = this.text.charAt(this.at);
    const hint = next === '{' || next === '[' ? 'The file holds several JSON documents (NDJSON?); send one' : undefined;
    return this.syntax(`Something stands behind the end of the JSON value: ${quote(this.rest())}`, hint);
  }

  private string(): string {
    const start = this.here();
    const from = ++this.at;
    const pieces: string[] = [];
    let pieceFrom = from;
    while (true) {
      const code = this.text.charCodeAt(this.at);
      if (Number.isNaN(code) || code === 10) {
        return this.stop('PLAN_SYNTAX', start, 'The text that opens here is never closed', 'Add the closing "');
      }
      if (code === 34) break;
      if (code < 0x20) {
        return this.stop(
          'PLAN_CONTROL_CHAR',
          this.here(),
          `A control character (${asCode(this.text.charAt(this.at))}) stands in a text`,
          'Write it as \\n, \\t or \\u…',
        );
      }
      if (code === 92) {
        pieces.push(this.text.slice(pieceFrom, this.at), this.escape());
        pieceFrom = this.at;
      } else {
        this.at++;
      }
    }
    pieces.push(this.text.slice(pieceFrom, this.at));
    this.at++;
    const value = pieces.join('');
    const { length } = value;
    if (length > this.limits.stringLength) {
      this.stop(
        'PLAN_STRING',
        start,
        `A text has ${length} characters`,
        'Move long texts into files',
        this.limits.stringLength,
        length,
      );
    }
    if (pieces.length > 1 && /\p{Surrogate}/u.test(value)) {
      this.stop('PLAN_ENCODING', start, 'A text holds half of a surrogate pair (\\ud800 …)', 'Write both halves');
    }
    return value;
  }

  private escape(): string {
    const simple: Readonly<Record<string, string>> = {
      '"': '"',
      '\\': '\\',
      '/': '/',
      b: '\b',
      f: '\f',
      n: '\n',
      r: '\r',
      t: '\t',
    };
    const character = this.text.charAt(this.at + 1);
    if (character === 'u') {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) return this.syntax('\\u needs four hexadecimal digits');
      this.at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const value = Object.hasOwn(simple, character) ? simple[character] : undefined;
    if (value === undefined) return this.syntax(`\\${character} is no JSON escape`, 'Write \\\\ for a backslash');
    this.at += 2;
    return value;
  }

  private number(where: Position): DataNode {
    const from = this.at;
    while (isNumberCharacter(this.text.charAt(this.at))) this.at++;
    const source = this.text.slice(from, this.at);
    if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(source)) {
      this.at = from;
      return this.syntax(
        `${quote(source)} is no JSON number`,
        source.startsWith('0') ? 'Put it in quotes to keep it as text' : undefined,
      );
    }
    const value = Number(source);
    if (!Number.isFinite(value)) this.stop('PLAN_RANGE', where, `${quote(source)} is too large`);
    return { type: 'number', where, value, source };
  }

  private skipSpace(): void {
    for (; ; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 10) {
        this.line++;
        this.lineStart = this.at + 1;
      } else if (code !== 32 && code !== 9 && code !== 13) {
        return;
      }
    }
  }

  private takes(character: string): boolean {
    if (this.text.charAt(this.at) !== character) return false;
    this.at++;
    return true;
  }

  private refuseTrailingComma(): void {
    const next = this.text.charAt(this.at);
    if (next === '}' || next === ']') this.syntax('A comma stands before the closing bracket', 'Remove the last comma');
  }

  private here(): Position {
    return { line: this.line, column: this.at - this.lineStart + 1 };
  }

  private rest(): string {
    return this.text.slice(this.at, this.at + 20);
  }

  private expected(what: string): never {
    if (this.at >= this.text.length) {
      const inside = this.open[this.open.length - 1];
      const opened = inside === undefined ? '' : `; line ${inside.where.line} opens what is not closed`;
      return this.syntax(`The text ends where ${what} should stand${opened}`);
    }
    return this.syntax(`Here should stand ${what}, not ${quote(this.rest())}`, this.hintFor());
  }

  private hintFor(): string | undefined {
    const rest = this.text.slice(this.at, this.at + 9);
    if (rest.startsWith('//') || rest.startsWith('/*') || rest.startsWith('#'))
      return 'JSON has no comments; remove it';
    if (rest.startsWith("'")) return 'JSON texts stand in double quotes';
    if (/^[+-]?(?:NaN|Infinity)/.test(rest)) return 'JSON has neither NaN nor Infinity; leave the field out';
    if (/^(?:<<<<<<<|=======|>>>>>>>)/.test(rest)) return 'The file holds an unresolved merge conflict';
    if (/^[A-Za-z_]/.test(rest)) return 'JSON keys and texts stand in double quotes';
    if (rest.startsWith('"') || rest.startsWith('{')) return 'A comma is missing before it';
    return undefined;
  }

  private syntax(message: string, hint?: string): never {
    return this.stop('PLAN_SYNTAX', this.here(), message, hint);
  }

  private stop(code: string, where: Position, message: string, hint?: string, limit?: number, seen?: number): never {
    this.findings.problem(code, where, message, {
      ...(hint === undefined ? {} : { hint }),
      ...(limit === undefined ? {} : { limit }),
      ...(seen === undefined ? {} : { seen }),
    });
    throw new Stop();
  }
}

function isWordCharacter(character: string): boolean {
  return /^[A-Za-z0-9_]$/.test(character);
}

function isNumberCharacter(character: string): boolean {
  return (
    (character >= '0' && character <= '9') ||
    character === '-' ||
    character === '+' ||
    character === '.' ||
    character === 'e' ||
    character === 'E'
  );
}
