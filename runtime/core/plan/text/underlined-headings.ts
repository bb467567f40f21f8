import { type Line, ScannedLine } from './line';

/** What makes the line above it a heading; three dashes are a rule more often. */
const UNDERLINE = /^ {0,3}(={3,}|-{4,})[ \t]*$/;
const ANY = /^ {0,3}(?:={3}|-{4})/m;
/** Characters of a title, and how a sentence ends. */
const LONGEST = 120;
const SENTENCE = /[.,;:：。！？!?]$/;

/** Lines with `======` or `------` below them as the headings that they are, where an empty line stands above. Linear. */
export function underlinedHeadings(lines: Line[], text: string): Line[] {
  if (!ANY.test(text)) return lines;
  for (let at = 1; at < lines.length; at++) {
    const title = lines[at - 1]!;
    const below = lines[at]!;
    if (title.kind !== 'text' || title.indent > 3 || (below.kind !== 'rule' && below.kind !== 'text')) continue;
    const underline = UNDERLINE.exec(below.content)?.[1];
    const above = lines[at - 2]?.kind ?? 'blank';
    if (underline === undefined || below.indent > 3 || (above !== 'blank' && above !== 'frontmatter')) continue;
    if (title.content.length > LONGEST || SENTENCE.test(title.content) || /^[>|]/.test(title.content)) continue;
    const level = underline.startsWith('=') ? 1 : 2;
    lines[at - 1] = new ScannedLine(title.no, 'heading', title.indent, title.content, title.column, level);
    lines[at] = new ScannedLine(below.no, 'blank', 0, '', 1);
  }
  return lines;
}
