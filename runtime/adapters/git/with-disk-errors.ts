import { ConfigError } from '../../core/errors';

/**
 * Does `work`, and says it plainly when a file could not be written for want of room.
 *
 * @throws {ConfigError} `DISK_FULL`.
 */
export async function withDiskErrors<T>(home: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw cause;
    throw new ConfigError('DISK_FULL', `There is no room left for ${home}`, {
      hint: 'Free space on the disk of nightshift, then try again.',
      cause,
    });
  }
}
