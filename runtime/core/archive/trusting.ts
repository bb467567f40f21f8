import { isNightshiftError } from '../errors';
import { archiveRefused } from './archive-refused';

/** Does something with rows that are a stranger's: whatever it stumbles over is the archive's mistake. @throws {RequestError} `ARCHIVE_REFUSED`. */
export function trusting<T>(check: () => T): T {
  try {
    return check();
  } catch (cause) {
    if (isNightshiftError(cause) && cause.kind !== 'bug') throw cause;
    throw archiveRefused('its rows have not the form of an execution', cause);
  }
}
