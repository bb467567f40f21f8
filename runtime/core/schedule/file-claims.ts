import type { Effort } from './effort';
import { filesOverlap } from './files-overlap';

/** What comparing two paths costs, in the steps of `SerialLayout`. Measured. */
const OVERLAP_STEPS = 12;

const NOBODY: readonly number[] = [];

/**
 * Who writes which files now, and who waits for them. Cost of a look: the files of the tasks in progress, not of the plan.
 */
export class FileClaims {
  private readonly writing = new Set<number>();
  /** Those of them of which nobody knows when they end. */
  private readonly endless = new Set<number>();
  private readonly waiting = new Map<number, number[]>();
  private readonly aside = new Set<number>();

  constructor(
    private readonly filesOf: (no: number) => readonly string[],
    private readonly effort: Effort,
  ) {}

  /** The files that a task writes. */
  of(no: number): readonly string[] {
    return this.filesOf(no);
  }

  /** True when two tasks write a file in common. */
  overlap(one: number, other: number): boolean {
    const files = this.filesOf(one);
    const others = this.filesOf(other);
    if (files.length === 0 || others.length === 0) return false;
    this.effort.spent += OVERLAP_STEPS * files.length * others.length;
    return filesOverlap(files, others);
  }

  /** It was put aside, and what it waits for is not over. */
  isAside(no: number): boolean {
    return this.aside.has(no);
  }

  /** All that were put aside, and for whom. */
  putAsideFor(): readonly { readonly task: number; readonly writer: number }[] {
    return [...this.waiting].flatMap(([writer, tasks]) => tasks.map((task) => ({ task, writer })));
  }

  /** From now on the task writes its files; `isEndless`: nobody knows how long. */
  take(no: number, isEndless = false): void {
    if (this.filesOf(no).length === 0) return;
    this.writing.add(no);
    if (isEndless) this.endless.add(no);
  }

  /** A task that writes a file of this one now, if there is one then one of which nobody knows when it ends; -1 when nobody does. */
  writerOf(no: number): number {
    if (this.writing.size === 0) return -1;
    const files = this.filesOf(no);
    if (files.length === 0) return -1;
    let found = -1;
    for (const writer of this.writing) {
      const others = this.filesOf(writer);
      this.effort.spent += OVERLAP_STEPS * files.length * others.length;
      if (!filesOverlap(others, files)) continue;
      if (this.endless.size === 0 || this.endless.has(writer)) return writer;
      if (found < 0) found = writer;
    }
    return found;
  }

  /** All tasks that write a file of this one now. */
  writersOf(no: number): readonly number[] {
    const files = this.filesOf(no);
    return files.length === 0 ? [] : [...this.writing].filter((writer) => filesOverlap(this.filesOf(writer), files));
  }

  putAside(no: number, writer: number): void {
    this.aside.add(no);
    const waiting = this.waiting.get(writer);
    if (waiting) waiting.push(no);
    else this.waiting.set(writer, [no]);
  }

  /** A task writes no more. @returns those that were put aside for it. */
  release(no: number): readonly number[] {
    this.writing.delete(no);
    this.endless.delete(no);
    const waiting = this.waiting.get(no);
    if (!waiting) return NOBODY;
    this.waiting.delete(no);
    for (const one of waiting) this.aside.delete(one);
    return waiting;
  }
}
