import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { reportWorkerExit } from '../adapters/postgres/worker-presence';
import { embeddedN8nQueue } from '../config/embedded-n8n-queue';
import { embeddedPorts } from '../config/embedded-ports';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { readEmbeddedSettings } from '../config/embedded-settings';
import { loadConfig } from '../config/load-config';
import { packageRoot } from '../config/package-root';
import { ConfigError, messageOf, UnavailableError } from '../core/errors';
import { checkRoom } from './check-room';
import { N8N_OWNER_EMAIL } from './embedded-n8n-env';
import { type Embedding, embeddedParts } from './embedded-parts';
import { openEmbeddedSettings, writeEmbeddedSettings } from './embedded-settings';
import { endLeftovers } from './end-leftovers';
import { endProcess } from './end-process';
import { freePort } from './free-port';
import { launcherLog } from './launcher-log';
import {
  clearLauncherState,
  launcherOf,
  readLauncherState,
  releaseHome,
  takeHome,
  writeLauncherState,
} from './launcher-state';
import { logTail } from './log-tail';
import { identify, isLiving, type ProcessIdentity } from './process-identity';
import { spawnPart } from './spawn-part';
import { createSupervisor, type PartName, type Supervisor } from './supervisor';
import type { TemplateResult } from './templates';
import { waitUntil } from './wait-until';
import { writeFileSafely } from './write-file-safely';

export interface UpOptions {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Leaves everything running under a launcher of its own, and comes back once it is ready. */
  readonly isDetached: boolean;
  readonly onProgress: (progress: UpProgress) => void;
  /** Ends everything when it aborts. Without it SIGINT, SIGTERM and SIGHUP do; a second one then hurries. */
  readonly signal?: AbortSignal;
}

/** What is going on, for people. `elapsedMs` since the start. */
export interface UpProgress {
  readonly step: PartName | 'disk' | 'ports' | 'leftovers' | 'templates' | 'running';
  readonly state: 'started' | 'done' | 'warning';
  readonly message: string;
  readonly elapsedMs: number;
}

/** Everything is up. */
export interface Running {
  readonly home: string;
  readonly n8n: { readonly url: string; readonly email: string; readonly passwordFile: string };
  readonly gatewayUrl: string;
  /** Living processes by part; empty where another launcher has them and says nothing. */
  processes(): Readonly<Record<string, ProcessIdentity>>;
  /** True when this process runs it: it ends with us. */
  readonly isOurs: boolean;
  /** Templates that this start imported, updated or left alone; empty where another launcher did it. */
  readonly templates: readonly TemplateResult[];
  /** Ends everything, whoever runs it, within 15 s. Safe to repeat. */
  stop(): Promise<void>;
  /** Resolves once everything has ended. */
  readonly ended: Promise<void>;
}

/**
 * Starts the embedded Postgres, n8n, gateway and worker of a home and keeps them running; with a launcher already at
 * work there, just uses it. SIGINT, SIGTERM and SIGHUP end everything in reverse order; a second one hurries.
 *
 * @throws {ConfigError | UnavailableError} the first part's, after everything that was started has ended.
 * @throws {NightshiftError} `INTERRUPTED` when a signal came before everything was ready.
 */
export async function up(options: UpOptions): Promise<Running> {
  const startedAt = performance.now();
  const tell = (step: UpProgress['step'], state: UpProgress['state'], message: string): void =>
    options.onProgress({ step, state, message, elapsedMs: Math.round(performance.now() - startedAt) });
  mkdirSync(join(options.home, 'logs'), { recursive: true, mode: 0o700 });
  if (launcherOf(options.home) !== undefined) return useRunning(options.home, tell);
  if (options.isDetached) return startDetached(options, tell);
  if (!takeHome(options.home)) return useRunning(options.home, tell);
  try {
    return await runHere(options, tell);
  } catch (error) {
    releaseHome(options.home);
    throw error;
  }
}

type Tell = (step: UpProgress['step'], state: UpProgress['state'], message: string) => void;

async function runHere(options: UpOptions, tell: Tell): Promise<Running> {
  const { home, env } = options;
  const log = launcherLog(home);
  const left = await endLeftovers(home, { isDatabaseKept: true });
  if (left.length > 0) tell('leftovers', 'done', `ended what an earlier start left: ${left.join(', ')}`);

  refuseForeignServices(env);
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
  let isReady = false;
  const launcher = ownIdentity();
  const remember = (): void => {
    try {
      writeLauncherState(home, { launcher, isReady, parts });
    } catch (error) {
      // A full disk: what runs is kept running, and written down at the next change.
      log.warn('What is running could not be written down', { error: messageOf(error) });
    }
  };
  const embedding: Embedding = {
    home,
    env,
    n8nQueue,
    settings: () => settings,
    onN8nChanged: () => {
      const gateway = parts['gateway'];
      // It is started again, and reads what is new.
      if (gateway !== undefined) void endProcess(gateway, { signal: 'SIGTERM', graceMs: 5_000, isGroup: true });
    },
    keep,
    onMigrated: (applied) => applied.length > 0 && tell('postgres', 'started', `${applied.length} migrations applied`),
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

  const { ended, stop } = endable(supervisor, options.signal, () => {
    clearLauncherState(home);
    releaseHome(home);
    log.info('Everything has ended');
  });
  remember();
  try {
    await supervisor.start();
  } catch (error) {
    await stop();
    throw error;
  }
  isReady = true;
  remember();
  tell('running', 'done', 'everything is up');
  return { ...describe(home, settings), processes: () => parts, isOurs: true, templates, stop, ended };
}

/** Ties the end of everything to a signal: the caller's, or those of the system, of which a second one hurries. */
function endable(
  supervisor: Supervisor,
  signal: AbortSignal | undefined,
  onEnded: () => void,
): { readonly ended: Promise<void>; stop(): Promise<void> } {
  let stopped: Promise<void> | undefined;
  let finish: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const names = signal === undefined ? (['SIGINT', 'SIGTERM', 'SIGHUP'] as const) : [];
  const onSignal = (): void => {
    if (stopped === undefined) void stop();
    else void supervisor.stop(true);
  };
  const stopOnce = async (): Promise<void> => {
    await supervisor.stop();
    for (const name of names) process.removeListener(name, onSignal);
    signal?.removeEventListener('abort', onSignal);
    onEnded();
    finish();
  };
  const stop = (): Promise<void> => {
    stopped ??= stopOnce();
    return stopped;
  };
  for (const name of names) process.on(name, onSignal);
  signal?.addEventListener('abort', onSignal);
  if (signal?.aborted) onSignal();
  return { ended, stop };
}

/** Parts would work on another database than the one that is started and migrated here. */
function refuseForeignServices(env: NodeJS.ProcessEnv): void {
  const names = [
    'NIGHTSHIFT_DATABASE_URL',
    'NIGHTSHIFT_DATABASE_DIRECT_URL',
    'NIGHTSHIFT_QUEUE_URL',
    'NIGHTSHIFT_N8N_URL',
  ];
  const set = names.filter((name) => env[name]);
  if (set.length === 0) return;
  throw new ConfigError(
    'CONFIG_INVALID',
    `\`nightshift up\` runs a Postgres and an n8n of its own, and ${set.join(', ')} name others`,
    {
      hint: 'Unset them; or, to use your own servers, start the parts one by one: docs/deployment.md.',
    },
  );
}

async function choosePorts(
  settings: EmbeddedSettings,
  wanted: ReturnType<typeof embeddedPorts>,
  tell: Tell,
): Promise<EmbeddedSettings['ports']> {
  const chosen = { ...settings.ports };
  const taken = new Set<number>();
  for (const name of ['postgres', 'n8n', 'n8nBroker', 'gateway'] as const) {
    const first = wanted.named.has(name) ? wanted[name] : settings.ports[name];
    // Postgres may be running already and hold its port itself; it is moved where it is started.
    const port = name === 'postgres' ? first : await freePort(first, taken);
    taken.add(port);
    chosen[name] = port;
    if (port !== first) tell('ports', 'warning', `port ${first} is taken: ${name} uses ${port}`);
  }
  return chosen;
}

async function useRunning(home: string, tell: Tell): Promise<Running> {
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
    ...describe(home, settings),
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

async function startDetached(options: UpOptions, tell: Tell): Promise<Running> {
  const { home, env } = options;
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

function describe(home: string, settings: EmbeddedSettings): Pick<Running, 'home' | 'n8n' | 'gatewayUrl'> {
  return {
    home,
    n8n: {
      url: `http://127.0.0.1:${settings.ports.n8n}`,
      email: N8N_OWNER_EMAIL,
      passwordFile: passwordPath(home),
    },
    gatewayUrl: `http://127.0.0.1:${settings.ports.gateway}`,
  };
}

/** For people: `settings.json` holds it among much else. */
function passwordPath(home: string): string {
  return join(home, 'n8n-password');
}

function tellTemplates(results: readonly TemplateResult[], tell: Tell): void {
  const count = (state: TemplateResult['state']): number => results.filter((result) => result.state === state).length;
  tell(
    'templates',
    'done',
    `workflows: ${count('imported')} imported, ${count('updated')} updated, ${count('unchanged')} as they were`,
  );
  for (const result of results) {
    const name = result.template.name;
    if (result.state === 'edited') {
      const newer = result.isOutdated ? '; a newer version is shipped' : '';
      tell('templates', 'warning', `${name} was edited in n8n and stays as it is (${result.differences[0]})${newer}`);
    }
    if (result.state === 'unpublished') tell('templates', 'warning', `${name} is not published: ${result.reason}`);
  }
}

function ownIdentity(): ProcessIdentity {
  const identity = identify(process.pid);
  if (identity !== undefined) return identity;
  throw new ConfigError('PROC_MISSING', 'This system does not tell when a process started', {
    hint: 'On Linux /proc must be mounted; elsewhere `ps` must be installed.',
  });
}

const TITLES: Readonly<Record<PartName, string>> = {
  'n8n-worker': "n8n's worker",
  postgres: 'Postgres',
  n8n: 'n8n',
  gateway: 'the gateway',
  worker: 'the worker',
};

const STARTING: Readonly<Record<PartName, string>> = {
  'n8n-worker': "starting n8n's worker",
  postgres: 'starting Postgres and bringing its schema up to date',
  n8n: 'starting n8n and setting it up (the first time about 20 s)',
  gateway: 'starting the gateway',
  worker: 'starting the worker',
};
