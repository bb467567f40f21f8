import { counted } from '../counted';
import type { Findings } from './findings';
import type { Countable } from './text/countable-lines';
import type { LineUse } from './text/ledger';
import type { Line } from './text/lines';
import { quote } from './text/quote';

/** How a line that is no task, subtask or criterion is kept all the same. */
interface Keeping {
  readonly code: 'NOTE_KEPT' | 'NOTE_REPEATED';
  readonly says: string;
  /** It need not stand in the plan as it is written. */
  readonly isSure?: true;
}

export const KEPT: Readonly<Partial<Record<LineUse, Keeping>>> = {
  detail: { code: 'NOTE_KEPT', says: 'Kept in the description of a task' },
  field: { code: 'NOTE_KEPT', says: 'Read as what a task waits on, writes or needs', isSure: true },
  group: { code: 'NOTE_KEPT', says: 'Read as the name of a phase of tasks' },
  repeat: { code: 'NOTE_REPEATED', says: 'Read as saying again what another line says', isSure: true },
};

interface Kept {
  readonly first: Line;
  readonly kinds: Map<Countable, number>;
  readonly lines: number[];
}

/** The lines of a document that are kept in another way than as a task, subtask or criterion; one note for each way. */
export class KeptLines {
  private readonly byWay = new Map<Keeping, Kept>();

  add(way: Keeping, line: Line, kind: Countable): void {
    let kept = this.byWay.get(way);
    if (kept === undefined) {
      kept = { first: line, kinds: new Map(), lines: [] };
      this.byWay.set(way, kept);
    }
    kept.kinds.set(kind, (kept.kinds.get(kind) ?? 0) + 1);
    kept.lines.push(line.no);
  }

  note(findings: Findings): void {
    for (const [{ code, says }, { first, kinds, lines }] of this.byWay) {
      const where = { line: first.no, column: first.column };
      findings.note(code, where, `${says}: ${kindsIn(kinds)}, from ${quote(first.content)}`, lines);
    }
  }
}

/** `2 boxes, 1 table row` */
export function kindsIn(kinds: ReadonlyMap<Countable, number>): string {
  return [...kinds].map(([kind, count]) => counted(count, kind, PLURALS[kind])).join(', ');
}

const PLURALS: Readonly<Record<Countable, string>> = {
  box: 'boxes',
  'numbered item': 'numbered items',
  item: 'items',
  heading: 'headings',
  'table row': 'table rows',
};
