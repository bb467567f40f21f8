/** Below this nothing new is started: a write that fails half-way costs more than a wait. */
export const LEAST_FREE_BYTES = 1e9;
/** From here on work goes on: more than the least, so that it does not stop and go. */
export const ENOUGH_FREE_BYTES = 1.5e9;
/** How the reason of a pause for want of room begins; only such a pause ends by itself. */
const REASON = 'the disk is nearly full';
/** How that reason ends: nobody has to resume it. */
const GOES_ON_BY_ITSELF = 'and it goes on by itself';

/** Whether a pause with this reason ends without a person, once there is room. */
export function endsByItself(reason: string | undefined): boolean {
  return reason?.endsWith(GOES_ON_BY_ITSELF) ?? false;
}

/** What the disk gate asks of an execution. */
export type DiskVerdict =
  | { readonly type: 'pause'; readonly reason: string }
  | { readonly type: 'resume' }
  | { readonly type: 'leave' };

/**
 * The shipped mid gate `disk space`: pauses what runs below 1 GB, with the next step in the reason, and lets it go on
 * once there is room again. A pause of somebody else's is left alone.
 *
 * Source; F11.
 */
export function diskGate(
  execution: { readonly status: string; readonly reason?: string },
  freeBytes: number,
): DiskVerdict {
  const { status, reason } = execution;
  if (status === 'paused') {
    const isOurs = reason?.startsWith(REASON) ?? false;
    return isOurs && freeBytes >= ENOUGH_FREE_BYTES ? { type: 'resume' } : { type: 'leave' };
  }
  const mayPause = status === 'queued' || status === 'running' || status === 'waiting';
  if (!mayPause || freeBytes >= LEAST_FREE_BYTES) return { type: 'leave' };
  const left = Math.floor(freeBytes / 1e6);
  return { type: 'pause', reason: `${REASON} (${left} MB left): free at least 1.5 GB, ${GOES_ON_BY_ITSELF}` };
}
