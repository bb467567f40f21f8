import { boldLabel } from './attributes';
import { type Line, ScannedLine } from './line';
import { columnState } from './status-heading';

/** Characters of a label; what is longer is a sentence. */
const LONGEST = 60;

/**
 * Lines `**Todo**`, `Doing:` or `已完成` above lists, and items `- Done` with lists inside, as the headings that they are meant as, where at least two of one section name different
 * states: then the lists are columns of a board, and lines of the same form between them name columns as well. Linear.
 */
export function boardLabels(lines: Line[]): Line[] {
  let level = 1;
  let labels: Label[] = [];
  const close = (): void => {
    if (isBoard(labels)) for (const { at, name } of labels) lines[at] = headingOf(lines[at]!, name, level + 1);
    labels = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.kind === 'heading') {
      close();
      level = Math.min(line.level, 5);
    } else if (mayBeLabel(line)) {
      const label = labelAt(lines, at);
      if (label !== undefined) labels.push(label);
    }
  }
  close();
  return lines;
}

/** `<details><summary>Done</summary>`. */
const FOLD = /^(?:<details>\s{0,3})?<summary>([^<]{1,40})<\/summary>/i;

/** Whether a line may be such a label: a text at the margin, or an item with others inside it. */
export function namesColumn(line: Line): boolean {
  if (!mayBeLabel(line)) return false;
  const name = FOLD.exec(line.content)?.[1] ?? line.content;
  return columnState(name.replace(/^[*_]{2}|[*_]{2}[:：]?$|[:：][*_]{2}$/g, '')) !== undefined;
}

function mayBeLabel({ kind, indent, content, ordinal }: Line): boolean {
  return (kind === 'text' || (kind === 'item' && ordinal === '')) && indent < 2 && content.length <= LONGEST;
}

interface Label {
  readonly at: number;
  readonly name: string;
  readonly form: 'bold' | 'colon' | 'plain' | 'fold';
}

function labelAt(lines: readonly Line[], at: number): Label | undefined {
  const { content, kind } = lines[at]!;
  let below = at + 1;
  while (below < lines.length && lines[below]!.kind === 'blank') below++;
  const next = lines[below];
  if (next === undefined || (next.kind !== 'item' && next.kind !== 'box')) return undefined;
  if (next.indent > 1 !== (kind === 'item')) return undefined;
  const fold = FOLD.exec(content)?.[1];
  if (fold !== undefined) return { at, name: fold.trim(), form: 'fold' };
  const bold = boldLabel(content);
  if (bold !== undefined) return { at, name: bold, form: 'bold' };
  if (/[:：]$/.test(content)) return { at, name: content.slice(0, -1).trim(), form: 'colon' };
  return columnState(content) === undefined ? undefined : { at, name: content, form: 'plain' };
}

function isBoard(labels: readonly Label[]): boolean {
  if (labels.length < 2) return false;
  const states = labels.flatMap(({ name }) => columnState(name) ?? []);
  return new Set(states).size > 1 && new Set(labels.map(({ form }) => form)).size === 1;
}

function headingOf({ no, indent, column, content }: Line, name: string, level: number): Line {
  return new ScannedLine(no, 'heading', indent, name, column + Math.max(0, content.indexOf(name)), level);
}
