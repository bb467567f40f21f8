import { guestsOf } from './launcher-guests';
import type { ProcessIdentity } from './process-identity';
import { waitUntil } from './wait-until';

/** What runs in a home, and may be used by other launchers. */
export interface Shared {
  readonly home: string;
  /** Says on disk whether it may still be used. */
  readonly announce: (phase: 'ready' | 'stopping') => void;
  readonly isStopping: () => boolean;
  readonly stop: () => Promise<void>;
}

/**
 * Ends what runs once no other launcher uses it. Nobody slips in between: that it stops is announced before the last look
 * at who uses it, and who wants to use it enters before looking whether it stops.
 *
 * @param onWaiting - Told once, with those who still use it.
 */
export async function stopUnused(
  shared: Shared,
  onWaiting: (users: readonly ProcessIdentity[]) => void,
): Promise<void> {
  for (let looks = 0; !shared.isStopping(); looks++) {
    shared.announce('stopping');
    const users = guestsOf(shared.home);
    if (users.length === 0) break;
    shared.announce('ready');
    if (looks === 0) onWaiting(users);
    await waitUntil(() => shared.isStopping() || guestsOf(shared.home).length === 0, Number.POSITIVE_INFINITY, 250);
  }
  await shared.stop();
}
