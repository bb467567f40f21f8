import { accessSync, constants, mkdirSync } from 'node:fs';
import { ConfigError, messageOf } from '../core/errors';

/**
 * Makes the home where it is not there yet.
 * @throws {ConfigError} `HOME_UNWRITABLE` when nothing can be kept there.
 */
export function openHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    accessSync(home, constants.W_OK);
  } catch (cause) {
    throw new ConfigError('HOME_UNWRITABLE', `nightshift cannot keep anything in ${home}: ${messageOf(cause)}`, {
      hint: 'Make the folder yours to write, or name another one: NIGHTSHIFT_HOME.',
      cause,
    });
  }
}
