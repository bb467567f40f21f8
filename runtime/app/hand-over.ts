import { messageOf } from '../core/errors';
import type { EndedAttempt } from '../core/execution/execution';
import type { WorkerId } from '../core/ids';
import type { Hint } from '../ports/hints';
import type { BegunAttempts, HandedEnd, HandedEnds, Neighbour, Neighbours } from '../ports/neighbours';
import type { ExecutionCache } from './execution-cache';
import type { Neighbourhood, NeighbourhoodDeps } from './neighbourhood';

/** Times that a neighbour is told what to begin before it is left to its lease. */
const TRIES = 3;

/** Ends of one execution that go to its decider together. */
interface Parcel {
  readonly ends: HandedEnd[];
  /** For each of them: it was recorded, or its token was stale. Undefined when there was no answer. */
  readonly areRecorded: Promise<readonly boolean[] | undefined>;
}

/** What goes from worker to worker of a machine: ends to who decides on them, and what that one started elsewhere. */
export class HandOver {
  private readonly parcels = new Map<string, Parcel>();

  constructor(
    private readonly deps: NeighbourhoodDeps & { readonly cache: ExecutionCache },
    private readonly neighbourhood: Neighbourhood,
  ) {}

  /** True when it was recorded, false when its token was stale, undefined when the decider did not answer: then it is not known. */
  async hand(decider: Neighbour, { executionId, task }: Hint, attempt: EndedAttempt): Promise<boolean | undefined> {
    const key = `${decider.id} ${executionId}`;
    let parcel = this.parcels.get(key);
    if (!parcel) {
      const ends: HandedEnd[] = [];
      parcel = { ends, areRecorded: this.send(key, decider, { executionId, ends }) };
      this.parcels.set(key, parcel);
    }
    const at = parcel.ends.push({ task, attempt }) - 1;
    return (await parcel.areRecorded)?.[at];
  }

  /**
   * `begun` when a neighbour has it and sees to it, `refused` when it surely has not, `unknown` when it did not say: then its lease
   * decides. It is told again a few times, since it begins each once.
   */
  async begin(worker: WorkerId, begun: BegunAttempts): Promise<'begun' | 'refused' | 'unknown'> {
    const neighbour = this.neighbourhood.near().get(worker);
    if (neighbour === undefined) return 'refused';
    let isUnsent = true;
    for (let tries = 0; tries < TRIES; tries++) {
      const isBegun = await this.asked(neighbour, (neighbours) => neighbours.begin(neighbour, begun));
      if (isBegun === true) return 'begun';
      if (isBegun === false) {
        this.neighbourhood.avoid(worker);
        break;
      }
      isUnsent = false;
    }
    return isUnsent ? 'refused' : 'unknown';
  }

  private async send(key: string, decider: Neighbour, handed: HandedEnds): Promise<readonly boolean[] | undefined> {
    await undefined; // what ends in this very moment comes along
    this.parcels.delete(key);
    const taken = await this.asked(decider, (neighbours) => neighbours.handEnds(decider, handed));
    if (taken && taken.events.length > 0) this.deps.cache.learn(handed.executionId, taken.events);
    return taken?.areRecorded;
  }

  /** Undefined when there was no answer; then it is left alone for a while. */
  private async asked<T>(neighbour: Neighbour, ask: (all: Neighbours) => Promise<T>): Promise<T | undefined> {
    try {
      return this.deps.neighbours && (await ask(this.deps.neighbours));
    } catch (error) {
      this.neighbourhood.avoid(neighbour.id);
      this.deps.log.debug('another worker of this machine did not answer', {
        neighbour: neighbour.id,
        error: messageOf(error),
      });
      return undefined;
    }
  }
}
