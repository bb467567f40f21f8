import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../core/shell-word';

/** What other users of the machine may do with a home, and the command that mends it. */
export interface OpenToOthers {
  /** As `ls` and `chmod` say it: `0755`. */
  readonly mode: string;
  readonly command: string;
}

/**
 * Plans, logs and keys lie in a home: undefined when nobody else may enter it, or it is not there. What root starts runs Postgres
 * as another user, who passes through the home without looking into it: that is no opening.
 *
 * Source: invariant I25.
 */
export function openToOthers(home: string, isRoot = process.getuid?.() === 0): OpenToOthers | undefined {
  const mode = statSync(home, { throwIfNoEntry: false })?.mode ?? 0;
  if ((mode & (isRoot ? 0o066 : 0o077)) === 0) return undefined;
  const rights = (mode & 0o777).toString(8).padStart(4, '0');
  return { mode: rights, command: `chmod ${isRoot ? '711' : '700'} ${shellWord(home)}` };
}

/** Folders below a home that are looked at: their own modes count only where one can pass through those above. */
const LEVELS = 3;

/**
 * A home and the folders in it into which others may look or write, or which they may enter where they need not; none of what lies in a
 * folder that nobody else passes through.
 *
 * Source: invariant I25.
 */
export function foldersOpenToOthers(home: string, isRoot = process.getuid?.() === 0): readonly string[] {
  return [...(openToOthers(home, isRoot) === undefined ? [] : [home]), ...openBelow(home, LEVELS)];
}

function openBelow(folder: string, levels: number): readonly string[] {
  const mode = statSync(folder, { throwIfNoEntry: false })?.mode ?? 0;
  if (levels === 0 || (mode & 0o011) === 0) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const path = join(folder, name);
      const own = (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o066;
      return [...(own === 0 ? [] : [path]), ...openBelow(path, levels - 1)];
    });
}
