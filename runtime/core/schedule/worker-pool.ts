import type { TaskGroup } from './task-groups';
import type { WorkloadWorker } from './workload';

/**
 * The slots of all workers, and who fits best. Faster workers come first; among equals the one that tasks still to come
 * need least, so that plain work does not sit on the only GPU; then the roomiest.
 */
export class WorkerPool {
  private readonly free: number[];
  /** How much groups with tasks left depend on each worker: a group counts 1, split over the slots that could take it. */
  private readonly scarcity: Float64Array;

  constructor(
    private readonly workers: readonly WorkloadWorker[],
    groups: readonly TaskGroup[],
    freeSlots?: readonly number[],
  ) {
    this.free = freeSlots ? [...freeSlots] : workers.map(({ slots }) => slots);
    this.scarcity = new Float64Array(workers.length);
    for (const group of groups) this.weigh(group, 1);
  }

  /** The best worker with a free slot for a task of the group; -1 when there is none. */
  choose({ workers, isAlone }: TaskGroup): number {
    let best = -1;
    for (const worker of workers) {
      const free = this.free[worker]!;
      if (free <= 0 || (isAlone && free < this.workers[worker]!.slots)) continue;
      if (best < 0 || this.isBetter(worker, best)) best = worker;
    }
    return best;
  }

  take(worker: number, slots: number): void {
    this.free[worker]! -= slots;
  }

  giveBack(worker: number, slots: number): void {
    this.free[worker]! += slots;
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

  private isBetter(one: number, other: number): boolean {
    const a = this.workers[one]!;
    const b = this.workers[other]!;
    if (a.speed !== b.speed) return a.speed > b.speed;
    const scarcer = this.scarcity[one]! - this.scarcity[other]!;
    if (Math.abs(scarcer) > 1e-9) return scarcer < 0;
    return this.free[one]! > this.free[other]!;
  }
}
