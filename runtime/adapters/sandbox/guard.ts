import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Waits for the end of its standard input, which this process alone holds open, so that its own end is noticed however
 * it comes. Then kills the group, and whatever carries the marker or is in the control groups, until a look finds
 * nothing twice: a process that is just being replaced by another program shows no environment for a moment.
 */
const GUARD = `
read -r leader && read -r marker || exit 0
cat >/dev/null
kill -9 -"$leader"
calm=0 rounds=0
while [ $calm -lt 2 ] && [ $rounds -lt 600 ]; do
  rounds=$((rounds + 1)) calm=$((calm + 1))
  for pid in $(grep -lF -e "$marker" /proc/[0-9]*/environ | tr -dc '0-9\\n') $(cat /dev/null "$@"); do
    [ "$pid" -gt 0 ] && kill -9 "$pid" && calm=0
  done
  [ $calm -gt 0 ] || sleep 0.02
done`;

/** Ends a run when this process is gone. */
export interface Guard {
  /** Ends the guard and nothing else. */
  close(): Promise<void>;
}

/**
 * Starts a guard over the run that `leader` leads: a shell in a session of its own, which outlives this process
 * and kills the run within milliseconds of our end, `kill -9` included.
 *
 * @param marker - What the environment of the run's processes carries, as `NAME=value`.
 * @param joinFiles - The lists of processes of its control groups.
 */
export async function openGuard(leader: number, marker: string, joinFiles: readonly string[]): Promise<Guard> {
  const child = spawn('/bin/sh', ['-c', GUARD, 'nightshift-guard', ...joinFiles], {
    cwd: '/',
    detached: true,
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(child, 'exit');
  ended.catch(() => undefined);
  // A guard that is gone early is the affair of whoever killed it; the note of the run is left.
  child.stdin.on('error', () => undefined);
  await once(child, 'spawn');
  child.stdin.write(`${leader}\n${marker}\n`);
  return {
    close: async () => {
      // Before its input ends: it may not take our closing for our end.
      child.kill('SIGKILL');
      await ended;
      child.stdin.destroy();
    },
  };
}
