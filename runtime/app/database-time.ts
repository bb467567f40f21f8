import type { Clock } from '../ports/clock';
import type { ExecutionStore } from '../ports/execution-store';

/** Milliseconds after which the offset to the database's clock is read again. */
const GOOD_FOR_MS = 60_000;
/** An answer that took longer may be of long ago: this process was stopped, say, while it came. It is asked for again. */
const PROMPT_MS = 2_000;
const TRIES = 3;
/** Milliseconds between what two clocks of this machine say has passed that are more than their drift. */
const JUMP_MS = 1_000;

/** What the database's clock said. */
interface Reading {
  readonly databaseMs: number;
  /** When, by our steady clock: in the middle between question and answer. */
  readonly readAt: number;
  readonly tookMs: number;
  /** This machine's wall clock less its steady one then. */
  readonly aheadMs: number;
}

/**
 * The database's time without asking each time: its clock read once a minute, and this process's steady clock between.
 * Jumps of the wall clock here change nothing but that it is read again: this machine may have slept, and steady clocks do not count
 * that. Source: I21.
 */
export class DatabaseTime {
  private last: Reading | undefined;

  constructor(
    private readonly store: Pick<ExecutionStore, 'now'>,
    private readonly clock: Clock,
  ) {}

  async now(): Promise<Date> {
    if (this.last !== undefined && this.isGood(this.last)) return this.after(this.last);
    let reading = await this.read();
    for (let tries = 1; reading.tookMs > PROMPT_MS && tries < TRIES; tries++) reading = await this.read();
    this.last = reading.tookMs > PROMPT_MS ? undefined : reading;
    return this.after(reading);
  }

  async nowIso(): Promise<string> {
    return (await this.now()).toISOString();
  }

  private isGood({ readAt, aheadMs }: Reading): boolean {
    const steady = this.clock.steady();
    return Math.abs(this.clock.now() - steady - aheadMs) <= JUMP_MS && steady - readAt <= GOOD_FOR_MS;
  }

  private after({ databaseMs, readAt }: Reading): Date {
    return new Date(databaseMs + (this.clock.steady() - readAt));
  }

  private async read(): Promise<Reading> {
    const askedAt = this.clock.steady();
    const databaseMs = (await this.store.now()).getTime();
    const steady = this.clock.steady();
    const tookMs = steady - askedAt;
    return { databaseMs, readAt: steady - tookMs / 2, tookMs, aheadMs: this.clock.now() - steady };
  }
}
