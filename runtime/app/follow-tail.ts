import { messageOf } from '../core/errors';
import type { AttemptLog } from '../ports/attempt-logs';
import type { Clock } from '../ports/clock';
import type { Hint } from '../ports/hints';
import type { Log } from '../ports/log';
import type { LogTails } from '../ports/records';

/** Milliseconds between two writes of the log's tail. */
const TAIL_EVERY_MS = 2_000;

export interface TailDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly logTails: LogTails;
}

/**
 * Stores the tail of an attempt's log every so often, for people who watch; one that cannot be stored is only said.
 *
 * @returns Ends it with a last write.
 */
export function followTail(deps: TailDeps, hint: Hint, log: AttemptLog): () => Promise<void> {
  const stop = new AbortController();
  void (async () => {
    while (!stop.signal.aborted) {
      await deps.clock.sleep(TAIL_EVERY_MS, stop.signal);
      if (!stop.signal.aborted) await storeTail(deps, hint, log);
    }
  })();
  return () => {
    stop.abort();
    return storeTail(deps, hint, log);
  };
}

async function storeTail(deps: TailDeps, { executionId, task, token }: Hint, log: AttemptLog): Promise<void> {
  try {
    await deps.logTails.put({ executionId, task, token, ...log.tail() });
  } catch (error) {
    deps.log.debug('the log tail was not stored', { executionId, task, error: messageOf(error) });
  }
}
