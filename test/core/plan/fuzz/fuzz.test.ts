import { verifies } from '../../../support/verifies';
import { FIXTURES } from './fixtures';
import { check, fuzzOne, newTally } from './fuzz-plans';

/** `npm run fuzz:plan` reads 50,000 of them. */
const SEEDS = 3_000;

describe('plans that nobody would write', () => {
  it(`are answered by the contract, ${SEEDS} of them${verifies('R-4')}`, () => {
    const tally = newTally();
    for (let seed = 1; seed <= SEEDS; seed++) fuzzOne(seed, tally);
    expect(tally.plans).toBeGreaterThan(SEEDS / 10);
    expect(tally.problems).toBeGreaterThan(SEEDS / 10);
    expect(tally.codes.size).toBeGreaterThan(30);
  });

  it.each(FIXTURES.map((fixture) => [fixture.fileName, fixture] as const))(
    `are answered by the contract when %s is cut at every character, under its name and without${verifies('R-4')}`,
    (_, { text, fileName }) => {
      const tally = newTally();
      for (let length = 0; length <= text.length; length++) {
        const cut = text.slice(0, length);
        check(length, length % 2 === 0 ? { text: cut, fileName } : { text: cut }, tally);
      }
    },
  );
});
