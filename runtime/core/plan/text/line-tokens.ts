/** The pieces that a line of markdown begins with: indentation, bullet, box, rule, fence. Each is read in one pass. */

const MARKS = ' xX-~/!✓✅☑✔√?><=+*';

export function indentOf(line: string): { columns: number; end: number } {
  let columns = 0;
  let end = 0;
  for (; end < line.length; end++) {
    const code = line.charCodeAt(end);
    if (code === 9) columns += 4 - (columns % 4);
    else if (isSpace(code)) columns++;
    else break;
  }
  return { columns, end };
}

export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0 || code === 0x3000 || code === 12 || code === 11;
}

export function skipSpace(line: string, from: number): number {
  let at = from;
  while (at < line.length && isSpace(line.charCodeAt(at))) at++;
  return at;
}

/** What a line of a list begins with. */
export interface BulletToken {
  readonly end: number;
  /** Of a numbered one: its number. */
  readonly ordinal: string;
  /** A sign that needs no space behind it: `1️⃣`, `①`. */
  readonly isSign?: true;
  /** Columns that it stands further in than it is written: `** text` of Org and of wikis is inside of `* text`. */
  readonly inside?: number;
}

export function bulletAt(line: string, at: number): BulletToken | undefined {
  const code = line.charCodeAt(at);
  if (code === 42 && line.charCodeAt(at + 1) === 42) return starsAt(line, at);
  if (code === 45 || code === 42 || code === 43) return { end: at + 1, ordinal: '' };
  if (code > 127) return strangeBulletAt(line, at, code);
  if (code === 40 /* ( */) return bracketedAt(line, at);
  let end = at;
  while (end - at < 9 && line.charCodeAt(end) >= 48 && line.charCodeAt(end) <= 57) end++;
  if (end === at) return undefined;
  const close = line.charCodeAt(end);
  if (close === 46 || close === 41) return { end: end + 1, ordinal: line.slice(at, end) };
  if (close === 0x3001 /* 、 */ || close === 0xff09 /* ） */)
    return { end: end + 1, ordinal: line.slice(at, end), isSign: true };
  const keycap = close === 0xfe0f ? end + 1 : end;
  return line.charCodeAt(keycap) === KEYCAP
    ? { end: keycap + 1, ordinal: line.slice(at, end), isSign: true }
    : undefined;
}

/** `*** text`; `** * **` is a rule, and `**text**` bold. */
function starsAt(line: string, at: number): BulletToken {
  let end = at;
  while (line.charCodeAt(end) === 42) end++;
  const isItem = end - at < 8 && isSpace(line.charCodeAt(end)) && !line.trimEnd().endsWith('**');
  return isItem ? { end, ordinal: '', inside: (end - at - 1) * 2 } : { end: at + 1, ordinal: '' };
}

/** `(1) text`. */
function bracketedAt(line: string, at: number): BulletToken | undefined {
  const number = /^\((\d{1,2})\) /.exec(line.slice(at, at + 5))?.[1];
  return number === undefined ? undefined : { end: at + number.length + 2, ordinal: number };
}

const KEYCAP = 0x20e3;
/** Signs and dashes that office programs, chats and terminals put where markdown has `-`. */
const BULLETS = '•◦▪▫‣⁃●∙·–—';

/** `• text`, `– text`, `① text`, `🔟 text`. */
function strangeBulletAt(line: string, at: number, code: number): BulletToken | undefined {
  if (code >= 0x2460 && code <= 0x2473) return { end: at + 1, ordinal: String(code - 0x245f), isSign: true };
  if (line.startsWith('🔟', at)) return { end: at + 2, ordinal: '10', isSign: true };
  const isBullet = BULLETS.includes(line.charAt(at)) && isSpace(line.charCodeAt(at + 1));
  return isBullet ? { end: at + 1, ordinal: '' } : undefined;
}

/** `[x]`; offsets count from its `[`. */
export interface BoxToken {
  readonly mark: string;
  readonly isOptional: boolean;
  /** Of the `]`. */
  readonly close: number;
  /** Where its text may begin. */
  readonly end: number;
}

const OPEN_BOX: BoxToken = { mark: ' ', isOptional: false, close: 2, end: 4 };
const TICKED_BOX: BoxToken = { mark: 'x', isOptional: false, close: 2, end: 4 };

/** The box that a line has there. `[x](url)` is a link, and `[P]` a legend. */
export function boxAt(line: string, at: number): BoxToken | undefined {
  if (line.charCodeAt(at) === 92 /* \ */) return escapedBoxAt(line, at);
  if (line.charCodeAt(at) !== 91 /* [ */) return undefined;
  if (line.charCodeAt(at + 2) === 93 /* ] */ && line.charCodeAt(at + 3) === 32) {
    const code = line.charCodeAt(at + 1);
    if (code === 32) return OPEN_BOX;
    if (code === 120) return TICKED_BOX;
  }
  const close = line.indexOf(']', at);
  if (close < 0 || close > at + 4) return undefined;
  const inside = line.slice(at + 1, close);
  const mark = inside.trim() === '' ? ' ' : inside.trim();
  if (mark.length > 2 || !MARKS.includes(mark.charAt(0)) || (mark.length === 2 && mark.codePointAt(0)! < 128))
    return undefined;
  const isOptional = line.charCodeAt(close + 1) === 42 && !line.startsWith('**', close + 1);
  const after = close + (isOptional ? 2 : 1);
  if (line.charCodeAt(after) === 40 /* ( */ || line.charCodeAt(after) === 58 /* : */) return undefined;
  const isSpaced = after >= line.length || isSpace(line.charCodeAt(after));
  const end = inside !== '' && isSpaced ? after + 1 : close + 1;
  return { mark, isOptional, close: close - at, end: end - at };
}

/** `\[x\] text`, as some programs write boxes of others. */
function escapedBoxAt(line: string, at: number): BoxToken | undefined {
  const mark = line.charAt(at + 2);
  const isBox = line.startsWith('\\[', at) && line.startsWith('\\] ', at + 3) && ' xX'.includes(mark);
  return isBox ? { mark, isOptional: false, close: 4, end: 6 } : undefined;
}

/** Signs that stand for a box when they begin a line, by the mark that they mean. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['☐', ' '],
  ['⬜', ' '],
  ['🔲', ' '],
  ['❌', ' '],
  ['⏳', '-'],
  ['🚧', '-'],
  ['🔄', '-'],
  ['☑', 'x'],
  ['☒', 'x'],
  ['✅', 'x'],
  ['✔', 'x'],
  ['✓', 'x'],
]);

/** A line that begins with an empty box. */
const EMPTY_BOX = /^[ \t]{0,20}(?:(?:[-*+]|\d{1,4}[.)])[ \t]{1,4})?(?:⬜|🔲)\uFE0F?[ \t]/mu;

/**
 * Whether signs are boxes in a text: one with `☐`, `☑` or `☒`, or with lines that begin with `⬜` or `🔲`, uses them so; `✅`, `❌`
 * and `⏳` alone are decoration.
 */
export function hasSignBoxes(text: string): boolean {
  if (text.includes('☐') || text.includes('☑') || text.includes('☒')) return true;
  return (text.includes('⬜') || text.includes('🔲')) && EMPTY_BOX.test(text);
}

/** `☐ text`, `☑ text` at a place of a line. */
export function signBoxAt(line: string, at: number): BoxToken | undefined {
  if (line.charCodeAt(at) < 0x2300) return undefined;
  const sign = String.fromCodePoint(line.codePointAt(at) ?? 0);
  const mark = SIGNS.get(sign);
  if (mark === undefined) return undefined;
  const next = line.charCodeAt(at + sign.length);
  const end = next === 0xfe0f || next === 0xfe0e ? sign.length + 1 : sign.length;
  if (!isSpace(line.charCodeAt(at + end))) return undefined;
  return { mark, isOptional: false, close: end - 1, end: end + 1 };
}

export function isRule(line: string, at: number): boolean {
  const character = line.charAt(at);
  if (character !== '-' && character !== '*' && character !== '_') return false;
  let count = 0;
  for (let next = at; next < line.length; next++) {
    if (line.charAt(next) === character) count++;
    else if (!isSpace(line.charCodeAt(next))) return false;
  }
  return count >= 3;
}

export function fenceOpening(
  line: string,
  no: number,
): { character: string; length: number; line: number } | undefined {
  let { end: at } = indentOf(line);
  const bullet = bulletAt(line, at);
  if (bullet !== undefined && isSpace(line.charCodeAt(bullet.end))) at = skipSpace(line, bullet.end);
  const character = line.charAt(at);
  if (character !== '`' && character !== '~') return undefined;
  let end = at;
  while (line.charAt(end) === character) end++;
  if (end - at < 3 || (character === '`' && line.includes('`', end))) return undefined;
  return { character, length: end - at, line: no };
}

export function closes(line: string, fence: { character: string; length: number }): boolean {
  const shown = line.trim();
  if (shown.length < fence.length) return false;
  for (const character of shown) if (character !== fence.character) return false;
  return true;
}

export function withoutClosingHashes(content: string): string {
  let end = content.length;
  while (end > 0 && content.charCodeAt(end - 1) === 35) end--;
  const isClosing = end < content.length && (end === 0 || content.charCodeAt(end - 1) === 32);
  return isClosing ? content.slice(0, end).trimEnd() : content;
}
