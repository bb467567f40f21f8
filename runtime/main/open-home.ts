import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError, messageOf } from '../core/errors';

/**
 * Makes the home where it is not there yet.
 * @throws {ConfigError} `HOME_UNWRITABLE` when nothing can be kept there, `HOME_PATH` when n8n could not load from there.
 */
export function openHome(home: string): void {
  // n8n writes the path of each node, ours in the home, between apostrophes into a script.
  if (/['\\\n\r]/.test(home)) {
    const message = `n8n cannot load nodes from ${JSON.stringify(home)}: the path holds an apostrophe, a backslash or a line break`;
    throw new ConfigError('HOME_PATH', message, { hint: 'Rename the folder, or name another one: NIGHTSHIFT_HOME.' });
  }
  try {
    makeFolder(home);
    accessSync(home, constants.W_OK);
  } catch (cause) {
    throw new ConfigError('HOME_UNWRITABLE', `nightshift cannot keep anything in ${home}: ${reasonOf(cause)}`, {
      hint: 'Make the folder yours to write, or name another one: NIGHTSHIFT_HOME.',
      cause,
    });
  }
}

/** Each missing folder by itself: Node's `recursive` tries for ever where the system lets nobody make one, as in `/proc`. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another start was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'the system lets nobody make a folder there',
  ENOTDIR: 'a part of that path is a file',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'that disk cannot be written',
  ENOSPC: 'that disk is full',
};

function reasonOf(error: unknown): string {
  return REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? messageOf(error);
}
