import { wayLengths } from './levels';
import type { TaskGroup } from './task-groups';
import type { WorkerPool } from './worker-pool';
import type { Workload } from './workload';

/** What reserving looks at; all of it belongs to the dispatcher. */
interface Decided {
  readonly workload: Workload;
  readonly groups: readonly TaskGroup[];
  readonly groupOf: Int32Array;
  readonly openDependencies: Int32Array;
  readonly pool: WorkerPool;
  /** The longest way from each task to an end; worked out from the workload unless given. */
  readonly levels?: () => Float64Array;
}

/**
 * Keeps the last slots of scarce workers for tasks that only they can do and that will be ready soon, where that costs
 * nothing.
 *
 * *Rule*: a task is imminent when all that it waits for runs. One that could go elsewhere does not take a slot that an
 * imminent one will need before it would be given back, if another slot is expected to be free so soon that, started there,
 * the way behind it still ends no later than the way behind the imminent one.
 *
 * Source: issue "reserve scarce workers"; design, capacity. Cost: the dependants of what starts and ends.
 */
export class Reservations {
  private readonly scarce: readonly boolean[];
  /** How many of the tasks that a task waits for run, and when the last of them is expected to be over. */
  private readonly runningDependencies: Int32Array;
  private readonly readyAt: Float64Array;
  private readonly imminent = new Set<number>();
  private levels: Float64Array | undefined;

  private constructor(
    private readonly on: Decided,
    scarce: readonly boolean[],
  ) {
    this.scarce = scarce;
    this.runningDependencies = new Int32Array(on.workload.size);
    this.readyAt = new Float64Array(on.workload.size);
  }

  /** Undefined where every worker can do the same, and so none is scarce. */
  static of(on: Decided): Reservations | undefined {
    const { groups } = on;
    const scarce = groups.map(
      (group) => group.workers.length > 0 && groups.some((other) => isWithin(group.workers, other.workers)),
    );
    return scarce.includes(true) ? new Reservations(on, scarce) : undefined;
  }

  started(no: number, endsAt: number): void {
    this.eachScarceDependent(no, (dependent) => {
      this.runningDependencies[dependent]! += 1;
      this.readyAt[dependent] = Math.max(this.readyAt[dependent]!, endsAt);
      if (this.runningDependencies[dependent] === this.on.openDependencies[dependent]) this.imminent.add(dependent);
    });
  }

  /** Called when what waited on it was let go. */
  ended(no: number): void {
    this.eachScarceDependent(no, (dependent) => {
      this.runningDependencies[dependent]! -= 1;
      if (this.on.openDependencies[dependent] === 0) this.imminent.delete(dependent);
    });
  }

  /** The imminent task for which a worker is kept from this one; undefined where it may go there. */
  keptFor(task: number, worker: number, now: number): number | undefined {
    if (this.imminent.size === 0) return undefined;
    const { workload, groups, groupOf, pool } = this.on;
    const own = groups[groupOf[task]!]!;
    const end = now + workload.estimates[task]! / workload.workers[worker]!.speed;
    for (const group of groups) {
      if (!this.scarce[group.no] || !group.workers.includes(worker) || !isWithin(group.workers, own.workers)) continue;
      const wanting = this.wanting(group, end, now);
      if (wanting.length === 0 || pool.freeSlots(group.workers) > wanting.length) continue;
      const latest = this.latestStart(task, wanting[0]!, now);
      const others = own.workers.filter((other) => !group.workers.includes(other));
      if (pool.promiseBefore(others, latest, workload.estimates[task]!)) return wanting[0];
    }
    return undefined;
  }

  /** Imminent tasks of a group that will be ready before a time, that with the longest way behind it first. */
  private wanting(group: TaskGroup, before: number, now: number): readonly number[] {
    const found: number[] = [];
    for (const no of this.imminent)
      if (this.on.groupOf[no] === group.no && Math.max(this.readyAt[no]!, now) < before) found.push(no);
    const levels = this.wayBehind();
    return found.sort((one, other) => levels[other]! - levels[one]! || one - other);
  }

  /** When a task must start at the latest so that the way behind it ends no later than that behind another. */
  private latestStart(task: number, than: number, now: number): number {
    const levels = this.wayBehind();
    return Math.max(this.readyAt[than]!, now) + levels[than]! - levels[task]!;
  }

  private wayBehind(): Float64Array {
    this.levels ??= this.on.levels?.() ?? wayLengths(this.on.workload);
    return this.levels;
  }

  private eachScarceDependent(no: number, tell: (dependent: number) => void): void {
    const { starts, nos } = this.on.workload.dependents;
    for (let at = starts[no]!; at < starts[no + 1]!; at++) {
      const dependent = nos[at]!;
      if (this.scarce[this.on.groupOf[dependent]!]) tell(dependent);
    }
  }
}

/** True when the first are some, and not all, of the second. */
function isWithin(workers: readonly number[], others: readonly number[]): boolean {
  return workers.length < others.length && workers.every((worker) => others.includes(worker));
}
