import { statSync } from 'node:fs';
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
