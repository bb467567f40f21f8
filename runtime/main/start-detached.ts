import { join } from 'node:path';
import { readEmbeddedSettings } from '../config/embedded-settings';
import { packageRoot } from '../config/package-root';
import { interrupted } from './interrupted';
import { isReadyIn, notUp } from './join-launcher';
import { launcherError } from './launcher-error';
import { launcherOf, readLauncherState } from './launcher-state';
import { LogReader } from './log-reader';
import { isLiving } from './process-identity';
import { placesOf, type Running, type Tell } from './running';
import { spawnPart } from './spawn-part';
import type { UpOptions } from './up-options';
import { ALL_UP } from './up-words';
import { waitUntil } from './wait-until';

const PATIENCE_MS = 240_000;

/**
 * Starts a launcher of its own that stays, says what that one says, and comes back once everything is up.
 * @throws {NightshiftError} what it said at its end, by the code that it said.
 * @throws {NightshiftError} `INTERRUPTED` when `interrupt` aborts before.
 */
export async function startDetached(
  { home, env, interrupt }: Pick<UpOptions, 'home' | 'env' | 'interrupt'>,
  tell: Tell,
): Promise<Running> {
  const log = join(home, 'logs', 'up.log');
  const said = new LogReader(log);
  tell('running', 'started', `starting in the background; log: ${log}`);
  const child = await spawnPart({
    command: process.execPath,
    args: [join(packageRoot(), 'dist', 'cli.js'), 'up'],
    env: { ...env, NIGHTSHIFT_HOME: home },
    cwd: home,
    log,
  });
  const lines: string[] = [];
  const listen = (): void => {
    for (const line of said.next()) {
      lines.push(line);
      pass(line, tell);
    }
  };
  await waitUntil(
    () => {
      listen();
      return !isLiving(child.identity) || isReadyIn(home) || interrupt?.aborted === true;
    },
    PATIENCE_MS,
    100,
  );
  listen();
  if (interrupt?.aborted) throw interrupted('It goes on in the background: `nightshift down` stops it.');
  const settings = readEmbeddedSettings(home);
  if (!isReadyIn(home) || settings === undefined)
    throw isLiving(child.identity) ? notUp(home) : launcherError(lines, log);
  tell('running', 'done', ALL_UP);
  const leftAlone = async (): Promise<void> => undefined;
  return {
    ...placesOf(home, settings),
    processes: () => readLauncherState(home)?.parts ?? {},
    owner: 'background',
    templates: [],
    stop: leftAlone,
    stopUnused: leftAlone,
    ended: waitUntil(() => launcherOf(home) === undefined, Number.POSITIVE_INFINITY, 250).then(() => undefined),
  };
}

/** Passes on a step that a launcher told: `[1.2 s] starting n8n`, `[1.3 s] warning: port 5678 is taken …`. */
function pass(line: string, tell: Tell): void {
  const [, warning, message] = /^\[[^\]]+\] (warning: )?(.+)$/.exec(line) ?? [];
  if (message === undefined || message === ALL_UP) return;
  tell('running', warning === undefined ? 'started' : 'warning', message);
}
