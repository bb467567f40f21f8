import { GOES_ON_BY_ITSELF, type PauseVerdict, pauseVerdict } from './self-ending-pause';

/** Below this nothing new is started: a write that fails half-way costs more than a wait. */
export const LEAST_FREE_BYTES = 1e9;
/** From here on work goes on: more than the least, so that it does not stop and go. */
export const ENOUGH_FREE_BYTES = 1.5e9;
/** How the reasons of its pauses begin. */
const FULL = 'the disk is nearly full';
const GONE = 'the disk with the workspaces is gone';

/**
 * The shipped mid gate `disk space`: pauses what runs below 1 GB, with the next step in the reason, and lets it go on
 * once there is room again. A pause of somebody else's is left alone.
 *
 * Source; F11.
 *
 * @param freeBytes - undefined: what held the workspaces is not there.
 */
export function diskGate(
  execution: { readonly status: string; readonly reason?: string },
  freeBytes: number | undefined,
): PauseVerdict {
  const reason = troubleOf(freeBytes);
  return pauseVerdict(execution, {
    begins: [FULL, GONE],
    ...(reason === undefined ? {} : { reason }),
    isMended: freeBytes !== undefined && freeBytes >= ENOUGH_FREE_BYTES,
  });
}

function troubleOf(freeBytes: number | undefined): string | undefined {
  if (freeBytes === undefined)
    return `${GONE}: bring back the folder or the disk that holds nightshift's home, ${GOES_ON_BY_ITSELF}`;
  if (freeBytes >= LEAST_FREE_BYTES) return undefined;
  return `${FULL} (${Math.floor(freeBytes / 1e6)} MB left): free at least 1.5 GB, ${GOES_ON_BY_ITSELF}`;
}
