import { isHeadingWithoutSpace } from './heading-without-space';
import { type Line, type LineKind, ScannedLine } from './line';
import { boxAt, bulletAt, indentOf, isRule, isSpace, signBoxAt, skipSpace, withoutClosingHashes } from './line-tokens';

/** `h2. Work`, as wikis of Jira and Confluence write headings. */
const WIKI_HEADING = /^h[1-6]\. {1,3}\S/;

/** A line that nothing hides, by how it begins. */
export function openLine(no: number, line: string, hasSigns = false): Line {
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
  if (code === 104 /* h */ && WIKI_HEADING.test(line)) {
    const content = line.slice(4).trim();
    return new ScannedLine(no, 'heading', columns, content, skipSpace(line, 4) + 1, Number(line.charAt(1)));
  }
  if (code === 124 /* | */) return lineOfKind(no, 'table', line, columns, end);
  const bullet = bulletAt(line, end);
  const after = bullet === undefined ? end : skipSpace(line, bullet.end);
  const sign = hasSigns ? signBoxAt(line, after) : undefined;
  const box = sign ?? (bullet === undefined ? undefined : boxAt(line, after));
  if (box === undefined && isRule(line, end)) return lineOfKind(no, 'rule', line, columns, end);
  if (code === 62 /* > */) return quotedLine(no, line, columns, end);
  const ordinal = bullet?.ordinal ?? '';
  const indent = columns + (bullet?.inside ?? 0);
  if (box !== undefined) {
    const kind = (bullet === undefined || after > bullet.end) && box.end > box.close + 1 ? 'box' : 'near-box';
    const start = skipSpace(line, after + box.end);
    const content = line.slice(start).trimEnd();
    return new ScannedLine(no, kind, indent, content, start + 1, 0, box.mark, box.isOptional, ordinal);
  }
  if (bullet === undefined || (after === bullet.end && after < line.length && !bullet.isSign))
    return lineOfKind(no, 'text', line, columns, end);
  return new ScannedLine(no, 'item', indent, line.slice(after).trimEnd(), after + 1, 0, '', false, ordinal);
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

/** A line inside a fence or comment. */
export function hiddenLine(no: number, kind: 'code' | 'comment', line: string): ScannedLine {
  const shown = kind === 'comment' ? line.replace('<!--', '    ').replace('-->', '   ') : line;
  const isHiddenBox = openLine(no, shown).kind === 'box';
  return new ScannedLine(no, kind, indentOf(line).columns, line.trim(), 1, 0, '', false, '', isHiddenBox);
}
