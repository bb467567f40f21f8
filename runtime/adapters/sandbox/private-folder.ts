import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../core/errors';

/** Unix sockets may not have names longer than 107 bytes; a longer one is cut without a word. */
const LONGEST_BASE = 60;

/** The folder of temporary files that leaves room for the name of a socket. */
export function shortTemporaryFolder(base = tmpdir()): string {
  return Buffer.byteLength(base) > LONGEST_BASE ? '/tmp' : base;
}

/** What our folders begin with; the id of the process follows. */
export const FOLDER_PREFIX = 'ns-';

/**
 * A new folder that only we can enter, with a name short enough for a socket in it.
 *
 * @throws {ConfigError} `DISK_FULL`.
 */
export async function privateFolder(base = tmpdir()): Promise<string> {
  try {
    return await mkdtemp(join(shortTemporaryFolder(base), `${FOLDER_PREFIX}${process.pid}-`));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw cause;
    throw new ConfigError('DISK_FULL', `There is no room for temporary files in ${base}`, {
      hint: `Free space in ${base}, then try again.`,
      cause,
    });
  }
}
