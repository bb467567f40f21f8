import { frontmatterEnd } from './frontmatter-range';
import { isHeadingWithoutSpace } from './heading-without-space';
import {
  boxAt,
  bulletAt,
  closes,
  fenceOpening,
  hasSignBoxes,
  indentOf,
  isRule,
  isSpace,
  signBoxAt,
  skipSpace,
  withoutClosingHashes,
} from './line-tokens';
import { maskComments } from './mask-comments';

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
  /** Of a hidden line (code, comment, quote): it would be a box. */
  readonly isHiddenBox: boolean;
  /** Of code: the line that opens the fence. */
  readonly opensFence?: true;
  /** Of code: the line that closes it. */
  readonly closesFence?: true;
}

export interface MarkdownLines {
  readonly lines: readonly Line[];
  /** The lines as written: `raw[at]` is that of `lines[at]`. */
  readonly raw: readonly string[];
  /** Fence or comment that is never closed: the line that opens it. */
  readonly unclosed?: { readonly line: number; readonly what: 'code fence' | 'comment' };
}

/**
 * Tells the lines of a markdown text apart, one by one. Code fences, HTML comments and frontmatter are hidden: what
 * stands in them is neither heading nor box.
 *
 * Cost: linear in the text, also for hostile ones. Source: plan files as people write them; CommonMark 0.31 for fences.
 */
export function scanLines(text: string, firstLine = 1): MarkdownLines {
  const raw = splitLines(text);
  const lines: Line[] = [];
  const frontmatter = frontmatterEnd(raw);
  const mayHaveComments = text.includes('<!--');
  const hasSigns = hasSignBoxes(text);
  const mayHaveFences = text.includes('```') || text.includes('~~~');
  let fence: { character: string; length: number; line: number } | undefined;
  let commentFrom = 0;

  for (let at = 0; at < raw.length; at++) {
    const no = at + firstLine;
    let line = raw[at]!;
    if (frontmatter !== undefined && at >= frontmatter.from && at <= frontmatter.to) {
      lines.push(new ScannedLine(no, 'frontmatter', 0, line, 1));
      continue;
    }
    if (fence !== undefined) {
      const isEnd = closes(line, fence);
      const hidden = hiddenLine(no, 'code', line);
      if (isEnd) hidden.closesFence = true;
      lines.push(hidden);
      if (isEnd) fence = undefined;
      continue;
    }
    if (mayHaveComments) {
      const masked = maskComments(line, commentFrom > 0);
      line = masked.line;
      if (masked.isOpen && commentFrom === 0) commentFrom = no;
      if (!masked.isOpen) commentFrom = 0;
      if (masked.hasComment && line.trim() === '') {
        lines.push(hiddenLine(no, 'comment', raw[at]!));
        continue;
      }
    }
    fence = mayHaveFences ? fenceOpening(line, no) : undefined;
    if (fence === undefined) {
      lines.push(openLine(no, line, hasSigns));
      continue;
    }
    const opening = new ScannedLine(no, 'code', indentOf(line).columns, line.trim(), 1);
    opening.opensFence = true;
    lines.push(opening);
  }

  if (fence !== undefined) return { lines, raw, unclosed: { line: fence.line, what: 'code fence' } };
  if (commentFrom > 0) return { lines, raw, unclosed: { line: commentFrom, what: 'comment' } };
  return { lines, raw };
}

function splitLines(text: string): string[] {
  const plain = text.includes('\u2028') || text.includes('\u2029') ? text.replace(/[\u2028\u2029]/g, '\n') : text;
  const lines = plain.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return lines;
}

/** One shape for all lines, so that looking at a million of them stays cheap. */
class ScannedLine implements Line {
  declare opensFence?: true;
  declare closesFence?: true;

  constructor(
    readonly no: number,
    readonly kind: LineKind,
    readonly indent: number,
    readonly content: string,
    readonly column: number,
    readonly level = 0,
    readonly mark = '',
    readonly isOptional = false,
    readonly ordinal = '',
    readonly isHiddenBox = false,
  ) {}
}

function openLine(no: number, line: string, hasSigns = false): Line {
  const { columns, end } = indentOf(line);
  if (end === line.length) return new ScannedLine(no, 'blank', columns, '', 1);

  const code = line.charCodeAt(end);
  if (code === 35 /* # */) {
    let level = 1;
    while (line.charCodeAt(end + level) === 35) level++;
    const after = line.charCodeAt(end + level);
    if (
      level <= 6 &&
      columns < 4 &&
      (after === 32 ||
        after === 9 ||
        Number.isNaN(after) ||
        after > 127 ||
        isHeadingWithoutSpace(line, end + level, level))
    ) {
      const start = skipSpace(line, end + level);
      const content = withoutClosingHashes(line.slice(start).trimEnd());
      return new ScannedLine(no, 'heading', columns, content, start + 1, level);
    }
    return lineOfKind(no, 'text', line, columns, end);
  }
  if (code === 124 /* | */) return lineOfKind(no, 'table', line, columns, end);
  const bullet = bulletAt(line, end);
  const after = bullet === undefined ? end : skipSpace(line, bullet.end);
  const sign = hasSigns ? signBoxAt(line, after) : undefined;
  const box = sign ?? (bullet === undefined ? undefined : boxAt(line, after));
  if (box === undefined && isRule(line, end)) return lineOfKind(no, 'rule', line, columns, end);
  if (code === 62 /* > */) return quotedLine(no, line, columns, end);
  const ordinal = bullet?.ordinal ?? '';
  if (box !== undefined) {
    const kind = (bullet === undefined || after > bullet.end) && box.end > box.close + 1 ? 'box' : 'near-box';
    const start = skipSpace(line, after + box.end);
    const content = line.slice(start).trimEnd();
    return new ScannedLine(no, kind, columns, content, start + 1, 0, box.mark, box.isOptional, ordinal);
  }
  if (bullet === undefined || (after === bullet.end && after < line.length))
    return lineOfKind(no, 'text', line, columns, end);
  return new ScannedLine(no, 'item', columns, line.slice(after).trimEnd(), after + 1, 0, '', false, ordinal);
}

/** What is quoted is text, whatever it would be else. */
function quotedLine(no: number, line: string, columns: number, from: number): ScannedLine {
  let inside = from;
  while (line.charCodeAt(inside) === 62 || isSpace(line.charCodeAt(inside))) inside++;
  const isHiddenBox = openLine(no, line.slice(inside)).kind === 'box';
  return new ScannedLine(no, 'text', columns, line.slice(from).trimEnd(), from + 1, 0, '', false, '', isHiddenBox);
}

/** A line that is its own text, from its first character on. */
function lineOfKind(no: number, kind: LineKind, line: string, columns: number, from: number): ScannedLine {
  return new ScannedLine(no, kind, columns, line.slice(from).trimEnd(), from + 1);
}

function hiddenLine(no: number, kind: 'code' | 'comment', line: string): ScannedLine {
  const shown = kind === 'comment' ? line.replace('<!--', '    ').replace('-->', '   ') : line;
  const isHiddenBox = openLine(no, shown).kind === 'box';
  return new ScannedLine(no, kind, indentOf(line).columns, line.trim(), 1, 0, '', false, '', isHiddenBox);
}
