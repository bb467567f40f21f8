import { counted } from '../counted';
import { GOES_ON_BY_ITSELF, type PauseVerdict, pauseVerdict } from './self-ending-pause';

/** How the reason of its pauses begins. */
const NOBODY = 'no worker has been there';

/** How an execution's home is. */
export interface HomeState {
  /** Milliseconds for which no worker has been there; undefined while one is. */
  readonly goneMs: number | undefined;
  /** Milliseconds of which nothing is made. */
  readonly goneWithinMs: number;
}

/**
 * Pauses an execution whose home has had no worker for long: nothing moves, and nobody would hear of it until the morning.
 * It goes on once a worker is there. One that waits for a person waits for that.
 *
 * Source.
 */
export function homeGate(
  execution: { readonly status: string; readonly reason?: string; readonly options: { readonly homeHost?: string } },
  { goneMs, goneWithinMs }: HomeState,
): PauseVerdict {
  const isLong = goneMs !== undefined && goneMs >= goneWithinMs && execution.status !== 'waiting';
  return pauseVerdict(execution, {
    begins: [NOBODY],
    ...(isLong ? { reason: reasonOf(execution.options.homeHost, goneWithinMs) } : {}),
    isMended: goneMs === undefined,
  });
}

function reasonOf(host: string | undefined, goneWithinMs: number): string {
  const minutes = goneWithinMs < 60_000 ? 'a while' : counted(Math.floor(goneWithinMs / 60_000), 'minute');
  const [where, start] =
    host === undefined ? ['', 'start one'] : [` (its project is on ${host})`, `start nightshift on ${host}`];
  return `${NOBODY} for ${minutes}${where}: ${start} with \`nightshift up\`, ${GOES_ON_BY_ITSELF}`;
}
