import { spawnSync } from 'node:child_process';

/** Why bubblewrap cannot confine anything on this host; undefined where it can. */
export function bubblewrapSkipReason(): string | undefined {
  const tried = spawnSync('/usr/bin/bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true'], { encoding: 'utf8' });
  if (tried.error !== undefined) return 'bubblewrap is not installed: apt-get install bubblewrap';
  return tried.status === 0 ? undefined : `bubblewrap does not work here: ${tried.stderr.trim()}`;
}
