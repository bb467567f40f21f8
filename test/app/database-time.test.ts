import { DatabaseTime } from '../../runtime/app/database-time';
import type { Clock } from '../../runtime/ports/clock';

const AHEAD_MS = 3_600_000;

/** A database whose clock goes ahead of this machine's, and the time that each of its answers takes. */
function database(...tookMs: number[]): { readonly errorMs: () => Promise<number> } {
  let nowMs = 1_000_000;
  const clock: Clock = { now: () => nowMs, steady: () => nowMs, sleep: async () => undefined };
  const store = {
    now: async () => {
      const said = new Date(nowMs + AHEAD_MS);
      nowMs += tookMs.shift() ?? 0;
      return said;
    },
  };
  const time = new DatabaseTime(store, clock);
  return { errorMs: async () => (await time.now()).getTime() - nowMs - AHEAD_MS };
}

it('asks for the time again when the answer came so late that it may be of long ago', async () => {
  const { errorMs } = database(90_000, 40, 90_000);
  expect(await errorMs()).toBe(-20);
  expect(await errorMs()).toBe(-20);
});

it('goes on with a late answer when all are late, and asks again the next time', async () => {
  const { errorMs } = database(5_000, 5_000, 5_000, 0);
  expect(await errorMs()).toBe(-2_500);
  expect(await errorMs()).toBe(0);
});
