import type { Clock } from '../ports/clock';
import type { ExecutionStore } from '../ports/execution-store';

/** Milliseconds after which the offset to the database's clock is read again. */
const GOOD_FOR_MS = 60_000;

/**
 * The database's time without asking each time: its clock read once a minute, and this process's steady clock between.
 * Jumps of the wall clock here change nothing. Source: I21.
 */
export class DatabaseTime {
  private readAt = Number.NEGATIVE_INFINITY;
  private databaseMs = 0;

  constructor(
    private readonly store: Pick<ExecutionStore, 'now'>,
    private readonly clock: Clock,
  ) {}

  async now(): Promise<Date> {
    if (this.clock.steady() - this.readAt > GOOD_FOR_MS) {
      this.databaseMs = (await this.store.now()).getTime();
      this.readAt = this.clock.steady();
    }
    return new Date(this.databaseMs + (this.clock.steady() - this.readAt));
  }

  async nowIso(): Promise<string> {
    return (await this.now()).toISOString();
  }
}
