import type { FileClaims } from './file-claims';
import { NumberHeap } from './number-heap';
import type { TaskGroup } from './task-groups';
import type { WorkerPool } from './worker-pool';
import type { Workload } from './workload';

/** What keeping a place looks at; all of it belongs to the dispatcher. */
interface Decided {
  readonly workload: Workload;
  readonly groups: readonly TaskGroup[];
  readonly groupOf: Int32Array;
  readonly pool: WorkerPool;
  readonly files: FileClaims;
  /** Units of each resource that are free now. */
  readonly units: Float64Array;
  /** When each task that runs is expected to end. */
  readonly running: ReadonlyMap<number, number>;
  readonly workerOf: Int32Array;
  /** False of a task that runs and holds no units any more. */
  readonly holdsUnits: (no: number) => boolean;
  /** The order of urgency. */
  readonly keys: Float64Array;
  readonly isMoreUrgent: (one: number, other: number) => boolean;
  /** False where every wait is for something that runs here and ends at a known time. */
  readonly mayBeEndless: boolean;
}

interface ExpectedEnd {
  readonly no: number;
  readonly end: number;
}

/** Why a task must not start before the one that a place is kept for. */
export interface KeptFrom {
  /** The one that it is kept for. */
  readonly task: number;
  /** They write a file in common, and else there would be room for both. */
  readonly isForFile: boolean;
}

/**
 * Keeps what the most urgent task that waits for files or units needs until it is there.
 *
 * *Rule* (EASY backfilling): of what runs follows when that task can start. A less urgent one that needs some of the same starts
 * only if it is expected to be over by then, or if enough is left beside it. One place is kept at a time, so all that is given up is
 * what would push back the most urgent one. Nothing is kept for one of which nobody knows when its wait ends, because a person is
 * asked: the place is the next one's.
 *
 * Source: R-5. Cost: what runs, for each decision in which somebody would pass.
 */
export class KeptPlace {
  /** The task that it is kept for; −1: none. */
  private task = -1;
  /** When that one can start; worked out when somebody would pass. */
  private until = Number.NaN;
  private readonly spareUnits = new Map<number, number>();
  private spareSlots = 0;
  private now = 0;

  /** Those that wait for a file, most urgent on top, and some that do not any more. */
  private readonly aside: NumberHeap;
  private readonly isInAside: Uint8Array;

  constructor(private readonly on: Decided) {
    this.aside = new NumberHeap(on.keys);
    this.isInAside = new Uint8Array(on.workload.size);
  }

  /** Another order of urgency. */
  rerank(): void {
    for (const no of this.aside.drain()) this.aside.push(no);
  }

  /** A task waits for a file. */
  rememberAside(task: number): void {
    if (this.isInAside[task]) return;
    this.isInAside[task] = 1;
    this.aside.push(task);
  }

  /** The most urgent of those that wait for a file since an earlier decision. */
  mostUrgentAside(): number | undefined {
    const { aside } = this;
    while (aside.size > 0 && !this.on.files.isAside(aside.top)) this.isInAside[aside.pop()] = 0;
    return aside.size > 0 ? aside.top : undefined;
  }

  beginDecision(now: number): void {
    this.task = -1;
    this.now = now;
  }

  /** The task that a place is kept for since this decision; -1: none. */
  get keptTask(): number {
    return this.task;
  }

  /** True when a place would be kept for this one, if it is the most urgent that waits. */
  isFor(task: number): boolean {
    const { workload, groups, groupOf, files, isMoreUrgent } = this.on;
    if (this.task >= 0 && !isMoreUrgent(task, this.task)) return false;
    const { isAlone, workers, demands } = groups[groupOf[task]!]!;
    if (isAlone || workers.length === 0) return false;
    if (demands.some(({ resource, amount }) => workload.resources!.capacities[resource]! < amount)) return false;
    if (demands.length === 0 && files.of(task).length === 0) return false;
    return !this.on.mayBeEndless || this.startOf(task, this.endsOfRunning()) < Number.POSITIVE_INFINITY;
  }

  keepFor(task: number): void {
    this.task = task;
    this.until = Number.NaN;
  }

  /** What this one must not pass on this worker; undefined where it may start. */
  keptFrom(no: number, worker: number): KeptFrom | undefined {
    const { workload, groups, groupOf, files, isMoreUrgent } = this.on;
    if (this.task < 0 || isMoreUrgent(no, this.task)) return undefined;
    const own = groups[groupOf[no]!]!;
    const first = groups[groupOf[this.task]!]!;
    const shared = own.demands.filter(({ resource }) => first.demands.some((other) => other.resource === resource));
    const takesSlot = first.workers.includes(worker);
    const sharesFile = files.overlap(no, this.task);
    if (shared.length === 0 && !takesSlot && !sharesFile) return undefined;
    if (Number.isNaN(this.until)) this.foresee();
    if (this.isOverInTime(workload.estimates[no]!, worker)) return undefined;
    const isTooMuch =
      (takesSlot && this.spareSlots < 1) ||
      shared.some(({ resource, amount }) => this.spareUnits.get(resource)! < amount);
    if (sharesFile || isTooMuch) return { task: this.task, isForFile: !isTooMuch };
    for (const { resource, amount } of shared) this.spareUnits.set(resource, this.spareUnits.get(resource)! - amount);
    if (takesSlot) this.spareSlots -= 1;
    return undefined;
  }

  /** True when what takes so long on this worker is over when the task that a place is kept for can start. */
  isOverInTime(estimate: number, worker: number): boolean {
    const end = this.now + estimate / this.on.workload.workers[worker]!.speed;
    return end <= this.until + 1e-9 * Math.max(1, this.until);
  }

  /** When the task can start, and what is then left beside it. */
  private foresee(): void {
    const { groups, groupOf, units, pool, workerOf } = this.on;
    const { demands, workers } = groups[groupOf[this.task]!]!;
    const ends = this.endsOfRunning();
    const until = this.startOf(this.task, ends);
    this.until = until;
    const over = ends.filter(({ end }) => end <= until);
    for (const { resource, amount } of demands)
      this.spareUnits.set(
        resource,
        over.reduce((free, { no }) => free + this.unitsOf(no, resource), units[resource]!) - amount,
      );
    this.spareSlots = pool.freeSlots(workers) + over.filter(({ no }) => workers.includes(workerOf[no]!)).length - 1;
  }

  /** What runs, by when it is expected to end; what is overdue is expected to need as long again as it is late. */
  private endsOfRunning(): readonly ExpectedEnd[] {
    const ends = [...this.on.running].map(([no, end]) => ({ no, end: Math.max(end, 2 * this.now - end) }));
    return ends.sort((one, other) => one.end - other.end || one.no - other.no);
  }

  /** When a task can start, by what runs: never, where what it needs is held by something that does not run here, or whose end nobody knows. */
  private startOf(task: number, ends: readonly ExpectedEnd[]): number {
    const { groups, groupOf, units, pool, files, running, workerOf } = this.on;
    const { demands, workers } = groups[groupOf[task]!]!;
    let until = this.now;
    for (const writer of files.writersOf(task)) {
      const end = running.get(writer) ?? Number.POSITIVE_INFINITY;
      until = Math.max(until, end, 2 * this.now - end);
    }
    for (const { resource, amount } of demands) {
      let free = units[resource]!;
      for (const { no, end } of ends) {
        if (free >= amount) break;
        free += this.unitsOf(no, resource);
        if (free >= amount) until = Math.max(until, end);
      }
      if (free < amount) return Number.POSITIVE_INFINITY;
    }
    if (pool.freeSlots(workers) >= 1) return until;
    const first = ends.find(({ no }) => workers.includes(workerOf[no]!));
    return Math.max(until, first?.end ?? Number.POSITIVE_INFINITY);
  }

  private unitsOf(no: number, resource: number): number {
    if (!this.on.holdsUnits(no)) return 0;
    const { demands } = this.on.groups[this.on.groupOf[no]!]!;
    return demands.find((demand) => demand.resource === resource)?.amount ?? 0;
  }
}
