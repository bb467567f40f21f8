import { SystemDisk } from '../adapters/system/system-disk';
import { ConfigError } from '../core/errors';
import { ENOUGH_FREE_BYTES, LEAST_FREE_BYTES } from '../core/verify/disk-gate';

/**
 * A warning when the disk of a home has so little room that a paused execution does not go on; undefined when there is
 * enough. The bounds are those of the disk gate: nothing is started that would be paused at once.
 *
 * @throws {ConfigError} `DISK_FULL` below 1 GB.
 */
export async function checkRoom(home: string): Promise<string | undefined> {
  const freeBytes = (await new SystemDisk(home).freeBytes()) ?? 0;
  const left = `${Math.floor(freeBytes / 1e6)} MB are free on the disk of ${home}`;
  if (freeBytes < LEAST_FREE_BYTES) {
    throw new ConfigError('DISK_FULL', `Only ${left}: below 1 GB nothing is started`, {
      hint: 'Free at least 1.5 GB there, then start again. Nothing that was committed is lost.',
    });
  }
  if (freeBytes >= ENOUGH_FREE_BYTES) return undefined;
  return `only ${left}: below 1 GB executions pause, and they go on once there are 1.5 GB`;
}
