import { isNightshiftError, messageOf } from '../core/errors';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';

export interface PersistDeps {
  readonly clock: Clock;
  readonly log: Log;
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 2_000;

/**
 * Calls `write` until it works, as long as only something away for a while stands against it.
 * For a worker that has a result in hand, and for a loop between two of its nodes: a database that restarts must not cost it.
 *
 * @param signal - Aborted when the result is no longer wanted; then the last error is thrown.
 * @param patienceMs - Milliseconds after which the last error is thrown too.
 */
export async function persist<T>(
  deps: PersistDeps,
  signal: AbortSignal,
  write: () => Promise<T>,
  patienceMs = Number.POSITIVE_INFINITY,
): Promise<T> {
  const endMs = deps.clock.steady() + patienceMs;
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, MAX_DELAY_MS)) {
    try {
      return await write();
    } catch (error) {
      if (!isNightshiftError(error) || error.kind !== 'transient' || signal.aborted) throw error;
      if (deps.clock.steady() + delayMs > endMs) throw error;
      deps.log.warn('will try to write again', { error: messageOf(error), delayMs });
      await deps.clock.sleep(delayMs, signal);
    }
  }
}
