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
}

/** Tasks of a group that are looked at in one decision after they were found to need what is kept. */
const MOST_LOOKS = 8;

/**
 * Keeps what the most urgent task that waits for files or units needs until it is there.
 *
 * *Rule* (EASY backfilling): of what runs follows when that task can start. A less urgent one that needs some of the same starts
 * only if it is expected to be over by then, or if enough is left beside it. One place is kept at a time, so all that is given up is
 * what would push back the most urgent one. Where nobody knows when the wait ends, because a person is asked, nothing is kept.
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
  /** How many of each group were held back in this decision. */
  private readonly heldBack = new Map<number, number>();

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
    if (this.heldBack.size > 0) this.heldBack.clear();
  }

  /** True when a place would be kept for this one, if it is the most urgent that waits. */
  isFor(task: number): boolean {
    const { workload, groups, groupOf, files, isMoreUrgent } = this.on;
    if (this.task >= 0 && !isMoreUrgent(task, this.task)) return false;
    const { isAlone, workers, demands } = groups[groupOf[task]!]!;
    if (isAlone || workers.length === 0) return false;
    if (demands.some(({ resource, amount }) => workload.resources!.capacities[resource]! < amount)) return false;
    return demands.length > 0 || files.of(task).length > 0;
  }

  keepFor(task: number): void {
    this.task = task;
    this.until = Number.NaN;
  }

  /** The task that this one must not pass on this worker; undefined where it may. */
  keptFrom(no: number, worker: number): number | undefined {
    const { workload, groups, groupOf, files, isMoreUrgent } = this.on;
    if (this.task < 0 || isMoreUrgent(no, this.task)) return undefined;
    const own = groups[groupOf[no]!]!;
    const first = groups[groupOf[this.task]!]!;
    const shared = own.demands.filter(({ resource }) => first.demands.some((other) => other.resource === resource));
    const takesSlot = first.workers.includes(worker);
    const sharesFile = files.overlap(no, this.task);
    if (shared.length === 0 && !takesSlot && !sharesFile) return undefined;
    if (Number.isNaN(this.until)) this.foresee();
    const end = this.now + workload.estimates[no]! / workload.workers[worker]!.speed;
    if (end <= this.until + 1e-9 * Math.max(1, this.until)) return undefined;
    const isTooMuch = shared.some(({ resource, amount }) => this.spareUnits.get(resource)! < amount);
    if (sharesFile || isTooMuch || (takesSlot && this.spareSlots < 1)) {
      this.heldBack.set(own.no, (this.heldBack.get(own.no) ?? 0) + (sharesFile ? 0 : 1));
      return this.task;
    }
    for (const { resource, amount } of shared) this.spareUnits.set(resource, this.spareUnits.get(resource)! - amount);
    if (takesSlot) this.spareSlots -= 1;
    return undefined;
  }

  /** The task for which enough of a group were held back that no more of it are looked at. */
  keptFromAll({ no }: TaskGroup): number | undefined {
    return (this.heldBack.get(no) ?? 0) >= MOST_LOOKS ? this.task : undefined;
  }

  /** When the task can start, and what is then left beside it: never, and so nothing is kept, where a holder is not among what runs here. */
  private foresee(): void {
    const { groups, groupOf, units, pool, files, running, workerOf } = this.on;
    const { demands, workers } = groups[groupOf[this.task]!]!;
    const ends = [...running].map(([no, end]) => ({ no, end: Math.max(end, 2 * this.now - end) }));
    ends.sort((one, other) => one.end - other.end || one.no - other.no);
    const endOf = new Map(ends.map(({ no, end }) => [no, end]));
    let until = this.now;
    for (const writer of files.writersOf(this.task))
      until = Math.max(until, endOf.get(writer) ?? Number.POSITIVE_INFINITY);
    for (const { resource, amount } of demands) {
      let free = units[resource]!;
      for (const { no, end } of ends) {
        if (free >= amount) break;
        free += this.unitsOf(no, resource);
        if (free >= amount) until = Math.max(until, end);
      }
      if (free < amount) until = Number.POSITIVE_INFINITY;
    }
    const onOwn = ends.filter(({ no }) => workers.includes(workerOf[no]!));
    const freeSlots = pool.freeSlots(workers);
    if (freeSlots < 1) until = Math.max(until, onOwn[0]?.end ?? Number.POSITIVE_INFINITY);
    this.until = until;
    const over = ends.filter(({ end }) => end <= until);
    for (const { resource, amount } of demands)
      this.spareUnits.set(
        resource,
        over.reduce((free, { no }) => free + this.unitsOf(no, resource), units[resource]!) - amount,
      );
    this.spareSlots = freeSlots + onOwn.filter(({ end }) => end <= until).length - 1;
  }

  private unitsOf(no: number, resource: number): number {
    if (!this.on.holdsUnits(no)) return 0;
    const { demands } = this.on.groups[this.on.groupOf[no]!]!;
    return demands.find((demand) => demand.resource === resource)?.amount ?? 0;
  }
}
