import { messageOf } from '../core/errors';
import type { ExecutionId, WorkerId } from '../core/ids';
import { deciderOf } from '../core/schedule/decider-of';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { Neighbour, Neighbours } from '../ports/neighbours';
import type { WorkerState, WorkerStore } from '../ports/worker-store';

export interface NeighbourhoodDeps {
  /** Who asks; absent where that is no worker. */
  readonly worker?: WorkerId;
  /** Where it asks; that of `worker` unless given. */
  readonly host?: string;
  readonly workers: Pick<WorkerStore, 'list'>;
  readonly clock: Pick<Clock, 'steady'>;
  readonly log: Log;
  /** Absent where a worker is by itself. */
  readonly neighbours?: Neighbours;
}

/** Milliseconds for which it is believed who lives here. */
const LIST_GOOD_FOR_MS = 1_000;
/** Milliseconds for which one that did not answer is left alone. */
const AVOID_FOR_MS = 60_000;

/**
 * The workers of this machine that can be asked through their sockets, and which of them decides on an execution. Of several that
 * decide for one execution side by side each refuses the others' commits; so one does, and the others hand their ends to it.
 * Who is believed to live may be wrong, and two may differ in it: then both decide, and the guard of the commit decides between them.
 */
export class Neighbourhood {
  private others: readonly Neighbour[] = [];
  private listedAtMs = Number.NEGATIVE_INFINITY;
  private listing: Promise<void> | undefined;
  private readonly avoided = new Map<WorkerId, number>();

  constructor(private readonly deps: NeighbourhoodDeps) {}

  /** The other worker that decides on an execution; undefined when this one does, or nobody. Never waits. */
  deciderOf(executionId: ExecutionId): Neighbour | undefined {
    const near = this.near();
    if (near.size === 0) return undefined;
    const { worker } = this.deps;
    const decider = deciderOf(executionId, [...(worker === undefined ? [] : [worker]), ...near.keys()]);
    return decider === undefined ? undefined : near.get(decider);
  }

  /** The others that can be told what was started on them. */
  near(): ReadonlyMap<WorkerId, Neighbour> {
    if (this.deps.neighbours === undefined) return NOBODY;
    const nowMs = this.deps.clock.steady();
    // Meanwhile what was known is good enough.
    if (nowMs - this.listedAtMs > LIST_GOOD_FOR_MS) void this.list();
    const near = this.others.filter(({ id }) => (this.avoided.get(id) ?? Number.NEGATIVE_INFINITY) <= nowMs);
    return near.length === 0 ? NOBODY : new Map(near.map((one) => [one.id, one]));
  }

  /** Resolves once it is known who lives here. Never rejects. */
  async known(): Promise<void> {
    if (this.deps.clock.steady() - this.listedAtMs > LIST_GOOD_FOR_MS) await this.list();
  }

  /** Takes in who is registered, as it was just read. */
  note(workers: readonly WorkerState[]): void {
    this.listedAtMs = this.deps.clock.steady();
    const host = this.deps.host ?? workers.find(({ id }) => id === this.deps.worker)?.host;
    this.others = workers.flatMap(({ id, host: where, address, isDraining, slots }) =>
      id !== this.deps.worker && where === host && address !== undefined && !isDraining && slots > 0
        ? [{ id, address }]
        : [],
    );
    for (const id of this.avoided.keys()) if (!this.others.some((one) => one.id === id)) this.avoided.delete(id);
  }

  /** One that did not answer, or not as asked, is asked nothing for a while. */
  avoid(worker: WorkerId): void {
    this.avoided.set(worker, this.deps.clock.steady() + AVOID_FOR_MS);
  }

  private list(): Promise<void> {
    this.listing ??= this.read().finally(() => {
      this.listing = undefined;
    });
    return this.listing;
  }

  private async read(): Promise<void> {
    try {
      this.note(await this.deps.workers.list());
    } catch (error) {
      this.listedAtMs = this.deps.clock.steady();
      this.deps.log.debug('it is not known who else works here', { error: messageOf(error) });
    }
  }
}

const NOBODY: ReadonlyMap<WorkerId, Neighbour> = new Map();
