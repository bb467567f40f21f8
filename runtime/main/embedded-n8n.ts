import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { n8nEnv, n8nWorkerEnv } from './embedded-n8n-env';
import { installN8nPackage } from './embedded-n8n-package';
import { embeddedRoot } from './embedded-root';
import { freePort } from './free-port';
import { LogReader } from './log-reader';
import { readyPart } from './ready-part';
import { type SpawnedPart, spawnPart } from './spawn-part';
import type { StartOrder } from './supervisor';
import { writeFileSafely } from './write-file-safely';

/** The first start migrates an empty database: 17 s on an idle machine of two cores. */
const START_LIMIT_MS = 300_000;

export interface N8nOptions {
  readonly home: string;
  readonly settings: EmbeddedSettings;
  readonly env: NodeJS.ProcessEnv;
  /** The Redis of queue mode. */
  readonly queue: URL | undefined;
  readonly order: StartOrder;
}

/**
 * Starts the real n8n on this home's database, with this build of nightshift loaded, and answers once it is ready:
 * its database is migrated and its API answers. Webhooks may follow half a second later.
 *
 * @throws {UnavailableError} `UNAVAILABLE_N8N` with the end of its log when it ends or is not ready in five minutes, twice as long after each failure.
 * @throws {ConfigError} `BUILD_MISSING`, `EMBEDDED_MISSING`.
 */
export async function startN8n(options: N8nOptions): Promise<SpawnedPart> {
  installN8nPackage(options.home);
  const secretsFolder = writeSecrets(options);
  return launch(options, {
    command: 'start',
    env: n8nEnv({ ...options, secretsFolder }),
    port: options.settings.ports.n8n,
    log: 'n8n.log',
    journals: /^n8nEventLog(?!-worker).*\.log$/,
  });
}

/**
 * Starts a worker of n8n's queue mode beside its main process, and answers once it takes executions.
 * @throws {UnavailableError} `UNAVAILABLE_N8N`, as above.
 */
export async function startN8nWorker(options: N8nOptions): Promise<SpawnedPart> {
  const secretsFolder = writeSecrets(options);
  const broker = await freePort(options.settings.ports.n8nBroker + 1, new Set(Object.values(options.settings.ports)));
  const health = await freePort(broker + 1, new Set(Object.values(options.settings.ports)));
  return launch(options, {
    command: 'worker',
    env: n8nWorkerEnv({ ...options, secretsFolder }, { broker, health }),
    port: health,
    log: 'n8n-worker.log',
    journals: /^n8nEventLog-worker.*\.log$/,
  });
}

interface Launch {
  readonly command: 'start' | 'worker';
  readonly env: NodeJS.ProcessEnv;
  /** Where it tells that it is ready. */
  readonly port: number;
  readonly log: string;
  /** Its own files of what it was at; they mislead the next one. */
  readonly journals: RegExp;
}

async function launch(options: N8nOptions, { command, env, port, log, journals }: Launch): Promise<SpawnedPart> {
  const userFolder = join(options.home, 'n8n');
  mkdirSync(join(userFolder, 'files'), { recursive: true, mode: 0o700 });
  forgetCrash(join(userFolder, '.n8n'), journals);
  const root = embeddedRoot();
  const logPath = join(options.home, 'logs', log);
  const said = new LogReader(logPath);
  const part = await spawnPart({
    command: node24(root),
    args: [join(root, 'node_modules', 'n8n', 'bin', 'n8n'), command],
    env,
    cwd: userFolder,
    log: logPath,
  });
  options.order.spawned(part.identity);
  return readyPart(part, {
    name: 'n8n',
    isReady: () => answers(`http://127.0.0.1:${port}/healthz/readiness`),
    everyMs: 100,
    limitMs: START_LIMIT_MS,
    failures: options.order.failures,
    said,
    log: logPath,
  });
}

/**
 * Removes the traces by which n8n would wait 10 s after a kill, and would take executions for crashed that only wait.
 */
function forgetCrash(folder: string, journals: RegExp): void {
  rmSync(join(folder, 'crash.journal'), { force: true });
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (journals.test(name)) rmSync(join(folder, name), { force: true });
  }
}

/** n8n reads these from files: an environment can be read by every process of this user. */
function writeSecrets(options: N8nOptions): string {
  const folder = join(options.home, 'n8n', 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { n8nDatabase, n8nEncryptionKey, n8nRunnersToken } = options.settings.secrets;
  const redis = decodeURIComponent(options.queue?.password ?? '');
  for (const [name, value] of Object.entries({ n8nDatabase, n8nEncryptionKey, n8nRunnersToken, redis })) {
    writeFileSafely(join(folder, name), value);
  }
  return folder;
}

/** n8n 2.41 asks for Node 24; the private package brings one. */
function node24(root: string): string {
  const own = join(root, 'node_modules', '.bin', 'node');
  return existsSync(own) ? realpathSync(own) : process.execPath;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    // Nobody listens yet: asked again.
    return false;
  }
}
