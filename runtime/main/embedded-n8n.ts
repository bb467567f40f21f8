import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { UnavailableError } from '../core/errors';
import { n8nEnv } from './embedded-n8n-env';
import { installN8nPackage } from './embedded-n8n-package';
import { embeddedRoot } from './embedded-root';
import { logTail } from './log-tail';
import { isLiving, type ProcessIdentity } from './process-identity';
import { type SpawnedPart, spawnPart } from './spawn-part';
import { waitUntil } from './wait-until';
import { writeFileSafely } from './write-file-safely';

/** The first start migrates an empty database: 17 s on an idle machine of two cores. */
const START_LIMIT_MS = 180_000;

export interface N8nOptions {
  readonly home: string;
  readonly settings: EmbeddedSettings;
  readonly env: NodeJS.ProcessEnv;
  /** Called as soon as there is a process. */
  readonly onSpawned: (identity: ProcessIdentity) => void;
}

/**
 * Starts the real n8n on this home's database, with this build of nightshift loaded, and answers once it is ready:
 * its database is migrated and its API answers. Webhooks may follow half a second later.
 *
 * @throws {UnavailableError} `UNAVAILABLE_N8N` with the end of its log when it ends or is not ready in three minutes.
 * @throws {ConfigError} `BUILD_MISSING`, `EMBEDDED_MISSING`.
 */
export async function startN8n(options: N8nOptions): Promise<SpawnedPart> {
  const userFolder = join(options.home, 'n8n');
  mkdirSync(join(userFolder, 'files'), { recursive: true, mode: 0o700 });
  installN8nPackage(options.home);
  forgetCrash(join(userFolder, '.n8n'));
  const secretsFolder = writeSecrets(options);
  const log = join(options.home, 'logs', 'n8n.log');
  const root = embeddedRoot();
  const part = await spawnPart({
    command: node24(root),
    args: [join(root, 'node_modules', 'n8n', 'bin', 'n8n'), 'start'],
    env: n8nEnv({ ...options, secretsFolder }),
    cwd: userFolder,
    log,
  });
  options.onSpawned(part.identity);
  await ready(part, options.settings.ports.n8n, log);
  return part;
}

/**
 * Removes the traces by which n8n would wait 10 s after a kill, and would take executions for crashed that only wait.
 * Source: n8n-facts 5.
 */
function forgetCrash(folder: string): void {
  rmSync(join(folder, 'crash.journal'), { force: true });
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (/^n8nEventLog.*\.log$/.test(name)) rmSync(join(folder, name), { force: true });
  }
}

/** n8n reads these from files: an environment can be read by every process of this user. */
function writeSecrets(options: N8nOptions): string {
  const folder = join(options.home, 'n8n', 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { n8nDatabase, n8nEncryptionKey, n8nRunnersToken } = options.settings.secrets;
  for (const [name, value] of Object.entries({ n8nDatabase, n8nEncryptionKey, n8nRunnersToken })) {
    writeFileSafely(join(folder, name), value);
  }
  return folder;
}

/** n8n 2.41 asks for Node 24; the private package brings one. */
function node24(root: string): string {
  const own = join(root, 'node_modules', '.bin', 'node');
  return existsSync(own) ? realpathSync(own) : process.execPath;
}

async function ready(part: SpawnedPart, port: number, log: string): Promise<void> {
  const isReady = await waitUntil(
    async () => !isLiving(part.identity) || (await answers(`http://127.0.0.1:${port}/healthz/readiness`)),
    START_LIMIT_MS,
    100,
  );
  if (isReady && isLiving(part.identity)) return;
  throw new UnavailableError(
    'n8n',
    `n8n ${isReady ? 'ended while it started' : 'is not ready'}: ${logTail(log, 6).join(' | ')}`,
    {
      hint: `Its log: ${log}`,
    },
  );
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
