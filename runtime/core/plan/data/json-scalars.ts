import { asCode, quote } from '../text/quote';
import type { DataNode } from './data-node';
import type { JsonCursor } from './json-cursor';

const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** The text that opens at the cursor, at most `most` characters of it. */
export function readString(cursor: JsonCursor, most: number): string {
  const start = cursor.here();
  const from = ++cursor.at;
  const pieces: string[] = [];
  let pieceFrom = from;
  while (true) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (Number.isNaN(code) || code === 10) {
      const hint = 'Add the closing "';
      return cursor.stop('PLAN_SYNTAX', start, 'The text that opens here is never closed', { hint });
    }
    if (code === 34) break;
    if (code < 0x20) {
      const control = asCode(cursor.text.charAt(cursor.at));
      return cursor.stop('PLAN_CONTROL_CHAR', cursor.here(), `A control character (${control}) stands in a text`, {
        hint: 'Write it as \\n, \\t or \\u…',
      });
    }
    if (code === 92) {
      pieces.push(cursor.text.slice(pieceFrom, cursor.at), readEscape(cursor));
      pieceFrom = cursor.at;
    } else {
      cursor.at++;
    }
  }
  pieces.push(cursor.text.slice(pieceFrom, cursor.at));
  cursor.at++;
  const value = pieces.join('');
  const { length } = value;
  if (length > most) {
    const hint = 'Move long texts into files';
    cursor.stop('PLAN_STRING', start, `A text has ${length} characters; ${most} are allowed`, {
      hint,
      limit: most,
      seen: length,
    });
  }
  if (pieces.length > 1 && value.includes('\0')) {
    const hint = 'Remove it';
    cursor.stop('PLAN_CONTROL_CHAR', start, 'A text holds a NUL character (\\u0000)', { hint });
  }
  if (pieces.length > 1 && /\p{Surrogate}/u.test(value)) {
    const hint = 'Write both halves';
    cursor.stop('PLAN_ENCODING', start, 'A text holds half of a surrogate pair (\\ud800 …)', { hint });
  }
  return value;
}

function readEscape(cursor: JsonCursor): string {
  const character = cursor.text.charAt(cursor.at + 1);
  if (character === 'u') {
    const digits = cursor.text.slice(cursor.at + 2, cursor.at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return cursor.syntax('\\u needs four hexadecimal digits');
    cursor.at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  const value = Object.hasOwn(ESCAPES, character) ? ESCAPES[character] : undefined;
  if (value === undefined) return cursor.syntax(`\\${character} is no JSON escape`, 'Write \\\\ for a backslash');
  cursor.at += 2;
  return value;
}

/** The number that begins at the cursor. */
export function readNumber(cursor: JsonCursor): DataNode {
  const where = cursor.here();
  const from = cursor.at;
  while (isNumberCharacter(cursor.text.charAt(cursor.at))) cursor.at++;
  const source = cursor.text.slice(from, cursor.at);
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(source)) {
    cursor.at = from;
    return cursor.syntax(
      `${quote(source)} is no JSON number`,
      source.startsWith('0') ? 'Put it in quotes to keep it as text' : undefined,
    );
  }
  const value = Number(source);
  if (!Number.isFinite(value)) cursor.stop('PLAN_RANGE', where, `${quote(source)} is too large`);
  return { type: 'number', where, value, source };
}

/** `true`, `false` or `null`; undefined when none of them stands at the cursor. */
export function readWord(cursor: JsonCursor): DataNode | undefined {
  for (const [word, value] of WORDS) {
    if (!cursor.text.startsWith(word, cursor.at) || isWordCharacter(cursor.text.charAt(cursor.at + word.length)))
      continue;
    const where = cursor.here();
    cursor.at += word.length;
    return { type: value === null ? 'null' : 'boolean', where, value, source: word };
  }
  return undefined;
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
