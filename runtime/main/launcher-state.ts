import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isLiving, type ProcessIdentity } from './process-identity';
import { writeFileSafely } from './write-file-safely';

/** What a launcher leaves on disk, so that the next one knows what is running and what was left. */
export interface LauncherState {
  readonly launcher: ProcessIdentity;
  /** Only what is `ready` may be used: what is `stopping` will be gone. */
  readonly phase: 'starting' | 'ready' | 'stopping';
  readonly parts: Readonly<Record<string, ProcessIdentity>>;
}

/** The state that the last launcher of a home wrote, or `undefined`. */
export function readLauncherState(home: string): LauncherState | undefined {
  const path = statePath(home);
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, 'utf8')) as LauncherState;
}

export function writeLauncherState(home: string, state: LauncherState): void {
  writeFileSafely(statePath(home), `${JSON.stringify(state, null, 2)}\n`);
}

/** Nothing of this home is running any more. */
export function clearLauncherState(home: string): void {
  rmSync(statePath(home), { force: true });
}

/** The living launcher that holds a home, or `undefined`. */
export function launcherOf(home: string): ProcessIdentity | undefined {
  const holder = holderOf(lockPath(home));
  return holder !== undefined && isLiving(holder) ? holder : undefined;
}

/** Takes a home for this process. False when another living launcher has it; one that died no longer counts. */
export function takeHome(home: string): boolean {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const me = identify(process.pid);
  const draft = `${lockPath(home)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(me), { mode: 0o600 });
  try {
    for (let tries = 0; tries < 10; tries++) {
      // A link comes into being whole and only once: nobody reads half a lock, and two cannot make it.
      if (link(draft, lockPath(home))) return true;
      if (launcherOf(home) !== undefined) return false;
      removeStale(home);
    }
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Gives a home back; only the process that took it may. */
export function releaseHome(home: string): void {
  if (holderOf(lockPath(home))?.pid === process.pid) rmSync(lockPath(home), { force: true });
}

/** Of several that see the same dead lock, one moves it away; one that moved a living lock puts it back. */
function removeStale(home: string): void {
  const aside = `${lockPath(home)}.stale.${process.pid}`;
  try {
    renameSync(lockPath(home), aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const holder = holderOf(aside);
  if (holder !== undefined && isLiving(holder)) link(aside, lockPath(home));
  rmSync(aside, { force: true });
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch (error) {
    // Gone since we looked, or cut off by a power failure: nobody's.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function lockPath(home: string): string {
  return join(home, 'launcher.lock');
}

function statePath(home: string): string {
  return join(home, 'launcher.json');
}
