import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { identify, isLiving, type ProcessIdentity } from './process-identity';

/**
 * Marks a port as this process's, for other launchers that look for one: between the look and the moment at which n8n
 * listens lie seconds. False when another living process has it. Ends by itself with this process.
 *
 * Where nothing can be written (a full disk, somebody else's file in our place) nothing is reserved, and a port may be
 * lost to another launcher; no start fails for that.
 *
 * @param parent - Where the folder of reservations lies.
 */
export function reservePort(port: number, parent: string = tmpdir()): boolean {
  try {
    return reserve(port, parent);
  } catch {
    // A reservation is a courtesy to other launchers; who listens in the end is decided by the system.
    return true;
  }
}

function reserve(port: number, parent: string): boolean {
  const folder = reservations(parent);
  if (folder === undefined) return true;
  const file = join(folder, String(port));
  for (let tries = 0; tries < 3; tries++) {
    try {
      writeFileSync(file, JSON.stringify(identify(process.pid)), { flag: 'wx', mode: 0o600 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = holderOf(file);
    if (holder?.pid === process.pid) return true;
    if (holder !== undefined && isLiving(holder)) return false;
    rmSync(file, { force: true });
  }
  return false;
}

/** A folder of this user alone; without one nothing is reserved. */
function reservations(parent: string): string | undefined {
  const folder = join(parent, `nightshift-ports-${process.getuid?.() ?? userInfo().username}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const isOurs = process.getuid === undefined || found.uid === process.getuid();
  return found.isDirectory() && isOurs ? folder : undefined;
}

function holderOf(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    // Just removed, or not written to its end: nobody's.
    return undefined;
  }
}
