import type { Line } from './lines';

/** What became of a line that counts. */
export type LineUse =
  | 'task'
  | 'subtask'
  | 'criterion'
  /** Part of a task's description, fields or files. */
  | 'detail'
  /** A phase, wave or group. */
  | 'group'
  /** Says again what another line says: the same list twice, a progress table. */
  | 'repeat';

/**
 * What a format made of each line. Lines that count and that no format marked are noted when the reading ends
 * (`settle-ledger.ts`), so that nothing is dropped silently.
 */
export class Ledger {
  private readonly uses = new Map<number, LineUse>();
  private readonly reasons = new Map<number, string>();

  /** Says what a line became. The first word counts. */
  mark(line: Pick<Line, 'no'> | number, use: LineUse): void {
    const no = typeof line === 'number' ? line : line.no;
    if (!this.uses.has(no)) this.uses.set(no, use);
  }

  /** Marks all lines from `first` to `last` that are not marked. */
  markAll(first: number, last: number, use: LineUse): void {
    for (let no = first; no <= last; no++) this.mark(no, use);
  }

  /** Says why a line became nothing; it is noted with this reason: `a legend`, `headings number the risks`. */
  leaveOut(line: Pick<Line, 'no'> | number, reason: string): void {
    this.reasons.set(typeof line === 'number' ? line : line.no, reason);
  }

  useOf(no: number): LineUse | undefined {
    return this.uses.get(no);
  }

  reasonOf(no: number): string | undefined {
    return this.reasons.get(no);
  }

  /** Whether anything was said of any line: else nobody looked at the document. */
  get isUsed(): boolean {
    return this.uses.size > 0 || this.reasons.size > 0;
  }
}
