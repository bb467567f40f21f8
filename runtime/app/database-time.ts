import type { Clock } from '../ports/clock';
import type { ExecutionStore } from '../ports/execution-store';

/** Milliseconds after which the offset to the database's clock is read again. */
const GOOD_FOR_MS = 60_000;
/** Milliseconds that an answer may take. One that took longer is about a moment that is over, and the clock is read again. */
const SLOW_MS = 1_000;
/** Readings of which the fastest is taken when all are slow. */
const READINGS = 3;
/** Milliseconds between what two clocks of this machine say has passed that are more than their drift. */
const JUMP_MS = 1_000;

/**
 * The database's time without asking each time: its clock read once a minute, and this process's steady clock between.
 * Jumps of the wall clock here change nothing but that it is read again: this machine may have slept, and steady clocks do not count
 * that. Source: I21.
 */
export class DatabaseTime {
  private readAt = Number.NEGATIVE_INFINITY;
  private databaseMs = 0;
  /** This machine's wall clock less its steady one, when it was read. */
  private aheadMs = 0;

  constructor(
    private readonly store: Pick<ExecutionStore, 'now'>,
    private readonly clock: Clock,
  ) {}

  async now(): Promise<Date> {
    const isElsewhere = Math.abs(this.clock.now() - this.clock.steady() - this.aheadMs) > JUMP_MS;
    if (isElsewhere || this.clock.steady() - this.readAt > GOOD_FOR_MS) {
      await this.read();
    }
    return new Date(this.databaseMs + (this.clock.steady() - this.readAt));
  }

  async nowIso(): Promise<string> {
    return (await this.now()).toISOString();
  }

  /** Of a slow answer nobody knows where on its way the time went. It is taken as it is: behind is late, ahead would be untrue. */
  private async read(): Promise<void> {
    let leastMs = Number.POSITIVE_INFINITY;
    for (let reading = 0; reading < READINGS && leastMs > SLOW_MS; reading++) {
      const askedAt = this.clock.steady();
      const databaseMs = (await this.store.now()).getTime();
      const readAt = this.clock.steady();
      const tookMs = readAt - askedAt;
      if (tookMs >= leastMs) continue;
      leastMs = tookMs;
      this.databaseMs = databaseMs;
      this.readAt = readAt;
      this.aheadMs = this.clock.now() - readAt;
    }
  }
}
