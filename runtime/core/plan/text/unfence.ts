import type { Findings } from '../findings';
import { bulletAt, closes, fenceOpening, indentOf } from './line-tokens';

const MARKDOWN = /^(?:`{3,}|~{3,})[ \t]{0,4}(?:(markdown|mdx?|plan)|te?xt|plaintext|)[ \t]{0,4}$/i;
/** Lines of prose around the plan; a text with more is a document that shows one. */
const MOST_AROUND = 40;

/**
 * A plan that stands as a whole in a code fence at the margin, as models answer with one: its fence is emptied, all lines keep their
 * number. What stands around it is prose; with a heading, list or other fence of its own, the fence is a part of something
 * else, and the text stays as it is. Linear.
 */
export function unfence(text: string, findings: Findings): string {
  if (!text.includes('```') && !text.includes('~~~')) return text;
  const lines = text.split('\n');
  const first = lines.findIndex((line, at) => line.length < 200 && fenceOpening(line, at) !== undefined);
  const info = first < 0 ? null : MARKDOWN.exec(lines[first]!);
  if (info === null) return text;
  const fence = fenceOpening(lines[first]!, first)!;
  let last = lines.length - 1;
  while (last > first && !closes(lines[last]!, fence)) last--;
  const around = [...lines.slice(0, first), ...(last > first ? lines.slice(last + 1) : [])];
  const inside = lines.slice(first + 1, last > first ? last : lines.length);
  if (around.length > MOST_AROUND || around.some(isStructure) || !hasPlan(inside, info[1] !== undefined)) return text;
  // With one fence too many inside, the last line closes that one.
  if (last > first && innerFences(inside) % 2 !== 0) return text;
  findings.note(
    'NOTE_LIST_CHOSEN',
    { line: first + 1, column: 1 },
    'The plan is read from the code fence that holds all of it',
  );
  return lines.map((line, at) => (at === first || (at === last && last > first) ? '' : line)).join('\n');
}

/** A heading, list item, table or fence. */
function isStructure(line: string): boolean {
  const { end } = indentOf(line);
  const code = line.charCodeAt(end);
  if (code === 35 /* # */ || code === 124 /* | */ || fenceOpening(line, 0) !== undefined) return true;
  const bullet = bulletAt(line, end);
  return bullet !== undefined && line.charCodeAt(bullet.end) === 32;
}

/** Headings or boxes; where the fence says that it is markdown, a list will do. */
function hasPlan(lines: readonly string[], isMarkdown: boolean): boolean {
  const isSign = isMarkdown
    ? /^\s{0,3}(?:#{1,6}\s|(?:[-*+]|\d{1,3}[.)])\s)/
    : /^\s{0,3}(?:#{1,6}\s\S|(?:[-*+]|\d{1,3}[.)])\s\[[ xX]\]\s)/;
  return lines.some((line) => isSign.test(line.slice(0, 200)));
}

function innerFences(lines: readonly string[]): number {
  return lines.filter((line) => line.length < 200 && /^\s{0,20}(?:```|~~~)/.test(line)).length;
}
