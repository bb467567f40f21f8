import { isLiving, type ProcessIdentity } from './process-identity';
import { waitUntil } from './wait-until';

export interface EndOptions {
  readonly signal: NodeJS.Signals;
  /** How long it may take before it is killed. */
  readonly graceMs: number;
  /** Its whole process group at the end: whatever it started and left. */
  readonly isGroup: boolean;
}

/**
 * Ends one process, by its number and start time: asks it with `signal`, kills it after `graceMs`. Resolves once it is
 * gone; at once when it already was: the number of a process group whose leader ended long ago may be another's by now.
 * With `isGroup` nothing of its process group is left.
 */
export async function endProcess(identity: ProcessIdentity, options: EndOptions): Promise<void> {
  if (!isLiving(identity)) return;
  send(identity.pid, options.signal);
  const isGone = await waitUntil(() => !isLiving(identity), options.graceMs);
  if (!isGone && isLiving(identity)) send(identity.pid, 'SIGKILL');
  if (options.isGroup) send(-identity.pid, 'SIGKILL');
  await waitUntil(() => !isLiving(identity), 5_000);
}

/** Signals a process or group; that there is none any more is what was wanted. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
