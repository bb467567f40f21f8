import { ConfigError, type NightshiftError, UnavailableError } from '../core/errors';
import type { HealthView } from '../core/report/views';
import type { CliDeps } from './cli-deps';

/**
 * What keeps n8n from answering, as the gateway sees it; undefined when it sees nothing, or does not answer itself. n8n, with
 * its database away or the disk full, only says that something went wrong.
 */
export async function findOutage(deps: Pick<CliDeps, 'gateway'>): Promise<NightshiftError | undefined> {
  try {
    return outageOf(await (await deps.gateway()).health());
  } catch {
    // Nothing was started here, or the gateway is away as well: then there is nothing to add to what n8n said.
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
