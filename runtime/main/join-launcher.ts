import { join } from 'node:path';
import { readEmbeddedSettings } from '../config/embedded-settings';
import { packageRoot } from '../config/package-root';
import { UnavailableError } from '../core/errors';
import { endLeftovers } from './end-leftovers';
import { endProcess } from './end-process';
import { launcherOf, readLauncherState } from './launcher-state';
import { logTail } from './log-tail';
import { isLiving, type ProcessIdentity } from './process-identity';
import { placesOf, type Running, type Tell } from './running';
import { spawnPart } from './spawn-part';
import { waitUntil } from './wait-until';

/**
 * Uses what a launcher that is at work in a home runs, once it is ready.
 * @throws {UnavailableError} `UNAVAILABLE_LAUNCHER` when it does not get everything up.
 */
export async function useRunning(home: string, tell: Tell): Promise<Running> {
  tell('running', 'started', 'a launcher is at work here already; using what it runs');
  return awaitRunning(home, tell);
}

async function awaitRunning(home: string, tell: Tell): Promise<Running> {
  await waitUntil(() => launcherOf(home) === undefined || isReadyIn(home), 240_000, 100);
  const launcher = launcherOf(home);
  const settings = readEmbeddedSettings(home);
  if (launcher === undefined || settings === undefined || !isReadyIn(home)) {
    throw new UnavailableError('launcher', 'The launcher that was at work here did not get everything up', {
      hint: `Its log: ${join(home, 'logs', 'launcher.log')}. Start again.`,
    });
  }
  tell('running', 'done', 'everything is up');
  return {
    ...placesOf(home, settings),
    processes: () => readLauncherState(home)?.parts ?? {},
    isOurs: false,
    templates: [],
    stop: () => endLauncher(home, launcher),
    ended: waitUntil(() => !isLiving(launcher), Number.POSITIVE_INFINITY, 250).then(() => undefined),
  };
}

/** Said by the launcher that lives, not by one before it. */
function isReadyIn(home: string): boolean {
  const state = readLauncherState(home);
  const launcher = launcherOf(home);
  return state?.isReady === true && state.launcher.pid === launcher?.pid && state.launcher.started === launcher.started;
}

async function endLauncher(home: string, launcher: ProcessIdentity): Promise<void> {
  await endProcess(launcher, { signal: 'SIGTERM', graceMs: 20_000, isGroup: false });
  if (launcherOf(home) === undefined) await endLeftovers(home, { isDatabaseKept: false });
}

/**
 * Starts a launcher of its own that stays, and comes back once everything is up.
 * @throws {UnavailableError} `UNAVAILABLE_LAUNCHER` with what it said at its end.
 */
export async function startDetached(home: string, env: NodeJS.ProcessEnv, tell: Tell): Promise<Running> {
  const cli = join(packageRoot(), 'dist', 'cli.js');
  const log = join(home, 'logs', 'up.log');
  tell('running', 'started', `starting in the background; log: ${log}`);
  const child = await spawnPart({
    command: process.execPath,
    args: [cli, 'up'],
    env: { ...env, NIGHTSHIFT_HOME: home },
    cwd: home,
    log,
  });
  await waitUntil(() => !isLiving(child.identity) || launcherOf(home) !== undefined, 60_000, 50);
  try {
    const running = await awaitRunning(home, tell);
    for (const warning of warningsIn(log)) tell('running', 'warning', warning);
    return running;
  } catch (error) {
    if (isLiving(child.identity)) throw error;
    throw endedInBackground(log);
  }
}

/** What the launcher in the background said at its end, as if it had been said here. */
function endedInBackground(log: string): UnavailableError {
  const lines = logTail(log, 20);
  const at = lines.findLastIndex((line) => line.startsWith('error: '));
  const said =
    at === -1 ? `The launcher ended: ${lines.slice(-6).join(' | ')}` : (lines[at] ?? '').slice('error: '.length);
  const next = lines.slice(at + 1).find((line) => line.startsWith('  next: '));
  return new UnavailableError('launcher', said, {
    hint: `${next?.slice('  next: '.length) ?? 'Start again'} (log: ${log})`,
  });
}

/** What the launcher in the background warned of since it was started. */
function warningsIn(log: string): readonly string[] {
  const [, ...warnings] = logTail(log, 40)
    .join('\n')
    .split(/^\[[^\]]+\] warning: /m);
  return warnings.map((text) => text.split('\n', 1)[0] ?? '');
}
