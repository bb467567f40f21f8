import { Effort } from './effort';
import { dependencyCounts } from './levels';
import { NumberHeap } from './number-heap';
import type { Project } from './project';

/** What looking at a task costs, in the steps of `SerialLayout`. */
const LOOK_STEPS = 6;

/**
 * Lets time go by and starts at each moment whatever fits, least key first (parallel schedule generation): what the
 * dispatcher does, on the bare numbers. Buffers are kept from call to call.
 */
export class ParallelLayout {
  readonly starts: Float64Array;
  private readonly counts: Int32Array;
  private readonly open: Int32Array;
  private readonly ends: Float64Array;
  private readonly free: Float64Array;
  private readonly aside: number[] = [];

  /** @param effort - `LOOK_STEPS` of it are spent for each task looked at. */
  constructor(
    private readonly project: Project,
    private readonly effort = new Effort(),
  ) {
    this.starts = new Float64Array(project.size);
    this.counts = dependencyCounts(project.dependents);
    this.open = new Int32Array(project.size);
    this.ends = new Float64Array(project.size);
    this.free = new Float64Array(project.capacities.length);
  }

  /** @returns the makespan, endless where the effort was spent before; `starts` has the schedule until the next call. */
  lay(keys: Float64Array): number {
    const { size, times, dependents, capacities } = this.project;
    const { open, ends, free, starts } = this;
    open.set(this.counts);
    free.set(capacities);
    const ready = new NumberHeap(keys);
    const running = new NumberHeap(ends);
    for (let no = 0; no < size; no++) if (open[no] === 0) ready.push(no);
    let now = 0;
    for (;;) {
      for (let no = ready.pop(); no >= 0; no = ready.pop()) {
        this.effort.spent += LOOK_STEPS;
        if (!this.take(no)) {
          this.aside.push(no);
          if (this.isFull()) break;
          continue;
        }
        starts[no] = now;
        ends[no] = now + times[no]!;
        running.push(no);
      }
      for (const no of this.aside.splice(0)) ready.push(no);
      if (this.effort.isSpent) return Number.POSITIVE_INFINITY;
      if (running.size === 0) return now;
      now = ends[running.top]!;
      while (running.size > 0 && ends[running.top] === now) {
        const over = running.pop();
        this.giveBack(over);
        for (let at = dependents.starts[over]!; at < dependents.starts[over + 1]!; at++) {
          const dependent = dependents.nos[at]!;
          if (--open[dependent]! === 0) ready.push(dependent);
        }
      }
    }
  }

  /** No slot is left: nothing else can start. */
  private isFull(): boolean {
    return this.project.hasSlots && this.free[this.free.length - 1]! < 1;
  }

  private take(no: number): boolean {
    const { demands } = this.project;
    const { free } = this;
    const row = no * free.length;
    for (let resource = 0; resource < free.length; resource++) {
      if (demands[row + resource]! > free[resource]!) return false;
    }
    for (let resource = 0; resource < free.length; resource++) free[resource]! -= demands[row + resource]!;
    return true;
  }

  private giveBack(no: number): void {
    const row = no * this.free.length;
    for (let resource = 0; resource < this.free.length; resource++) {
      this.free[resource]! += this.project.demands[row + resource]!;
    }
  }
}
