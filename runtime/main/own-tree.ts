import { lchownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A user of this machine, by number. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Whom a path belongs to; undefined where there is none. */
export function ownerOf(path: string): User | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : { uid: stat.uid, gid: stat.gid };
}

/**
 * Makes a path, and everything below it, belong to one user; what does already is not touched. Links are not followed.
 * Stopped in the middle, a second call does the rest. Only root may.
 */
export function ownTree(path: string, user: User): void {
  const stat = lstatSync(path);
  if (stat.isDirectory()) for (const entry of readdirSync(path)) ownTree(join(path, entry), user);
  if (stat.uid !== user.uid || stat.gid !== user.gid) lchownSync(path, user.uid, user.gid);
}
