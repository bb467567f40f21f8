import { Random } from '../simulation/random';
import { Deck, ROUND } from './deck';
import type { Target } from './fault';

const ALL = Object.keys(ROUND) as Target[];

/** How often each was taken; `n8n` is up only now and then. */
function taken(faults: number, targets: readonly Target[] = ALL): Readonly<Partial<Record<Target, number>>> {
  const deck = new Deck(new Random(7), targets);
  const counts: Partial<Record<Target, number>> = {};
  for (let no = 0; no < faults; no++) {
    const target = deck.take((one) => one !== 'n8n' || no % 5 === 0);
    if (target) counts[target] = (counts[target] ?? 0) + 1;
  }
  return counts;
}

describe('the deck of faults', () => {
  it('is a round of a hundred', () => expect(Object.values(ROUND).reduce((sum, n) => sum + n)).toBe(100));

  it('strikes each as often as it should, also what is seldom up', () => {
    const counts = taken(500);
    for (const target of ALL) {
      expect(counts[target]).toBeGreaterThanOrEqual(ROUND[target] * 4);
      expect(counts[target]).toBeLessThanOrEqual(ROUND[target] * 6);
    }
  });

  it('lets everything come back before everything dies at once', () => {
    const deck = new Deck(new Random(7), ['everything', 'worker']);
    let isQuiet = false;
    const next = () => deck.take((one) => one !== 'everything' || isQuiet);
    const before = Array.from({ length: 200 }, next);
    expect(before.at(-1)).toBeUndefined();
    isQuiet = true;
    expect(next()).toBe('everything');
  });

  it('leaves out what is not there, and waits when nothing can be struck', () => {
    expect(taken(100, ['worker', 'gateway'])).toEqual({ worker: expect.any(Number), gateway: expect.any(Number) });
    expect(new Deck(new Random(7), ALL).take(() => false)).toBeUndefined();
  });
});
