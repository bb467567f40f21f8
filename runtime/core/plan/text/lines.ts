import { frontmatterEnd } from './frontmatter-range';
import {
  boxAt,
  bulletAt,
  closes,
  fenceOpening,
  indentOf,
  isRule,
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
  /** Of a hidden line (code, comment): it would be a box. */
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
  let fence: { character: string; length: number; line: number } | undefined;
  let commentFrom = 0;

  for (let at = 0; at < raw.length; at++) {
    const no = at + firstLine;
    let line = raw[at]!;
    if (frontmatter !== undefined && at >= frontmatter.from && at <= frontmatter.to) {
      lines.push(plainLine(no, 'frontmatter', line, 0));
      continue;
    }
    if (fence !== undefined) {
      const isEnd = closes(line, fence);
      lines.push(isEnd ? { ...hiddenLine(no, 'code', line), closesFence: true } : hiddenLine(no, 'code', line));
      if (isEnd) fence = undefined;
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
    lines.push(
      fence === undefined
        ? openLine(no, line)
        : { ...plainLine(no, 'code', line.trim(), indentOf(line).columns), opensFence: true },
    );
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
