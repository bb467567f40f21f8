import { Effort } from './effort';
import { bottomLevels, topologicalOrder } from './levels';
import type { Project } from './project';

/** Tasks up to which all schedules are looked through before others are tried. */
export const MOST_EXACT = 8;

/** What looking at a place for a task costs, in the steps of `SerialLayout`. Measured. */
const PLACE_STEPS = 10;

/**
 * Looks through all schedules of a few tasks in which none could begin sooner while the others stay where they are: one of them is the
 * shortest.
 *
 * *Algorithm* (branch and bound): tasks are laid in the order of their starts, each at the earliest time at which all fits. What
 * cannot become shorter than the shortest found, for the way behind a task that is left, is not followed.
 */
export class ExactSearch {
  private readonly starts: Float64Array;
  private readonly ends: Float64Array;
  private readonly laid: number[] = [];
  private readonly isLaid: Uint8Array;
  private readonly levels: Float64Array;
  private shortest = Number.POSITIVE_INFINITY;
  private readonly effort: Effort;

  /**
   * @param given - Of what is left of it a third is spent at most.
   * @param first - Tasks that run already: they start at 0.
   * @param clash - True of two tasks that never run at the same time.
   */
  constructor(
    private readonly project: Project,
    private readonly given: Effort,
    private readonly first: readonly number[],
    private readonly clash: (one: number, other: number) => boolean = () => false,
  ) {
    const { size, dependents, times } = project;
    this.effort = new Effort((given.most - given.spent) / 3);
    this.starts = new Float64Array(size);
    this.ends = new Float64Array(size);
    this.isLaid = new Uint8Array(size);
    this.levels = bottomLevels(dependents, times, topologicalOrder(dependents));
  }

  /**
   * Until the effort is spent, or a schedule meets the bound.
   *
   * @param below - The makespan that a schedule must be below.
   * @param visit - Told of each that is found. @returns the makespan that another one must be below.
   * @returns true when none was left out that could be shorter.
   */
  search(
    { bound, below }: { readonly bound: number; readonly below: number },
    visit: (starts: Float64Array) => number,
  ): boolean {
    this.shortest = below;
    for (const no of this.first) this.lay(no, 0);
    this.follow(0, bound * (1 + 1e-9), visit);
    this.given.spent += this.effort.spent;
    return !this.effort.isSpent && !this.given.isSpent;
  }

  private follow(now: number, bound: number, visit: (starts: Float64Array) => number): void {
    const { size } = this.project;
    if (this.laid.length === size) {
      this.shortest = visit(this.starts.slice());
      return;
    }
    for (let no = 0; no < size; no++) {
      if (this.effort.isSpent || this.shortest <= bound) return;
      if (this.isLaid[no]) continue;
      const start = this.earliestStart(no, now);
      if (!Number.isFinite(start)) continue;
      // Behind others it could only start later.
      if (start + this.levels[no]! >= this.shortest) return;
      this.lay(no, start);
      this.follow(start, bound, visit);
      this.laid.pop();
      this.isLaid[no] = 0;
    }
  }

  private lay(no: number, start: number): void {
    this.starts[no] = start;
    this.ends[no] = start + this.project.times[no]!;
    this.laid.push(no);
    this.isLaid[no] = 1;
  }

  /** When a task can start beside those that are laid, not before a time; endless where what it waits on is not laid, and where it never fits. */
  private earliestStart(no: number, from: number): number {
    const { starts, nos } = this.project.dependencies;
    let start = from;
    for (let at = starts[no]!; at < starts[no + 1]!; at++) {
      if (!this.isLaid[nos[at]!]) return Number.POSITIVE_INFINITY;
      start = Math.max(start, this.ends[nos[at]!]!);
    }
    while (Number.isFinite(start) && !this.fits(no, start)) start = this.nextEnd(start);
    return start;
  }

  /** True when a task fits beside all that are laid and run then: none of those starts later. */
  private fits(no: number, start: number): boolean {
    const { capacities, demands } = this.project;
    const resources = capacities.length;
    this.effort.spent += PLACE_STEPS;
    for (let resource = 0; resource < resources; resource++) {
      let used = demands[no * resources + resource]!;
      for (const other of this.laid) if (this.ends[other]! > start) used += demands[other * resources + resource]!;
      if (used > capacities[resource]!) return false;
    }
    return !this.laid.some((other) => this.ends[other]! > start && this.clash(no, other));
  }

  private nextEnd(after: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const no of this.laid) if (this.ends[no]! > after && this.ends[no]! < next) next = this.ends[no]!;
    return next;
  }
}
