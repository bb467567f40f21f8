import { ConfigError, type NightshiftError, UnavailableError } from '../core/errors';
import type { HealthView } from '../core/report/service-views';
import type { CliDeps } from './cli-deps';

/** The gateway finds a silent database out in 1 s, and gives each part 3 s. */
export const OUTAGE_MS = 4_500;

/**
 * What keeps a hand-off from being taken, as the gateway sees it; undefined when it sees nothing, or does not say so in time.
 * n8n, with its database away or the disk full, only says that something went wrong.
 */
export async function findOutage(
  deps: Pick<CliDeps, 'gateway' | 'clock' | 'interrupt'>,
  withinMs: number,
): Promise<NightshiftError | undefined> {
  if (withinMs <= 0 || deps.interrupt.aborted) return undefined;
  const enough = new AbortController();
  const late = deps.clock.sleep(Math.min(OUTAGE_MS, withinMs), AbortSignal.any([deps.interrupt, enough.signal]));
  try {
    return await Promise.race([lookedUp(deps), late.then(() => undefined)]);
  } finally {
    enough.abort();
  }
}

async function lookedUp(deps: Pick<CliDeps, 'gateway'>): Promise<NightshiftError | undefined> {
  try {
    return outageOf(await (await deps.gateway()).health());
  } catch {
    // Nothing was started here, or the gateway is away as well: there is nothing to add to what is known.
    return undefined;
  }
}

function outageOf({ parts }: HealthView): NightshiftError | undefined {
  const broken = (name: string) => parts.find((part) => part.name === name && !part.isOk);
  const room = broken('disk')?.detail;
  if (room?.endsWith(' free') === true) {
    return new ConfigError('DISK_FULL', `The disk is nearly full: ${room}`, {
      hint: 'Free at least 1.5 GB, then hand over again: nothing is done twice',
    });
  }
  const postgres = broken('postgres');
  if (postgres === undefined) return undefined;
  return new UnavailableError('postgres', `The database cannot be reached: ${postgres.detail ?? 'no answer'}`, {
    hint: 'See with `nightshift doctor` whether Postgres runs; `nightshift down`, then `nightshift up --detach` starts your own again. Then hand over again: nothing is done twice',
  });
}
