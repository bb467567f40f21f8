import { codeSpans } from './code-spans';
import type { Line } from './lines';
import { plainText } from './plain-text';

export interface TableCell {
  /** Without emphasis, code marks and link targets. */
  readonly text: string;
  /** As written, trimmed. */
  readonly markdown: string;
  /** From 1. */
  readonly column: number;
}

export interface TableRow {
  readonly line: Line;
  readonly cells: readonly TableCell[];
}

/** A table of a markdown text: its head, and the rows below without the divider. */
export interface Table {
  readonly head: TableRow;
  readonly rows: readonly TableRow[];
}

/** Cells of one row that are read; a row of more is no table that a person wrote. */
const MOST_CELLS = 100;

/** The tables of a markdown text, in document order. Linear. */
export function readTables(lines: readonly Line[]): readonly Table[] {
  const tables: { head: TableRow; rows: TableRow[] }[] = [];
  let open: { head: TableRow; rows: TableRow[] } | undefined;
  for (const line of lines) {
    if (line.kind !== 'table') {
      open = undefined;
      continue;
    }
    const row = { line, cells: tableCells(line) };
    if (open === undefined) {
      open = { head: row, rows: [] };
      tables.push(open);
    } else if (!row.cells.every(({ markdown }) => /^:?-{1,200}:?$/.test(markdown))) {
      open.rows.push(row);
    }
  }
  return tables;
}

/** The cells of a row `| a | b |`; a `\\|` or a `|` in backticks divides nothing. */
export function tableCells({ content, column }: Pick<Line, 'content' | 'column'>): readonly TableCell[] {
  const spans = codeSpans(content);
  const cells: TableCell[] = [];
  let span = 0;
  let from = content.startsWith('|') ? 1 : 0;
  for (let at = from; at <= content.length && cells.length < MOST_CELLS; at++) {
    while (span < spans.length && spans[span]!.end <= at) span++;
    if (span < spans.length && spans[span]!.start < at) continue;
    const isEnd = at === content.length;
    if (!isEnd && (content.charCodeAt(at) !== 124 || content.charCodeAt(at - 1) === 92)) continue;
    const raw = content.slice(from, at);
    if (isEnd && raw.trim() === '') break;
    const markdown = raw.trim();
    cells.push({
      text: plainText(markdown.replaceAll('\\|', '|')),
      markdown,
      column: column + from + raw.length - raw.trimStart().length,
    });
    from = at + 1;
  }
  return cells;
}
