import { join } from 'node:path';
import { readEmbeddedSettings } from '../config/embedded-settings';
import { UnavailableError } from '../core/errors';
import { interrupted } from './interrupted';
import { enterAsGuest } from './launcher-guests';
import { launcherOf, readLauncherState } from './launcher-state';
import { isLiving } from './process-identity';
import { placesOf, type Running, type Tell } from './running';
import { waitUntil } from './wait-until';

const PATIENCE_MS = 240_000;

/**
 * Uses what a launcher that is at work in a home runs, once it is ready; until we leave, it does not stop by itself.
 * Undefined when that launcher ends before: then there is none to use.
 *
 * @throws {UnavailableError} `UNAVAILABLE_LAUNCHER` when it does not get everything up in four minutes.
 * @throws {NightshiftError} `INTERRUPTED` when `interrupt` aborts before.
 */
export async function useRunning(home: string, tell: Tell, interrupt?: AbortSignal): Promise<Running | undefined> {
  const leave = enterAsGuest(home);
  if (!isReadyIn(home))
    tell('running', 'started', 'another launcher is starting or stopping everything here; waiting for it');
  const isDecided = (): boolean => launcherOf(home) === undefined || isReadyIn(home) || interrupt?.aborted === true;
  await waitUntil(isDecided, PATIENCE_MS, 100);
  const launcher = launcherOf(home);
  const settings = readEmbeddedSettings(home);
  if (launcher === undefined || settings === undefined || !isReadyIn(home)) {
    leave();
    if (interrupt?.aborted) throw interrupted('Start again whenever you like: the other launcher goes on.');
    if (launcher === undefined) return undefined;
    throw notUp(home);
  }
  tell('running', 'done', `nightshift is running here already, under process ${launcher.pid}; using that`);
  const leaveAlone = async (): Promise<void> => leave();
  return {
    ...placesOf(home, settings),
    processes: () => readLauncherState(home)?.parts ?? {},
    owner: 'another',
    templates: [],
    stop: leaveAlone,
    stopUnused: leaveAlone,
    ended: waitUntil(() => !isLiving(launcher), Number.POSITIVE_INFINITY, 250).then(() => undefined),
  };
}

/** Said by the launcher that lives, not by one before it. */
export function isReadyIn(home: string): boolean {
  const state = readLauncherState(home);
  const launcher = launcherOf(home);
  return (
    state?.phase === 'ready' && state.launcher.pid === launcher?.pid && state.launcher.started === launcher.started
  );
}

/** What is said when a launcher does not get there. */
export function notUp(home: string): UnavailableError {
  return new UnavailableError('launcher', 'The launcher that is at work here did not get everything up', {
    hint: `Its log: ${join(home, 'logs', 'launcher.log')}. Stop it with \`nightshift down\`, then start again.`,
  });
}
