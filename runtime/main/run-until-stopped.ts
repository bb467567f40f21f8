import { messageOf } from '../core/errors';
import type { Log } from '../ports/log';

/** Waits for SIGTERM or SIGINT, then stops once and ends the process: 0 when the stop went well, 1 otherwise. */
export async function runUntilStopped(log: Log, stop: () => Promise<void>): Promise<void> {
  const signal = await new Promise<string>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  log.info('stops', { signal });
  try {
    await stop();
    process.exit(0);
  } catch (error) {
    log.error('did not stop well', { error: messageOf(error) });
    process.exit(1);
  }
}
