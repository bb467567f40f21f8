import type { Effort } from './effort';
import { ExactSearch, MOST_EXACT } from './exact-search';
import { bottomLevels, topologicalOrder } from './levels';
import { ParallelLayout } from './parallel-layout';
import { type Project, reversed } from './project';
import type { Random } from './random';
import { SerialLayout } from './serial-layout';

/** A schedule of a project. */
export interface LaidOut {
  readonly makespan: number;
  readonly starts: Float64Array;
}

export interface PlanningOptions {
  readonly random: Random;
  /** Where the search may stop. */
  readonly bound: number;
  readonly effort: Effort;
  /** Tasks that wait for nothing and start before all others: they run already. */
  readonly first?: readonly number[];
  /** Only the order of the schedule will be kept to: a task starts when there is room, though it was laid out later. */
  readonly isInOrder?: boolean;
}

/** Schedules that are kept to make others from. */
const ELITE = 4;
/** How often an order is laid out task by task, and not in time. */
const SERIAL_SHARE = 0.3;
/** How far a task's key is moved at most, as a part of the makespan. */
const SPREADS = [0.05, 0.1, 0.2, 0.4];

/**
 * Looks for a shorter schedule of a project until its effort is spent, in the middle of a schedule, too.
 *
 * *Algorithm*: the order of urgency is laid out both ways, in time (parallel) and task by task (serial). Each schedule is
 * pushed to the right end and back to the left (forward-backward improvement) as long as that shortens it. Then, of the
 * best few, one is taken, or two are crossed at a moment, its order is shaken a little, laid out and improved again. Of a few tasks
 * all schedules are looked through first (`ExactSearch`). It stops at the lower bound or when the steps are spent.
 *
 * Source: R-5; Valls, Ballestín and Quintanilla 2005 (justification), Kolisch and Hartmann 2006.
 */
export class PlanningSearch {
  private readonly serial: SerialLayout;
  private readonly backward: SerialLayout;
  private readonly parallel: ParallelLayout;
  private readonly elite: LaidOut[] = [];
  private readonly keys: Float64Array;

  private readonly random: Random;
  private readonly bound: number;
  private readonly effort: Effort;
  private readonly first: readonly number[];
  private readonly isInOrder: boolean;

  constructor(
    private readonly project: Project,
    { random, bound, effort, first = [], isInOrder = false }: PlanningOptions,
  ) {
    this.isInOrder = isInOrder;
    this.random = random;
    this.bound = bound;
    this.effort = effort;
    this.first = first;
    this.serial = new SerialLayout(project, effort);
    this.backward = new SerialLayout(reversed(project), effort);
    this.parallel = new ParallelLayout(project, effort);
    this.keys = new Float64Array(project.size);
  }

  /**
   * @param orders - Orders of urgency to begin with.
   * @returns Undefined where the effort does not suffice for a single schedule.
   */
  search(orders: readonly Float64Array[]): LaidOut | undefined {
    for (const keys of orders) this.tryOrder(keys.slice(), this.parallel);
    this.tryOrder(this.latestStarts(), this.serial);
    const isKnown = this.project.size <= MOST_EXACT && this.lookThroughAll();
    while (!isKnown && !this.effort.isSpent && !this.isOptimal()) {
      const shape = this.random.next() < SERIAL_SHARE ? this.serial : this.parallel;
      this.mix();
      this.tryOrder(this.keys, shape);
    }
    return this.elite[0];
  }

  /** @returns true when no schedule can be shorter than the best one now. */
  private lookThroughAll(): boolean {
    const { project, effort, first, bound } = this;
    if (this.elite.length === 0) return false;
    const below = this.elite[0]!.makespan;
    return new ExactSearch(project, effort, first).search({ bound, below }, (starts) => {
      const makespan = starts.reduce((end, start, no) => Math.max(end, start + project.times[no]!), 0);
      this.keepAsFollowed({ makespan, starts });
      return this.elite[0]!.makespan;
    });
  }

  private isOptimal(): boolean {
    return this.elite[0]!.makespan <= this.bound * (1 + 1e-9);
  }

  private tryOrder(keys: Float64Array, layout: SerialLayout | ParallelLayout): void {
    const makespan = layout.lay(this.withFirst(keys));
    if (!Number.isFinite(makespan)) return;
    if (this.isInOrder && layout === this.parallel) this.keep({ makespan, starts: layout.starts.slice() });
    this.keepAsFollowed(this.improved({ makespan, starts: layout.starts }));
  }

  private keepAsFollowed(found: LaidOut): void {
    const kept = this.isInOrder ? this.inOrder(found) : found;
    if (Number.isFinite(kept.makespan)) this.keep(kept);
  }

  /** Pushed to the right and back to the left as long as that shortens it. */
  private improved(from: LaidOut): LaidOut {
    const { size, times } = this.project;
    const keys = this.keys;
    let best: LaidOut = { makespan: from.makespan, starts: from.starts.slice() };
    for (;;) {
      for (let no = 0; no < size; no++) keys[no] = -(best.starts[no]! + times[no]!);
      if (!Number.isFinite(this.backward.lay(keys))) return best;
      for (let no = 0; no < size; no++) keys[no] = -(this.backward.starts[no]! + times[no]!);
      const makespan = this.serial.lay(this.withFirst(keys));
      if (makespan > best.makespan) return best;
      const isShorter = makespan < best.makespan;
      best = { makespan, starts: this.serial.starts.slice() };
      if (!isShorter) return best;
    }
  }

  private withFirst(keys: Float64Array): Float64Array {
    for (const no of this.first) keys[no] = Number.NEGATIVE_INFINITY;
    return keys;
  }

  /** What becomes of a schedule where only its order is kept to. */
  private inOrder(of: LaidOut): LaidOut {
    const makespan = this.parallel.lay(this.withFirst(of.starts.slice()));
    return { makespan, starts: this.parallel.starts.slice() };
  }

  private keep(one: LaidOut): void {
    const { elite } = this;
    if (elite.length === ELITE && one.makespan >= elite[ELITE - 1]!.makespan) return;
    if (elite.some((other) => isSame(one, other))) return;
    let at = elite.length;
    while (at > 0 && elite[at - 1]!.makespan > one.makespan) at--;
    elite.splice(at, 0, one);
    if (elite.length > ELITE) elite.pop();
  }

  /** The order of one of the best, or of two crossed at a moment, shaken. */
  private mix(): void {
    const { elite, random, keys, project } = this;
    const one = elite[random.below(elite.length)]!;
    const other = elite[random.below(elite.length)]!;
    const cut = random.next() * one.makespan;
    const spread = SPREADS[random.below(SPREADS.length)]! * one.makespan;
    for (let no = 0; no < project.size; no++) {
      const start = one.starts[no]!;
      keys[no] = (start < cut ? start : Math.max(cut, other.starts[no]!)) + (random.next() - 0.5) * spread;
    }
  }

  private latestStarts(): Float64Array {
    const { dependents, times } = this.project;
    return bottomLevels(dependents, times, topologicalOrder(dependents)).map((level) => -level);
  }
}

function isSame(one: LaidOut, other: LaidOut): boolean {
  return one.makespan === other.makespan && one.starts.every((start, no) => start === other.starts[no]);
}
