import type { Line, MarkdownLines } from './lines';
import { numberedTitle } from './numbered-title';
import { readHeading } from './read-heading';
import { columnState } from './status-heading';
import { tableCells } from './tables';
import { headListsWork } from './task-columns';

export type Countable = 'box' | 'numbered item' | 'item' | 'heading' | 'table row';

/**
 * The lines of a markdown text that may be work, so that each must end as something: boxes (also hidden ones),
 * numbered items, bullets in columns of boards (`Doing`), headings like `Task 3: …`, and rows of tables that list tasks.
 *
 * Cost: linear.
 */
export function countableLines({ lines }: MarkdownLines): ReadonlyMap<number, Countable> {
  const found = new Map<number, Countable>();
  const counter = new LineCounter();
  for (const line of lines) {
    const kind = counter.kindOf(line);
    if (kind !== undefined) found.set(line.no, kind);
  }
  return found;
}

/** Tells of one line after another, in document order, what countable line it is. */
export class LineCounter {
  private table: 'tasks' | 'other' | undefined;
  /** The level of the heading above that is called as columns of boards are; 0 outside of any. */
  private column = 0;

  /** For a line of which nobody needs to know: it may still be the head of a table, or end one, or begin a column. */
  skip(line: Line): undefined {
    if (line.kind === 'table') this.kindOf(line);
    else {
      this.table = undefined;
      if (line.kind === 'heading') this.heading(line);
    }
  }

  private heading(line: Line): void {
    if (columnState(readHeading(line.content).text) !== undefined) this.column = line.level;
    else if (line.level <= this.column) this.column = 0;
  }

  kindOf(line: Line): Countable | undefined {
    if (line.kind !== 'table') {
      this.table = undefined;
      if (line.kind === 'heading') this.heading(line);
      const kind = kindOf(line);
      return (
        kind ?? (this.column > 0 && line.kind === 'item' && line.indent < 2 && line.content !== '' ? 'item' : undefined)
      );
    }
    if (this.table === undefined)
      this.table = headListsWork(tableCells(line).map(({ text }) => text)) ? 'tasks' : 'other';
    else if (this.table === 'tasks' && !isDivider(line)) return 'table row';
    return undefined;
  }
}

function kindOf(line: Line): Countable | undefined {
  if (line.kind === 'box' || line.kind === 'near-box' || line.isHiddenBox) return 'box';
  if (line.kind === 'item') {
    if (line.ordinal !== '') return 'numbered item';
    if (line.content.startsWith('#')) return headingIn(line.content.replace(/^#{1,6} {0,3}/, ''));
    if (OWN_NUMBER.test(line.content)) return 'numbered item';
    return STRANGE_BOX.test(line.content) ? 'box' : undefined;
  }
  if (line.kind === 'text' && line.indent < 2 && DOTTED.test(line.content)) return 'numbered item';
  if (line.kind === 'heading') return headingIn(line.content);
  return isHidden(line) ? hiddenKind(line.content) : undefined;
}

/** `[o] text`: a box, with a mark that nobody knows. `[P]` is a legend. */
const STRANGE_BOX = /^\[[a-zA-OQ-Z0-9]\] {1,4}\S/;

/** `- 2. text`, `- 1.3 text`: numbered, behind a bullet; `1.4 text` without one. */
const OWN_NUMBER = /^\d{1,3}(?:\.\d{1,3}){0,4}[.)] {1,4}\S|^\d{1,3}(?:\.\d{1,3}){1,4} {1,4}\S/;
const DOTTED = /^\d{1,3}(?:\.\d{1,3}){1,4}[.)]? {1,4}\p{L}/u;

/** Whether a line stands in code, a comment or a quote. */
export function isHidden({ kind, content }: Line): boolean {
  return kind === 'code' || kind === 'comment' || (kind === 'text' && content.startsWith('>'));
}

function hiddenKind(content: string): Countable | undefined {
  const text = content.replace(/^(?:>|<!--|\s){1,40}/, '');
  if (/^\d{1,9}[.)] {1,4}\S/.test(text)) return 'numbered item';
  return text.startsWith('#') ? headingIn(text.replace(/^#{1,6} {0,3}/, '')) : undefined;
}

function headingIn(text: string): Countable | undefined {
  if (!/\d|[一二三四五六七八九十]/.test(text.slice(0, 200))) return undefined;
  return numberedTitle(readHeading(text).text)?.word === undefined ? undefined : 'heading';
}

function isDivider(line: Line): boolean {
  return /^[|\s:-]{1,2000}$/.test(line.content);
}
