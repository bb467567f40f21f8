import { SystemDisk } from '../adapters/system/system-disk';
import { ConfigError } from '../core/errors';
import { LEAST_FREE_BYTES } from '../core/verify/disk-gate';

const MEBIBYTE = 1024 ** 2;
/** A fresh home takes 120 MB before the first plan; with less its first start ends half-way. */
const LEAST_TO_START_BYTES = 128 * MEBIBYTE;

/**
 * A warning when the disk of a home has so little room that executions will pause; undefined when there is enough.
 * @throws {ConfigError} `DISK_FULL` when nothing can be started.
 */
export async function checkRoom(home: string): Promise<string | undefined> {
  const freeBytes = await new SystemDisk(home).freeBytes();
  const left = `${Math.floor(freeBytes / MEBIBYTE)} MB are free on the disk of ${home}`;
  if (freeBytes < LEAST_TO_START_BYTES) {
    throw new ConfigError('DISK_FULL', `Only ${left}: too little to start`, {
      hint: 'Free at least 1.5 GB there, then start again. Nothing that was committed is lost.',
    });
  }
  if (freeBytes >= LEAST_FREE_BYTES) return undefined;
  return `only ${left}: executions pause until there are 1.5 GB`;
}
