import type { Line } from '../../text/lines';
import { numberedText } from '../../text/numbered-text';
import { plainText } from '../../text/plain-text';
import { readTables } from '../../text/tables';

/** A row of a table that has a box in one of its cells. */
export interface BoxRow {
  /** Its number, if it has one, and its longest cell. */
  readonly text: string;
  /** `x` or a space. */
  readonly mark: string;
}

const BOX = /^(☐|⬜|□|\[ \]|☑|✅|✓|✔|\[[xX]\])\u{fe0f}?$/u;

/** The rows of tables that hold `☐` or `☑` in a cell of their own, by line. Linear. */
export function boxRows(lines: readonly Line[]): ReadonlyMap<number, BoxRow> {
  const rows = new Map<number, BoxRow>();
  for (const { rows: body } of readTables(lines)) {
    for (const { line, cells } of body) {
      const box = cells.find(({ text }) => BOX.test(text));
      if (box === undefined) continue;
      const others = cells.filter((cell) => cell !== box && cell.text !== '');
      const number = others.find(({ text }) => /^\d{1,4}(?:\.\d{1,4}){0,3}\.?$/.test(text));
      const title = others.filter((cell) => cell !== number).sort((a, b) => b.text.length - a.text.length)[0];
      if (title === undefined) continue;
      const id = number === undefined ? '' : `${number.text.replace(/\.$/, '')}. `;
      rows.set(line.no, { text: `${id}${title.markdown}`, mark: /[☐⬜□]|\[ \]/u.test(box.text) ? ' ' : 'x' });
    }
  }
  return rows;
}

/** By what a box or row is told from others: its number, else its text. */
export function idOf(content: string): string {
  const { id, text } = numberedText(content);
  return id === '' ? plainText(text).toLowerCase() : id;
}

/** Those of all boxes. */
export function idsOf(lines: readonly Line[]): ReadonlySet<string> {
  return new Set(lines.flatMap(({ kind, content }) => (kind === 'box' ? [idOf(content)] : [])));
}
