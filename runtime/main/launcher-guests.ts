import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isLiving, type ProcessIdentity } from './process-identity';
import { writeFileSafely } from './write-file-safely';

/**
 * Enters this process among those that use what a home's launcher runs; gives back how to leave. Ends by itself with this
 * process. Where nothing can be written (a full disk) it is not entered, and the launcher may stop before we are done.
 */
export function enterAsGuest(home: string): () => void {
  const path = join(guestsFolder(home), String(process.pid));
  try {
    mkdirSync(guestsFolder(home), { recursive: true, mode: 0o700 });
    writeFileSafely(path, JSON.stringify(identify(process.pid)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  return () => rmSync(path, { force: true });
}

/** The living processes that use what a home's launcher runs; the traces of those that ended are removed. */
export function guestsOf(home: string): readonly ProcessIdentity[] {
  if (!existsSync(guestsFolder(home))) return [];
  return readdirSync(guestsFolder(home)).flatMap((name) => {
    const path = join(guestsFolder(home), name);
    const guest = guestIn(path);
    if (guest !== undefined && isLiving(guest)) return [guest];
    if (guest !== undefined) rmSync(path, { force: true });
    return [];
  });
}

function guestIn(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch {
    // It left since we looked, or is about to be written: it will be there at the next look.
    return undefined;
  }
}

function guestsFolder(home: string): string {
  return join(home, 'guests');
}
