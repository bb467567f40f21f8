import { setTimeout as delay } from 'node:timers/promises';
import { InvariantError } from '../../core/errors';

const PATIENCE_MS = 30_000;

/**
 * Kills what `survivors` names until it names nothing. Asks again after 1 ms, doubling to 50 ms.
 *
 * @throws {InvariantError} `BUG_PROCESS_SURVIVED` when something is still there after 30 s of SIGKILL.
 */
export async function waitUntilGone(survivors: () => Promise<readonly number[]>): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    const pids = await survivors();
    if (pids.length === 0) return;
    if (performance.now() > until) {
      throw new InvariantError(
        'PROCESS_SURVIVED',
        `Processes ${pids.slice(0, 10).join(', ')} are still there after SIGKILL`,
        {
          hint: 'Look for a hung file system or a debugger, then restart the worker.',
        },
      );
    }
    for (const pid of pids) killQuietly(pid);
    await delay(pauseMs);
  }
}

/** Sends SIGKILL; a negative id is a group. One that is gone already is what was wanted. */
export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // EPERM: the id belongs to somebody else by now.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
