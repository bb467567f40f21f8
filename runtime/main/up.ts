import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { reportWorkerExit } from '../adapters/postgres/worker-presence';
import { SystemClock } from '../adapters/system/system-clock';
import type { Cleaned } from '../app/clean-up';
import type { Config } from '../config/config';
import { embeddedN8nQueue } from '../config/embedded-n8n-queue';
import { embeddedPorts } from '../config/embedded-ports';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { loadConfig } from '../config/load-config';
import { counted } from '../core/counted';
import { ConfigError, messageOf } from '../core/errors';
import type { Log } from '../ports/log';
import { checkRoom } from './check-room';
import { choosePorts } from './choose-ports';
import { cleanHome } from './clean-action';
import { type Embedding, embeddedParts } from './embedded-parts';
import { openEmbeddedSettings, writeEmbeddedSettings } from './embedded-settings';
import { endLeftovers } from './end-leftovers';
import { endOnSignal } from './end-on-signal';
import { useRunning } from './join-launcher';
import { launcherLog } from './launcher-log';
import {
  clearLauncherState,
  type LauncherState,
  launcherOf,
  readLauncherState,
  releaseHome,
  takeHome,
  writeLauncherState,
} from './launcher-state';
import { openHome } from './open-home';
import { identify, type ProcessIdentity } from './process-identity';
import { refuseForeignServices } from './refuse-foreign-services';
import { Repeater } from './repeater';
import { passwordPath, placesOf, type Running, type Tell } from './running';
import { startDetached } from './start-detached';
import { stopUnused } from './stop-unused';
import { createSupervisor } from './supervisor';
import type { TemplateResult } from './templates';
import type { UpOptions } from './up-options';
import { ALL_UP, movedText, STARTING, TITLES, tellOpenHome, tellTemplates } from './up-words';
import { writeFileSafely } from './write-file-safely';

const CLEAN_EVERY_MS = 10 * 60_000;

/**
 * Starts the embedded Postgres, n8n, gateway and worker of a home and keeps them running; with a launcher already at
 * work there, just uses it. SIGINT, SIGTERM and SIGHUP end everything in reverse order; a second one hurries.
 *
 * @throws {ConfigError | UnavailableError} the first part's, after everything that was started has ended.
 * @throws {NightshiftError} `INTERRUPTED` when a signal came before everything was ready.
 */
export async function up(options: UpOptions): Promise<Running> {
  const startedAt = performance.now();
  const tell: Tell = (step, state, message) =>
    options.onProgress({ step, state, message, elapsedMs: Math.round(performance.now() - startedAt) });
  openHome(options.home);
  mkdirSync(join(options.home, 'logs'), { recursive: true, mode: 0o700 });
  for (;;) {
    if (launcherOf(options.home) !== undefined) {
      const running = await useRunning(options.home, tell, options.interrupt);
      if (running !== undefined) {
        tellOpenHome(options.home, tell);
        return running;
      }
    }
    if (options.isDetached) return startDetached(options, tell);
    // Another launcher may come first between two looks: then it is used.
    if (takeHome(options.home)) return runInHome(options, tell);
  }
}

async function runInHome(options: UpOptions, tell: Tell): Promise<Running> {
  try {
    return await runHere(options, tell);
  } catch (error) {
    releaseHome(options.home);
    throw error;
  }
}

async function runHere(options: UpOptions, tell: Tell): Promise<Running> {
  const { home, env } = options;
  const log = launcherLog(home);
  const left = await endLeftovers(home, { isDatabaseKept: true });
  if (left.length > 0) tell('leftovers', 'done', `ended what an earlier start left: ${left.join(', ')}`);

  refuseForeignServices(env);
  tellOpenHome(home, tell);
  const room = await checkRoom(home);
  if (room !== undefined) tell('disk', 'warning', room);
  const n8nQueue = embeddedN8nQueue(env, home);
  let settings = openEmbeddedSettings(home, embeddedPorts(env, home));
  const keep = (changed: EmbeddedSettings): void => {
    settings = changed;
    writeEmbeddedSettings(home, changed);
  };
  keep({ ...settings, ports: await choosePorts(settings, embeddedPorts(env, home), tell) });
  writeFileSafely(passwordPath(home), `${settings.secrets.n8nOwnerPassword}\n`);
  // Anything that is wrong in the settings is said before anything is started.
  loadConfig({ ...env, NIGHTSHIFT_HOME: home });

  let templates: readonly TemplateResult[] = [];
  let parts: Readonly<Record<string, ProcessIdentity>> = readLauncherState(home)?.parts ?? {};
  let phase: LauncherState['phase'] = 'starting';
  const launcher = ownIdentity();
  const remember = (): void => {
    try {
      writeLauncherState(home, { launcher, phase, parts });
    } catch (error) {
      // A full disk: what runs is kept running, and written down at the next change.
      log.warn('What is running could not be written down', { error: messageOf(error) });
    }
  };
  const announce = (now: typeof phase): void => {
    phase = now;
    remember();
  };
  const embedding: Embedding = {
    home,
    env,
    n8nQueue,
    settings: () => settings,
    // Started again, it reads what is new.
    onN8nChanged: () => supervisor.restart('gateway'),
    keep,
    onMoved: (part, from, to) => tell('ports', 'warning', movedText(part, from, to)),
    onMigrated: (applied) =>
      applied.length > 0 && tell('postgres', 'started', `${counted(applied.length, 'migration')} applied`),
    onTemplates: (results) => {
      templates = results;
      tellTemplates(results, tell);
    },
  };
  const supervisor = createSupervisor({ log }, embeddedParts(embedding), {
    onStarting: (part) => tell(part, 'started', STARTING[part]),
    onReady: (part, { pid }) => {
      log.info(`${part} is ready`, { pid });
      tell(part, 'done', `${TITLES[part]} is ready`);
    },
    onFailure: (part, error, nextTryMs) =>
      tell(part, 'warning', `${messageOf(error)}; tried again in ${Math.max(1, Math.round(nextTryMs / 1_000))} s`),
    onProcesses: (processes) => {
      parts = Object.fromEntries(processes);
      remember();
    },
    onExit: async (part, pid) => {
      tell(part, 'warning', `${TITLES[part]} ended (pid ${pid}); starting it again`);
      if (part !== 'worker') return;
      const { database, hostName } = loadConfig({ ...env, NIGHTSHIFT_HOME: home });
      await reportWorkerExit(database.url, hostName, pid);
    },
  });

  let isStopping = false;
  const { ended, stop } = endOnSignal(supervisor, options.signal, {
    onStopping: () => {
      isStopping = true;
      announce('stopping');
    },
    onEnded: () => {
      clearLauncherState(home);
      releaseHome(home);
      log.info('Everything has ended');
    },
  });
  remember();
  try {
    await supervisor.start();
  } catch (error) {
    await stop();
    throw error;
  }
  announce('ready');
  const cleaning = keepClean(() => loadConfig({ ...env, NIGHTSHIFT_HOME: home }), log);
  void ended.then(() => cleaning.stop());
  tell('running', 'done', ALL_UP);
  return {
    ...placesOf(home, settings),
    processes: () => parts,
    owner: 'us',
    templates,
    stop,
    stopUnused: (onWaiting) => stopUnused({ home, announce, isStopping: () => isStopping, stop }, onWaiting),
    ended,
  };
}

/** What is old leaves by itself: this process has the right to remove, no other has. Never fails. */
function keepClean(config: () => Config, log: Log): Repeater<Cleaned> {
  return new Repeater(
    new SystemClock(),
    CLEAN_EVERY_MS,
    async () => {
      const cleaned = await cleanHome(config(), { isDryRun: false });
      for (const { id, path } of cleaned.archived) log.info('An execution was archived', { executionId: id, path });
      for (const problem of cleaned.problems) log.warn('An execution could not be archived', { problem });
      return cleaned;
    },
    (error) => log.warn('Cleaning up did not go well; it is tried again', { error: messageOf(error) }),
  );
}

function ownIdentity(): ProcessIdentity {
  const identity = identify(process.pid);
  if (identity !== undefined) return identity;
  throw new ConfigError('PROC_MISSING', 'This system does not tell when a process started', {
    hint: 'On Linux /proc must be mounted; elsewhere `ps` must be installed.',
  });
}
