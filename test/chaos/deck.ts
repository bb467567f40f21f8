import type { Random } from '../simulation/random';
import type { Target } from './fault';

/** How often each is struck in a round of 100 faults: agents' workers die most. */
export const ROUND: Readonly<Record<Target, number>> = {
  worker: 22,
  'extra-worker': 27,
  gateway: 16,
  postgres: 12,
  redis: 10,
  n8n: 6,
  'n8n-worker': 6,
  everything: 1,
};

/** Cards from which one whose target is up is taken; with fewer, those that are down would be all that is left. */
const FEWEST_CARDS = 40;

/**
 * Says what is struck next, by chance and in fixed shares: who is down now comes later, and is struck as often all the same,
 * however long it takes to come back.
 */
export class Deck {
  private readonly cards: Target[] = [];

  /** @param targets - Those that are there at all. */
  constructor(
    private readonly random: Random,
    private readonly targets: readonly Target[],
  ) {}

  /**
   * The next one that can be struck; undefined when none can. Everything dies at once only when nothing is down: once its turn
   * has come, the others are left alone until then.
   */
  take(canBeStruck: (target: Target) => boolean): Target | undefined {
    while (this.cards.length < FEWEST_CARDS) this.deal();
    if (this.cards[0] === 'everything' && !canBeStruck('everything')) return undefined;
    const at = this.cards.findIndex(canBeStruck);
    return at < 0 ? undefined : this.cards.splice(at, 1)[0];
  }

  private deal(): void {
    const round = this.targets.flatMap((target) => Array.from({ length: ROUND[target] }, () => target));
    while (round.length > 0) this.cards.push(...round.splice(this.random.int(0, round.length - 1), 1));
  }
}
