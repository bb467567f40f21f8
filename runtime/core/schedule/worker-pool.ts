import type { TaskGroup } from './task-groups';
import type { WorkloadWorker } from './workload';

/** A faster worker that is busy is waited for. */
export const WAIT_FOR_FASTER = -2;
/** No worker that could do it has a free slot. */
export const NO_SLOT = -1;

/**
 * The slots of all workers, and who fits best: the fastest; among equals the one that tasks still to come need least, so
 * that plain work does not sit on the only GPU; then the roomiest, or where that is on the machine of the worker that decides, that
 * one: what it starts on itself nobody needs to be told. Where speeds differ a task may wait for a faster worker
 * that is busy, if it would be over sooner there.
 */
export class WorkerPool {
  private readonly free: number[];
  /** How much tasks still to come depend on each worker: each group counts 1, split over the slots that could take it. */
  private readonly scarcity: Float64Array;
  private readonly hasSpeeds: boolean;
  /** The worker that decides; -1: none of them. */
  private readonly here: number;
  /** Where there is one kind of place only, nobody asks when one will be free. */
  private readonly foresees: boolean;
  /** When slots in use are expected to be free, by worker. */
  private readonly expected: Map<number, number>[];
  /** The same in this decision, with the tasks that were told to wait. */
  private promised: number[][] = [];
  /** What the task that was told to wait last would take of a faster worker. */
  private wanted: { readonly slots: number[]; readonly slot: number; readonly time: number } | undefined;

  constructor(
    private readonly workers: readonly WorkloadWorker[],
    groups: readonly TaskGroup[],
    freeSlots?: readonly number[],
  ) {
    this.foresees = workers.length > 1;
    this.here = workers.findIndex(({ place }) => place === 'here');
    this.free = freeSlots ? [...freeSlots] : workers.map(({ slots }) => slots);
    this.scarcity = new Float64Array(workers.length);
    this.hasSpeeds = workers.some(({ speed }) => speed !== workers[0]!.speed);
    this.expected = workers.map(() => new Map());
    for (const group of groups) if (group.open > 0) this.weigh(group, 1);
  }

  /** A new decision begins. What is overdue is expected to need as long again as it is late. */
  beginDecision(now: number): void {
    if (!this.foresees) return;
    this.promised = this.expected.map((ends) => [...ends.values()].map((end) => Math.max(end, 2 * now - end)));
  }

  /** A slot that was taken before the first decision is expected to be free then. */
  expect(worker: number, task: number, end: number): void {
    this.expected[worker]!.set(task, end);
  }

  freeSlots(workers: readonly number[]): number {
    let free = 0;
    for (const worker of workers) free += Math.max(0, this.free[worker]!);
    return free;
  }

  /** Promises the slot of these workers that is expected to be free first, if that is early enough. */
  promiseBefore(workers: readonly number[], latest: number, estimate: number): boolean {
    let first: { worker: number; slot: number; end: number } | undefined;
    for (const worker of workers)
      for (const [slot, end] of this.promised[worker]!.entries())
        if (!first || end < first.end) first = { worker, slot, end };
    if (!first || first.end > latest) return false;
    this.promised[first.worker]![first.slot]! += estimate / this.workers[first.worker]!.speed;
    return true;
  }

  /** The best worker with a free slot for a task of the group; `NO_SLOT` or `WAIT_FOR_FASTER`, which `waitForFaster` makes so. */
  choose({ workers, isAlone }: TaskGroup, estimate: number, now: number): number {
    let best = NO_SLOT;
    let isHereFree = false;
    for (const worker of workers) {
      const free = this.free[worker]!;
      if (free <= 0 || (isAlone && free < this.workers[worker]!.slots)) continue;
      if (worker === this.here) isHereFree = true;
      if (best < 0 || this.isBetter(worker, best)) best = worker;
    }
    if (isHereFree && this.workers[best]!.place === 'beside' && this.isAsGood(this.here, best)) best = this.here;
    return best >= 0 && this.hasSpeeds && this.waits(workers, best, estimate, now) ? WAIT_FOR_FASTER : best;
  }

  /** Some worker of the group has a slot for one of its tasks. */
  hasSlot({ workers, isAlone }: TaskGroup): boolean {
    return workers.some((worker) => this.free[worker]! >= (isAlone ? this.workers[worker]!.slots : 1));
  }

  take(worker: number, slots: number, task: number, expectedEnd: number): void {
    this.free[worker]! -= slots;
    if (!this.foresees) return;
    this.expected[worker]!.set(task, expectedEnd);
    this.promised[worker]!.push(expectedEnd);
  }

  giveBack(worker: number, slots: number, task: number): void {
    this.free[worker]! += slots;
    this.expected[worker]!.delete(task);
  }

  /** None of the group is left to start: nothing needs its workers for it any more. */
  forget(group: TaskGroup): void {
    this.weigh(group, -1);
  }

  private weigh({ workers }: TaskGroup, weight: number): void {
    if (workers.length === this.workers.length) return;
    let slots = 0;
    for (const worker of workers) slots += this.workers[worker]!.slots;
    for (const worker of workers) this.scarcity[worker]! += weight / Math.max(1, slots);
  }

  /** In all but room. */
  private isAsGood(one: number, other: number): boolean {
    const isAsScarce = Math.abs(this.scarcity[one]! - this.scarcity[other]!) <= 1e-9;
    return isAsScarce && this.workers[one]!.speed === this.workers[other]!.speed;
  }

  private isBetter(one: number, other: number): boolean {
    const a = this.workers[one]!;
    const b = this.workers[other]!;
    if (a.speed !== b.speed) return a.speed > b.speed;
    const scarcer = this.scarcity[one]! - this.scarcity[other]!;
    if (Math.abs(scarcer) > 1e-9) return scarcer < 0;
    return this.free[one]! > this.free[other]!;
  }

  /** The task that was told so last waits: the faster worker is promised to it. */
  waitForFaster(): void {
    const { slots, slot, time } = this.wanted!;
    slots[slot]! += time;
  }

  /** True when a faster worker, though busy, would be done sooner. */
  private waits(able: readonly number[], best: number, estimate: number, now: number): boolean {
    const end = now + estimate / this.workers[best]!.speed;
    for (const worker of able) {
      const { speed } = this.workers[worker]!;
      if (speed <= this.workers[best]!.speed) continue;
      const slots = this.promised[worker]!;
      let first = 0;
      for (let slot = 1; slot < slots.length; slot++) if (slots[slot]! < slots[first]!) first = slot;
      if (slots.length === 0 || slots[first]! + estimate / speed >= end) continue;
      this.wanted = { slots, slot: first, time: estimate / speed };
      return true;
    }
    return false;
  }
}
