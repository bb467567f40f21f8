import { Effort } from './effort';
import { dependencyCounts } from './levels';
import { NumberHeap } from './number-heap';
import type { Project } from './project';

/** What placing a task costs besides, in looks at a segment. */
const PLACE_STEPS = 8;

/**
 * Lays tasks one by one, least key first among those whose dependencies are laid, each at the earliest time at which all
 * that it needs is free for as long as it takes (serial schedule generation). Buffers are kept from call to call.
 */
export class SerialLayout {
  readonly starts: Float64Array;
  private readonly counts: Int32Array;
  private readonly open: Int32Array;
  private readonly earliest: Float64Array;
  /** Segment s lasts from `times[s]` to `times[s + 1]`, the last one for ever; `free` has one row for each. */
  private readonly times: number[] = [];
  private readonly free: Float64Array[] = [];
  private readonly spare: Float64Array[] = [];

  /** @param effort - Of it 1 step is spent for each segment of constant use looked at, and `PLACE_STEPS` for each task. */
  constructor(
    private readonly project: Project,
    private readonly effort = new Effort(),
  ) {
    this.starts = new Float64Array(project.size);
    this.counts = dependencyCounts(project.dependents);
    this.open = new Int32Array(project.size);
    this.earliest = new Float64Array(project.size);
  }

  /**
   * @param begun - For tasks that have begun how long they still need, 0 when they are over; `NaN` for the others.
   *   Absent: none has. Time 0 is now.
   * @returns the makespan, endless where the effort was spent before; `starts` has the schedule until the next call.
   */
  lay(keys: Float64Array, begun?: Float64Array): number {
    const { size, times } = this.project;
    this.clear();
    this.open.set(this.counts);
    this.earliest.fill(0);
    const eligible = new NumberHeap(keys);
    let makespan = begun ? this.layBegun(begun) : 0;
    for (let no = 0; no < size; no++) {
      if (this.open[no] === 0 && (!begun || Number.isNaN(begun[no]!))) eligible.push(no);
    }
    for (let no = eligible.pop(); no >= 0; no = eligible.pop()) {
      const start = this.place(no, this.earliest[no]!);
      this.starts[no] = start;
      const end = start + times[no]!;
      if (end > makespan) makespan = end;
      this.letDependantsGo(no, end, eligible);
      if (this.effort.isSpent) return Number.POSITIVE_INFINITY;
    }
    return makespan;
  }

  private layBegun(begun: Float64Array): number {
    let makespan = 0;
    for (let no = 0; no < begun.length; no++) {
      const end = begun[no]!;
      if (Number.isNaN(end)) continue;
      if (end > 0) this.take(no, 0, 0, end);
      if (end > makespan) makespan = end;
      this.letDependantsGo(no, end);
    }
    return makespan;
  }

  private letDependantsGo(no: number, end: number, eligible?: NumberHeap): void {
    const { starts, nos } = this.project.dependents;
    for (let at = starts[no]!; at < starts[no + 1]!; at++) {
      const dependent = nos[at]!;
      if (this.earliest[dependent]! < end) this.earliest[dependent] = end;
      if (--this.open[dependent]! === 0) eligible?.push(dependent);
    }
  }

  private clear(): void {
    this.spare.push(...this.free.splice(0));
    this.times.length = 0;
    this.times.push(0);
    this.free.push(this.row(this.project.capacities));
  }

  private row(of: Float64Array): Float64Array {
    const row = this.spare.pop();
    if (!row) return of.slice();
    row.set(of);
    return row;
  }

  private place(no: number, earliest: number): number {
    const { times, free } = this;
    const length = this.project.times[no]!;
    let first = this.segmentAt(earliest);
    let start = earliest;
    this.effort.spent += PLACE_STEPS;
    if (length === 0) return start;
    for (let at = first; at < times.length && times[at]! < start + length; at++) {
      this.effort.spent += 1;
      if (this.fits(no, free[at]!)) continue;
      first = at + 1;
      start = times[first]!;
    }
    this.take(no, first, start, start + length);
    return start;
  }

  /** The segment that holds a time. */
  private segmentAt(time: number): number {
    const { times } = this;
    let low = 0;
    let high = times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle]! <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private fits(no: number, free: Float64Array): boolean {
    const { demands, capacities } = this.project;
    const row = no * capacities.length;
    for (let resource = 0; resource < capacities.length; resource++) {
      if (demands[row + resource]! > free[resource]!) return false;
    }
    return true;
  }

  private take(no: number, first: number, start: number, end: number): void {
    const { demands, capacities } = this.project;
    const row = no * capacities.length;
    let at = this.split(first, start);
    for (; at < this.times.length && this.times[at]! < end; at++) {
      if (at + 1 === this.times.length || this.times[at + 1]! > end) this.split(at, end);
      const free = this.free[at]!;
      for (let resource = 0; resource < capacities.length; resource++) free[resource]! -= demands[row + resource]!;
    }
  }

  /** Makes a segment begin at a time inside this one. @returns that segment. */
  private split(segment: number, time: number): number {
    if (this.times[segment] === time) return segment;
    this.times.splice(segment + 1, 0, time);
    this.free.splice(segment + 1, 0, this.row(this.free[segment]!));
    return segment + 1;
  }
}
