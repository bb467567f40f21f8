import { type Line, ScannedLine } from './line';

const TODO =
  /^(TODO|NEXT|DOING|STARTED|IN-PROGRESS|WAITING|HOLD|DONE|CANCELL?ED|KILL)\s{1,4}(?:\[#[A-Z]\]\s{1,4})?(?=\S)/;
const MARKS: ReadonlyMap<string, string> = new Map([
  ['DONE', 'x'],
  ['DOING', '-'],
  ['STARTED', '-'],
  ['IN-PROGRESS', '-'],
  ['WAITING', '?'],
  ['HOLD', '?'],
]);
/** A heading of Org that is work. */
const IS_ORG = /^\*{1,8} (?:TODO|DONE|NEXT) /m;

/**
 * Reads the headings of an Org file in place: `* TODO Boil` is a box, `* DONE Boil` a ticked one, and `* Kitchen` a heading; a cancelled one is
 * struck out. Texts without such headings stay as they are. Linear.
 */
export function orgLines(lines: Line[], raw: readonly string[], text: string): void {
  if (!IS_ORG.test(text)) return;
  for (const [at, line] of lines.entries())
    if (line.kind === 'item' && raw[at]!.startsWith('*')) lines[at] = orgLine(line);
}

/** Headings of the wikis of Jira and Confluence, where `#` is a numbered item. */
const IS_WIKI = /^h[1-6]\. \S/m;

/** Reads each `# text` of such a text as the numbered item that it is, in place. Texts without such headings stay. Linear. */
export function wikiLines(lines: Line[], raw: readonly string[], text: string): void {
  if (!IS_WIKI.test(text)) return;
  let count = 0;
  for (const [at, { no, kind, level, content, column }] of lines.entries()) {
    const isItem = kind === 'heading' && raw[at]!.startsWith('#');
    if (!isItem && kind === 'heading') count = 0;
    if (!isItem) continue;
    if (level === 1) count++;
    const ordinal = level === 1 ? String(count) : '';
    lines[at] = new ScannedLine(no, 'item', (level - 1) * 2, content, column, 0, '', false, ordinal);
  }
}

const LETTERED = /^ {0,3}a[.)] \S/m;
const LETTER = /^([a-z])[.)]\s{1,4}(?=\S)/;

/** Reads lines `a) text`, `b) text` at the margin as the items that they are, in place, where they count up from the first letter. Linear. */
export function letteredItems(lines: Line[], text: string): void {
  if (!LETTERED.test(text)) return;
  const runs: number[][] = [];
  for (const [at, { kind, indent, content }] of lines.entries()) {
    const letter = kind === 'text' && indent < 2 ? LETTER.exec(content)?.[1] : undefined;
    if (letter === undefined) continue;
    const run = runs.at(-1);
    if (letter === 'a') runs.push([at]);
    else if (run !== undefined && letter.charCodeAt(0) === FIRST_LETTER + run.length) run.push(at);
  }
  for (const run of runs) if (run.length > 1) for (const at of run) lines[at] = letteredItem(lines[at]!);
}

const FIRST_LETTER = 97;

function letteredItem({ no, indent, content, column }: Line): Line {
  const [whole, letter] = LETTER.exec(content)!;
  return new ScannedLine(no, 'item', indent, content.slice(whole.length), column + whole.length, 0, '', false, letter);
}

/** The head of a table in the wikis of Jira and Confluence. */
const WIKI_HEAD = /^\|\|.{1,2000}\|\|\s{0,4}$/;

/** Reads `||Key||Summary||` as the head of a table that it is, in place. Linear. */
export function wikiHeads(lines: Line[]): void {
  for (const [at, { no, kind, indent, content, column }] of lines.entries())
    if (kind === 'table' && WIKI_HEAD.test(content))
      lines[at] = new ScannedLine(no, 'table', indent, content.replaceAll('||', '|'), column);
}

function orgLine({ no, indent, content, column }: Line): Line {
  const word = TODO.exec(content);
  if (word === null) return new ScannedLine(no, 'heading', 0, content, column, Math.min(indent / 2 + 1, 6));
  const title = content.slice(word[0].length);
  const isOff = word[1]!.startsWith('CANCEL') || word[1] === 'KILL';
  const mark = MARKS.get(word[1]!) ?? ' ';
  return new ScannedLine(no, 'box', indent, isOff ? `~~${title}~~` : title, column + word[0].length, 0, mark);
}
