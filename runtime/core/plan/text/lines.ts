import { boardLabels, namesColumn } from './board-labels';
import { frontmatterEnd } from './frontmatter-range';
import { type Line, ScannedLine } from './line';
import { closes, fenceOpening, hasSignBoxes, indentOf } from './line-tokens';
import { maskComments } from './mask-comments';
import { letteredItems, orgLines, wikiHeads, wikiLines } from './other-markup';
import { hiddenLine, openLine } from './scan-line';
import { underlinedHeadings } from './underlined-headings';

export type { Line, LineKind } from './line';

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
  // One for each, of which there may be a million.
  const lines = new Array<Line>(raw.length);
  const frontmatter = frontmatterEnd(raw);
  const mayHaveComments = text.includes('<!--');
  const hasSigns = hasSignBoxes(text);
  const mayHaveFences = text.includes('```') || text.includes('~~~');
  let fence: { character: string; length: number; line: number } | undefined;
  let commentFrom = 0;
  /** The characters of ASCII that lines begin with. */
  const begins = new Uint8Array(128);
  let mayUnderline = false;
  let mayLabel = false;

  for (let at = 0; at < raw.length; at++) {
    const no = at + firstLine;
    let line = raw[at]!;
    begins[line.charCodeAt(0)] = 1;
    if (frontmatter !== undefined && at >= frontmatter.from && at <= frontmatter.to) {
      lines[at] = new ScannedLine(no, 'frontmatter', 0, line, 1);
      continue;
    }
    if (fence !== undefined) {
      const isEnd = closes(line, fence);
      const hidden = hiddenLine(no, 'code', line);
      if (isEnd) hidden.closesFence = true;
      lines[at] = hidden;
      if (isEnd) fence = undefined;
      continue;
    }
    if (mayHaveComments) {
      const masked = maskComments(line, commentFrom > 0);
      line = masked.line;
      if (masked.isOpen && commentFrom === 0) commentFrom = no;
      if (!masked.isOpen) commentFrom = 0;
      if (masked.hasComment && line.trim() === '') {
        lines[at] = hiddenLine(no, 'comment', raw[at]!);
        continue;
      }
    }
    fence = mayHaveFences ? fenceOpening(line, no) : undefined;
    if (fence === undefined) {
      const open = openLine(no, line, hasSigns);
      mayUnderline ||= open.kind === 'rule' || (open.kind === 'text' && open.content.charCodeAt(0) === EQUALS);
      mayLabel ||= namesColumn(open);
      lines[at] = open;
      continue;
    }
    const opening = new ScannedLine(no, 'code', indentOf(line).columns, line.trim(), 1);
    opening.opensFence = true;
    lines[at] = opening;
  }

  if (begins[STAR] === 1) orgLines(lines, raw, text);
  if (begins[LETTER_H] === 1) wikiLines(lines, raw, text);
  if (begins[LETTER_A] === 1 || begins[SPACE] === 1) letteredItems(lines, text);
  if (begins[PIPE] === 1 && text.includes('||')) wikiHeads(lines);
  if (mayUnderline) underlinedHeadings(lines, text);
  if (mayLabel) boardLabels(lines);
  if (fence !== undefined) return { lines, raw, unclosed: { line: fence.line, what: 'code fence' } };
  if (commentFrom > 0) return { lines, raw, unclosed: { line: commentFrom, what: 'comment' } };
  return { lines, raw };
}

const STAR = 42;
const EQUALS = 61;
const LETTER_H = 104;
const PIPE = 124;
const LETTER_A = 97;
const SPACE = 32;

function splitLines(text: string): string[] {
  const plain = text.includes('\u2028') || text.includes('\u2029') ? text.replace(/[\u2028\u2029]/g, '\n') : text;
  const lines = plain.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return lines;
}
