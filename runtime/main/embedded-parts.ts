import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTokenRevoked } from '../adapters/postgres/is-token-revoked';
import { migrate } from '../adapters/postgres/migrate';
import { prepareCluster } from '../adapters/postgres/prepare-cluster';
import { isWorkerPresent } from '../adapters/postgres/worker-presence';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { packageRoot } from '../config/package-root';
import { sha256 } from '../core/execution/hash-event';
import { clusterPasswords } from './cluster-passwords';
import { startN8n, startN8nWorker } from './embedded-n8n';
import { startPostgres } from './embedded-postgres';
import { newToken } from './embedded-settings';
import { freePort } from './free-port';
import { LogReader } from './log-reader';
import { partEnv } from './part-env';
import { PART_FLAGS } from './part-flags';
import { isLiving, type ProcessIdentity } from './process-identity';
import { provisionN8n } from './provision-n8n';
import { readyPart } from './ready-part';
import { spawnPart } from './spawn-part';
import type { Part, PartName, StartedPart, StartOrder } from './supervisor';
import type { TemplateResult } from './templates';

/** What the parts of an embedded nightshift share while they run. */
export interface Embedding {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** The Redis of n8n's queue mode, where that was asked for. */
  readonly n8nQueue: URL | undefined;
  settings(): EmbeddedSettings;
  /** Keeps changed settings, on disk too: parts that start later read them there. */
  keep(settings: EmbeddedSettings): void;
  onTemplates(results: readonly TemplateResult[]): void;
  /** n8n has another port or key than others have read at their start. */
  onN8nChanged(): void;
  onMigrated(applied: readonly string[]): void;
  /** Somebody else has a port: a part was given another. */
  onMoved(part: keyof EmbeddedSettings['ports'], from: number, to: number): void;
}

/**
 * Postgres (with its schema), n8n (set up), the gateway and one worker, each with the condition under which it is ready.
 * Together they may take less than 15 s to end: 10 for the worker's attempts, 2.5 for n8n beside the gateway, 2 for Postgres.
 */
export function embeddedParts(embedding: Embedding): readonly Part[] {
  // Without an API key the gateway could not ask n8n about its executions: the first time it waits for one.
  const gatewayAfter: readonly PartName[] =
    embedding.settings().secrets.n8nApiKey === undefined ? ['postgres', 'n8n'] : ['postgres'];
  return [
    {
      name: 'postgres',
      after: [],
      // Postgres' fast shutdown; SIGTERM would wait for every session.
      stopSignal: 'SIGINT',
      graceMs: 2_000,
      isGroup: false,
      start: (order) => startDatabase(embedding, order),
    },
    {
      name: 'n8n',
      after: ['postgres'],
      stopSignal: 'SIGTERM',
      graceMs: 2_500,
      isGroup: true,
      start: (order) => startEditor(embedding, order),
    },
    ...(embedding.n8nQueue === undefined ? [] : [n8nWorkerPart(embedding)]),
    {
      name: 'gateway',
      after: gatewayAfter,
      stopSignal: 'SIGTERM',
      graceMs: 2_500,
      isGroup: true,
      start: (order) => startGateway(embedding, order),
    },
    {
      name: 'worker',
      // Work goes on while n8n, which takes longest, still starts.
      after: ['gateway'],
      stopSignal: 'SIGTERM',
      graceMs: (workerGraceSeconds(embedding.env) + 2) * 1_000,
      isGroup: true,
      start: (order) => startWorker(embedding, order),
    },
  ];
}

async function startDatabase(embedding: Embedding, { spawned, isRestart }: StartOrder): Promise<StartedPart> {
  const { home, env } = embedding;
  const settings = embedding.settings();
  const { n8n, n8nBroker, gateway } = settings.ports;
  const server = await startPostgres({
    home,
    env,
    settings,
    takenPorts: new Set([n8n, n8nBroker, gateway]),
    isPortFixed: isRestart,
  });
  spawned(server.identity);
  // One that was running already has had its port all along.
  if (!server.isAdopted) tellMove(embedding, 'postgres', server.port);
  embedding.keep({ ...settings, ports: { ...settings.ports, postgres: server.port } });
  await prepareCluster(server.superuserUrl, clusterPasswords(settings));
  const { applied } = await migrate(databaseUrl(embedding.settings(), 'ns_owner', settings.secrets.owner));
  embedding.onMigrated(applied);
  return { identity: server.identity, exited: endOf(server.identity) };
}

async function startEditor(embedding: Embedding, order: StartOrder): Promise<StartedPart> {
  const { home, env, n8nQueue: queue } = embedding;
  const before = embedding.settings();
  const ports = await portsOfN8n(before.ports);
  tellMove(embedding, 'n8n', ports.n8n);
  tellMove(embedding, 'n8nBroker', ports.n8nBroker);
  embedding.keep({ ...before, ports });
  const part = await startN8n({ home, env, settings: embedding.settings(), queue, order });
  const { apiKey, templates } = await provisionN8n(home, embedding.settings());
  const settings = embedding.settings();
  embedding.keep({ ...settings, secrets: { ...settings.secrets, n8nApiKey: apiKey } });
  const isKnownOtherwise = before.secrets.n8nApiKey !== undefined && before.secrets.n8nApiKey !== apiKey;
  if (isKnownOtherwise || before.ports.n8n !== settings.ports.n8n) embedding.onN8nChanged();
  embedding.onTemplates(templates);
  return part;
}

/** Before the port is kept, which is what it is compared with. */
function tellMove(embedding: Embedding, part: keyof EmbeddedSettings['ports'], to: number): void {
  const from = embedding.settings().ports[part];
  if (to !== from) embedding.onMoved(part, from, to);
}

/** Another program may have taken one since they were chosen, or while n8n was away. */
async function portsOfN8n(ports: EmbeddedSettings['ports']): Promise<EmbeddedSettings['ports']> {
  const { postgres, gateway } = ports;
  const n8n = await freePort(ports.n8n, new Set([postgres, gateway, ports.n8nBroker]));
  const n8nBroker = await freePort(ports.n8nBroker, new Set([postgres, gateway, n8n]));
  return { ...ports, n8n, n8nBroker };
}

/** n8n's own: runs what n8n's main process puts into Redis. Ended before the main process, which serves its resumes. */
function n8nWorkerPart(embedding: Embedding): Part {
  const { home, env, n8nQueue: queue } = embedding;
  return {
    name: 'n8n-worker',
    after: ['postgres', 'n8n'],
    stopSignal: 'SIGTERM',
    graceMs: 2_500,
    isGroup: true,
    start: (order) => startN8nWorker({ home, env, settings: embedding.settings(), queue, order }),
  };
}

async function startGateway(embedding: Embedding, order: StartOrder): Promise<StartedPart> {
  const settings = embedding.settings();
  const { postgres, n8n, n8nBroker } = settings.ports;
  // Another program may have taken it since it was chosen, or while this part was away.
  const gateway = await freePort(settings.ports.gateway, new Set([postgres, n8n, n8nBroker]));
  tellMove(embedding, 'gateway', gateway);
  const token = await goodToken(settings);
  embedding.keep({ ...settings, ports: { ...settings.ports, gateway }, secrets: { ...settings.secrets, token } });
  return startOwn(embedding, 'gateway', order, () => isOurGateway(gateway, token));
}

/** The token of our own commands; another one once a person has revoked it. While Postgres is away nobody can tell. */
async function goodToken(settings: EmbeddedSettings): Promise<string> {
  const { secrets } = settings;
  const url = databaseUrl(settings, 'ns_app', secrets.app);
  const isRevoked = await isTokenRevoked(url, sha256(secrets.token)).catch(() => false);
  return isRevoked ? newToken() : secrets.token;
}

async function startWorker(embedding: Embedding, order: StartOrder): Promise<StartedPart> {
  const settings = embedding.settings();
  const url = databaseUrl(settings, 'ns_app', settings.secrets.app);
  return startOwn(embedding, 'worker', order, (identity) => isWorkerPresent(url, identity.pid));
}

/** Starts one of our own processes and waits until it is ready. */
async function startOwn(
  embedding: Embedding,
  name: 'gateway' | 'worker',
  { spawned, failures }: StartOrder,
  isReady: (identity: ProcessIdentity) => Promise<boolean>,
): Promise<StartedPart> {
  const log = join(embedding.home, 'logs', `${name}.log`);
  const said = new LogReader(log);
  const part = await spawnPart({
    command: process.execPath,
    args: [...PART_FLAGS, join(packageRoot(), 'dist', `${name}.js`)],
    env: {
      ...partEnv(name, embedding.home, embedding.env),
      NIGHTSHIFT_WORKER_GRACE_SECONDS: String(workerGraceSeconds(embedding.env)),
    },
    cwd: embedding.home,
    log,
  });
  spawned(part.identity);
  return readyPart(part, {
    name,
    isReady: () => isReady(part.identity),
    everyMs: 50,
    limitMs: 60_000,
    failures,
    said,
    log,
  });
}

/** Unless somebody asked for another: short enough that everything ends within 15 s. */
export function workerGraceSeconds(env: NodeJS.ProcessEnv): number {
  return Number(env['NIGHTSHIFT_WORKER_GRACE_SECONDS'] || 8);
}

/** Only ours knows our token: any gateway says that it is well. */
async function isOurGateway(port: number, token: string): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/execution?limit=1`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(5_000),
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    // Nobody listens yet: asked again.
    return false;
  }
}

function databaseUrl(settings: EmbeddedSettings, role: string, password: string): string {
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${settings.ports.postgres}/nightshift`;
}

/** The end of a process that is not our child. What ended it stays unknown. */
async function endOf(identity: ProcessIdentity): Promise<{ readonly code: null; readonly signal: null }> {
  while (isLiving(identity)) await sleep(200);
  return { code: null, signal: null };
}
