import { messageOf } from '../core/errors';
import type { Log } from '../ports/log';
import { onStopSignals } from './stop-signals';

/**
 * Waits for a wish to stop, then stops once, in order, and ends the process: 0 when the stop went well, 1 otherwise. The
 * same wish may come several times at once, and is one. A second one, later, ends the process at that moment: what ran is
 * given back by its lease, as after a crash.
 */
export async function runUntilStopped(log: Log, stop: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    let isStopping = false;
    onStopSignals((signal) => {
      if (isStopping) {
        log.warn('ends at once, as it was told twice', { signal });
        process.exit(1);
      }
      isStopping = true;
      log.info('stops', { signal });
      resolve();
    });
  });
  try {
    await stop();
    process.exit(0);
  } catch (error) {
    log.error('did not stop well', { error: messageOf(error) });
    process.exit(1);
  }
}
