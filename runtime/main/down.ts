import { endLeftovers } from './end-leftovers';
import { endProcess } from './end-process';
import { launcherOf, readLauncherState } from './launcher-state';

/**
 * Ends everything that runs for a home, whoever started it, within 20 s. Safe to repeat.
 * @returns false when nothing was running.
 */
export async function down(home: string): Promise<boolean> {
  const launcher = launcherOf(home);
  const isAnything = launcher !== undefined || readLauncherState(home) !== undefined;
  if (launcher !== undefined) await endProcess(launcher, { signal: 'SIGTERM', graceMs: 20_000, isGroup: false });
  await endLeftovers(home, { isDatabaseKept: false });
  return isAnything;
}
