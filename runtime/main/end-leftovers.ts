import { endProcess } from './end-process';
import { clearLauncherState, readLauncherState } from './launcher-state';

/**
 * Ends what a launcher left that is no more, each process by number and start time. The database is left running where
 * the next launcher is about to adopt it.
 */
export async function endLeftovers(
  home: string,
  options: { readonly isDatabaseKept: boolean },
): Promise<readonly string[]> {
  const left = Object.entries(readLauncherState(home)?.parts ?? {});
  const others = left.filter(([name]) => name !== 'postgres');
  await Promise.all(
    others.map(([name, identity]) =>
      endProcess(identity, { signal: 'SIGTERM', graceMs: name === 'worker' ? 10_000 : 2_500, isGroup: true }),
    ),
  );
  if (!options.isDatabaseKept) {
    for (const [name, identity] of left) {
      if (name === 'postgres') await endProcess(identity, { signal: 'SIGINT', graceMs: 10_000, isGroup: false });
    }
    clearLauncherState(home);
  }
  return others.map(([name]) => name);
}
