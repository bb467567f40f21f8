import { codeSpans } from './code-spans';

export type LineKind =
  | 'blank'
  | 'text'
  | 'heading'
  /** `- [ ] text` */
  | 'box'
  /** `-[ ] text`, `- [] text`: meant as a box, but none. */
  | 'near-box'
  /** `- text`, `1. text` */
  | 'item'
  | 'table'
  | 'rule'
  /** Inside a code fence, or the fence itself. */
  | 'code'
  /** Wholly inside an HTML comment. */
  | 'comment'
  | 'frontmatter';

/** One line of a markdown text, told apart as far as plans need it. */
export interface Line {
  /** From 1. */
  readonly no: number;
  readonly kind: LineKind;
  /** Columns before the first character; a tab goes on to the next multiple of 4. */
  readonly indent: number;
  /** The text without indentation, bullet, box or `#`, trimmed; comments are blanked. */
  readonly content: string;
  /** Where `content` starts, from 1. */
  readonly column: number;
  /** Of a heading: 1 … 6. */
  readonly level: number;
  /** Of a box: what stands in it. */
  readonly mark: string;
  /** Of a box: `[ ]*`. */
  readonly isOptional: boolean;
  /** Of an ordered item or box: its number. */
  readonly ordinal: string;
  /** Of a hidden line (code, comment): it would be a box. */
  readonly isHiddenBox: boolean;
}

export interface MarkdownLines {
  readonly lines: readonly Line[];
  /** Fence or comment that is never closed: the line that opens it. */
  readonly unclosed?: { readonly line: number; readonly what: 'code fence' | 'comment' };
}

const MARKS = ' xX-~/!✓✅☑';

/**
 * Tells the lines of a markdown text apart, one by one. Code fences, HTML comments and frontmatter are hidden: what
 * stands in them is neither heading nor box.
 *
 * Cost: linear in the text, also for hostile ones. Source: plan files as people write them; CommonMark 0.31 for fences.
 */
export function scanLines(text: string): MarkdownLines {
  const raw = splitLines(text);
  const lines: Line[] = [];
  const frontmatter = frontmatterEnd(raw);
  let fence: { character: string; length: number; line: number } | undefined;
  let commentFrom = 0;

  for (let at = 0; at < raw.length; at++) {
    const no = at + 1;
    let line = raw[at]!;
    if (frontmatter !== undefined && at >= frontmatter.from && at <= frontmatter.to) {
      lines.push(plainLine(no, 'frontmatter', line, 0));
      continue;
    }
    if (fence !== undefined) {
      lines.push(hiddenLine(no, 'code', line));
      if (closes(line, fence)) fence = undefined;
      continue;
    }
    const masked = maskComments(line, commentFrom > 0);
    line = masked.line;
    if (masked.isOpen && commentFrom === 0) commentFrom = no;
    if (!masked.isOpen) commentFrom = 0;
    if (masked.hasComment && line.trim() === '') {
      lines.push(hiddenLine(no, 'comment', raw[at]!));
      continue;
    }
    fence = fenceOpening(line, no);
    lines.push(fence === undefined ? openLine(no, line) : plainLine(no, 'code', line.trim(), indentOf(line).columns));
  }

  if (fence !== undefined) return { lines, unclosed: { line: fence.line, what: 'code fence' } };
  if (commentFrom > 0) return { lines, unclosed: { line: commentFrom, what: 'comment' } };
  return { lines };
}

function splitLines(text: string): string[] {
  const plain = text.includes('\u2028') || text.includes('\u2029') ? text.replace(/[\u2028\u2029]/g, '\n') : text;
  const lines = plain.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return lines;
}

/** Frontmatter stands at the top, or (with a known first key) behind a title or comment in the first 80 lines. */
function frontmatterEnd(raw: readonly string[]): { from: number; to: number } | undefined {
  const isFence = (line: string | undefined): boolean => line !== undefined && line.trimEnd() === '---';
  let isTop = true;
  for (let from = 0; from < Math.min(raw.length, 80); from++) {
    if (raw[from]!.trim() === '') continue;
    if (isFence(raw[from]) && (isTop || KNOWN_FIRST_KEY.test(raw[from + 1] ?? ''))) {
      for (let to = from + 1; to < raw.length; to++) {
        if (isFence(raw[to])) return { from, to };
        if (!FRONTMATTER_LINE.test(raw[to]!)) break;
      }
      if (isTop) return undefined;
    }
    isTop = false;
  }
  return undefined;
}

const KNOWN_FIRST_KEY = /^(?:title|name|phase|plan|type|autonomous|wave|depends_on|status|id|tasks)\s{0,4}:/;
const FRONTMATTER_LINE = /^(?:\s|#|-|$|[A-Za-z_][\w .-]{0,60}:)/;

function openLine(no: number, line: string): Line {
  const { columns, end } = indentOf(line);
  if (end === line.length) return plainLine(no, 'blank', '', columns);

  const code = line.charCodeAt(end);
  if (code === 35 /* # */) {
    let level = 1;
    while (line.charCodeAt(end + level) === 35) level++;
    const after = line.charCodeAt(end + level);
    if (level <= 6 && columns < 4 && (after === 32 || after === 9 || Number.isNaN(after) || after > 127)) {
      return withContent({ ...plainLine(no, 'heading', '', columns), level }, line, end + level, true);
    }
    return plainLine(no, 'text', line.slice(end).trimEnd(), columns, end + 1);
  }
  if (code === 124 /* | */) return plainLine(no, 'table', line.slice(end).trimEnd(), columns, end + 1);
  if (isRule(line, end)) return plainLine(no, 'rule', line.slice(end).trimEnd(), columns, end + 1);

  const bullet = bulletAt(line, end);
  if (bullet === undefined) return plainLine(no, 'text', line.slice(end).trimEnd(), columns, end + 1);
  const after = skipSpace(line, bullet.end);
  const box = boxAt(line, after);
  if (box !== undefined) {
    const isSpaced = after > bullet.end && box.end > box.close + 1;
    const base = plainLine(no, isSpaced ? 'box' : 'near-box', '', columns);
    const found = { ...base, mark: box.mark, isOptional: box.isOptional, ordinal: bullet.ordinal };
    return withContent(found, line, box.end, false);
  }
  if (after === bullet.end && after < line.length)
    return plainLine(no, 'text', line.slice(end).trimEnd(), columns, end + 1);
  return withContent({ ...plainLine(no, 'item', '', columns), ordinal: bullet.ordinal }, line, after, false);
}

function plainLine(no: number, kind: LineKind, content: string, indent: number, column = 1): Line {
  return { no, kind, indent, content, column, level: 0, mark: '', isOptional: false, ordinal: '', isHiddenBox: false };
}

function hiddenLine(no: number, kind: 'code' | 'comment', line: string): Line {
  const shown = kind === 'comment' ? line.replace('<!--', '    ').replace('-->', '   ') : line;
  const isHiddenBox = openLine(no, shown).kind === 'box';
  return { ...plainLine(no, kind, line.trim(), indentOf(line).columns), isHiddenBox };
}

function withContent(base: Line, line: string, from: number, isHeading: boolean): Line {
  const start = skipSpace(line, from);
  let content = line.slice(start).trimEnd();
  if (isHeading) content = withoutClosingHashes(content);
  return { ...base, content, column: start + 1 };
}

function withoutClosingHashes(content: string): string {
  let end = content.length;
  while (end > 0 && content.charCodeAt(end - 1) === 35) end--;
  const isClosing = end < content.length && (end === 0 || content.charCodeAt(end - 1) === 32);
  return isClosing ? content.slice(0, end).trimEnd() : content;
}

function indentOf(line: string): { columns: number; end: number } {
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

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0 || code === 0x3000 || code === 12 || code === 11;
}

function skipSpace(line: string, from: number): number {
  let at = from;
  while (at < line.length && isSpace(line.charCodeAt(at))) at++;
  return at;
}

function bulletAt(line: string, at: number): { end: number; ordinal: string } | undefined {
  const code = line.charCodeAt(at);
  if (code === 45 || code === 42 || code === 43) return { end: at + 1, ordinal: '' };
  let end = at;
  while (end - at < 9 && line.charCodeAt(end) >= 48 && line.charCodeAt(end) <= 57) end++;
  const close = line.charCodeAt(end);
  return end > at && (close === 46 || close === 41) ? { end: end + 1, ordinal: line.slice(at, end) } : undefined;
}

/** `[x]`, with where its text begins. `[x](url)` is a link, and `[P]` a legend. */
function boxAt(
  line: string,
  at: number,
): { mark: string; isOptional: boolean; close: number; end: number } | undefined {
  if (line.charCodeAt(at) !== 91 /* [ */) return undefined;
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
  if (inside === '') return { mark: ' ', isOptional, close, end: close + 1 };
  return { mark, isOptional, close, end: isSpaced ? after + 1 : close + 1 };
}

function isRule(line: string, at: number): boolean {
  const character = line.charAt(at);
  if (character !== '-' && character !== '*' && character !== '_') return false;
  let count = 0;
  for (let next = at; next < line.length; next++) {
    if (line.charAt(next) === character) count++;
    else if (!isSpace(line.charCodeAt(next))) return false;
  }
  return count >= 3;
}

function fenceOpening(line: string, no: number): { character: string; length: number; line: number } | undefined {
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

function closes(line: string, fence: { character: string; length: number }): boolean {
  const shown = line.trim();
  if (shown.length < fence.length) return false;
  for (const character of shown) if (character !== fence.character) return false;
  return true;
}

/** Blanks the comments of one line, so that columns stay. `<!--` inside backticks is text. */
function maskComments(line: string, isInside: boolean): { line: string; isOpen: boolean; hasComment: boolean } {
  if (!isInside && !line.includes('<!--')) return { line, isOpen: false, hasComment: false };
  const spans = isInside ? [] : codeSpans(line);
  const pieces: string[] = [];
  let from = 0;
  let isOpen = isInside;
  let span = 0;
  while (true) {
    if (isOpen) {
      const end = line.indexOf('-->', from);
      if (end < 0) {
        pieces.push(' '.repeat(line.length - from));
        break;
      }
      pieces.push(' '.repeat(end + 3 - from));
      from = end + 3;
      isOpen = false;
      continue;
    }
    let start = line.indexOf('<!--', from);
    while (start >= 0) {
      while (span < spans.length && spans[span]!.end <= start) span++;
      if (span >= spans.length || spans[span]!.start > start) break;
      start = line.indexOf('<!--', spans[span]!.end);
    }
    pieces.push(start < 0 ? line.slice(from) : line.slice(from, start));
    if (start < 0) break;
    from = start;
    isOpen = true;
  }
  return { line: pieces.join(''), isOpen, hasComment: true };
}
