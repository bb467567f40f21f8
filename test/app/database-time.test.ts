import { DatabaseTime } from '../../runtime/app/database-time';
import { verifies } from '../support/verifies';

const MINUTE_MS = 60_000;

describe('the time of the database', () => {
  /** A database whose answers take this long, the last of them from then on, and a process that asks it. */
  function asked(...answersMs: readonly number[]) {
    const world = { nowMs: 1_000_000, readings: 0 };
    const clock = { now: () => world.nowMs, steady: () => world.nowMs, sleep: async () => undefined };
    const store = {
      now: async () => {
        const read = new Date(world.nowMs);
        world.nowMs += answersMs[Math.min(world.readings++, answersMs.length - 1)]!;
        return read;
      },
    };
    return { world, time: new DatabaseTime(store, clock) };
  }

  it('is read once a minute', async () => {
    const { world, time } = asked(2);
    for (let passed = 0; passed < 2 * MINUTE_MS; passed += 1_000) {
      await time.now();
      world.nowMs += 1_000;
    }
    expect(world.readings).toBe(2);
  });

  it(`is read again when the answer was long on its way${verifies('I21')}`, async () => {
    const { world, time } = asked(MINUTE_MS, 1);
    expect((await time.now()).getTime()).toBe(world.nowMs - 1);
    expect(world.readings).toBe(2);
  });

  it(`is behind by the fastest answer at most when all are slow, and never ahead${verifies('I21')}`, async () => {
    const { world, time } = asked(50_000, 8_000, 90_000, 1);
    expect((await time.now()).getTime() - world.nowMs).toBe(-8_000);
    expect(world.readings).toBe(3);
  });
});
