import type { Line } from './lines';

/** What became of a line that counts. */
export type LineUse =
  | 'task'
  | 'subtask'
  | 'criterion'
  /** Text of a task, in its description: noted as kept there, or as left out when it stands in none. */
  | 'detail'
  /** A field of a task: what it waits on, its files, its estimate. Noted as that. */
  | 'field'
  /** A phase, wave or group of tasks: noted as that, or as left out when it is of no task. */
  | 'group'
  /** Says again what another line says: the same list twice, a progress table. Noted as that. */
  | 'repeat'
  /** A problem speaks of it. */
  | 'refused';

const USES: readonly (LineUse | undefined)[] = [
  undefined,
  'task',
  'subtask',
  'criterion',
  'detail',
  'field',
  'group',
  'repeat',
  'refused',
];
const CODES: Readonly<Record<LineUse, number>> = {
  task: 1,
  subtask: 2,
  criterion: 3,
  detail: 4,
  field: 5,
  group: 6,
  repeat: 7,
  refused: 8,
};

/**
 * What a format made of each line. Lines that count and that no format marked are noted when the reading ends
 * (`settle-ledger.ts`), so that nothing is dropped silently.
 */
export class Ledger {
  /** By line number, one byte a line. */
  private uses = new Uint8Array(64);
  private readonly reasons = new Map<number, string>();
  private isMarked = false;

  /** Says what a line became. The first word counts, except that the name of a group may turn out to be a task itself. */
  mark(line: Pick<Line, 'no'> | number, use: LineUse): void {
    const no = typeof line === 'number' ? line : line.no;
    if (no >= this.uses.length) this.grow(no);
    this.isMarked = true;
    const known = this.uses[no];
    if (known === 0 || (known === CODES.group && use === 'task')) this.uses[no] = CODES[use];
  }

  /** Marks all lines from `first` to `last` that are not marked. */
  markAll(first: number, last: number, use: LineUse): void {
    for (let no = first; no <= last; no++) this.mark(no, use);
  }

  /** Says why a line became nothing; it is noted with this reason: `a legend`, `headings number the risks`. */
  leaveOut(line: Pick<Line, 'no'> | number, reason: string): void {
    this.reasons.set(typeof line === 'number' ? line : line.no, reason);
  }

  /** The same of all lines of a document. */
  leaveOutAll(lines: readonly Pick<Line, 'no'>[], reason: string): void {
    for (const line of lines) this.leaveOut(line, reason);
  }

  useOf(no: number): LineUse | undefined {
    return USES[this.uses[no] ?? 0];
  }

  reasonOf(no: number): string | undefined {
    return this.reasons.get(no);
  }

  /** Whether anything was said of any line: else nobody looked at the document. */
  get isUsed(): boolean {
    return this.isMarked || this.reasons.size > 0;
  }

  private grow(no: number): void {
    const grown = new Uint8Array(Math.max(no + 1, this.uses.length * 2));
    grown.set(this.uses);
    this.uses = grown;
  }
}
