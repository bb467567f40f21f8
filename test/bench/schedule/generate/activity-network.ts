import type { Random } from '../../../../runtime/core/schedule/random';

/** Jobs at each end of a network, and the most arcs into and out of a job. */
const ENDS = 3;
const MOST_ARCS = 3;

/** A network of jobs that grows by arcs that follow from no others; jobs stand in order. */
export class ActivityNetwork {
  private readonly before: number[][];
  private readonly after: number[][];
  /** 1 where the second job comes after the first, by any way. */
  private readonly reaches: Uint8Array;
  private arcs = 0;

  constructor(
    private readonly random: Random,
    private readonly size: number,
  ) {
    this.before = Array.from({ length: size }, () => []);
    this.after = Array.from({ length: size }, () => []);
    this.reaches = new Uint8Array(size * size);
  }

  /** Predecessors by job, with so many arcs a job as can be, source and sink counted as jobs with their arcs. */
  grown(complexity: number): readonly (readonly number[])[] {
    const { size, random } = this;
    for (let job = ENDS; job < size; job++) this.connect((other) => [other, job], Math.min(job, size - ENDS), 0);
    for (let job = size - ENDS - 1; job >= 0; job--) {
      if (this.after[job]!.length === 0) this.connect((other) => [job, other], size, Math.max(job + 1, ENDS));
    }
    const wanted = Math.round(complexity * (size + 2)) - 2 * ENDS;
    for (let tries = 200 * size; tries > 0 && this.arcs < wanted; tries--) {
      const from = random.below(size - ENDS);
      const to = ENDS + random.below(size - ENDS);
      if (from < to && this.mayJoin(from, to)) this.join(from, to);
    }
    return this.before.map((on) => [...on].sort((a, b) => a - b));
  }

  /** Joins a job to any of those from `first` to before `end`, where there is one that it may be joined to. */
  private connect(arcOf: (other: number) => readonly [number, number], end: number, first: number): void {
    const fitting: (readonly [number, number])[] = [];
    for (let other = first; other < end; other++) {
      const arc = arcOf(other);
      if (this.mayJoin(...arc)) fitting.push(arc);
    }
    const chosen = fitting[this.random.below(fitting.length)];
    if (chosen) this.join(...chosen);
  }

  /** False where the arc is too much for one of its jobs, follows from others, or makes another one follow. */
  private mayJoin(from: number, to: number): boolean {
    if (this.after[from]!.length >= MOST_ARCS || this.before[to]!.length >= MOST_ARCS || this.isAfter(from, to))
      return false;
    for (let job = 0; job <= from; job++) {
      if (job !== from && !this.isAfter(job, from)) continue;
      if (this.after[job]!.some((next) => next === to || this.isAfter(to, next))) return false;
    }
    return true;
  }

  private join(from: number, to: number): void {
    this.before[to]!.push(from);
    this.after[from]!.push(to);
    this.arcs++;
    for (let first = 0; first <= from; first++) {
      if (first !== from && !this.isAfter(first, from)) continue;
      for (let last = to; last < this.size; last++) {
        if (last === to || this.isAfter(to, last)) this.reaches[first * this.size + last] = 1;
      }
    }
  }

  private isAfter(first: number, last: number): boolean {
    return this.reaches[first * this.size + last] === 1;
  }
}
