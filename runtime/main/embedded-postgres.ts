import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataDirectoryOf } from '../adapters/postgres/data-directory-of';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { type PostgresTools, postgresTools } from './embedded-postgres-tools';
import { endProcess } from './end-process';
import { freePort } from './free-port';
import { LogReader } from './log-reader';
import { postgresStartError } from './postgres-start-error';
import { identify, isLiving, type ProcessIdentity } from './process-identity';
import { waitUntil } from './wait-until';

const SUPERUSER = 'postgres';
const START_TRIES = 6;

/** A Postgres that serves this home's data and nobody else's. */
export interface EmbeddedPostgres {
  readonly identity: ProcessIdentity;
  readonly port: number;
  /** True when it was already running. */
  readonly isAdopted: boolean;
  /** Superuser's URL of the database `postgres`. */
  readonly superuserUrl: string;
}

export interface PostgresOptions {
  /** Where the tools are found (`PATH`). */
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly settings: EmbeddedSettings;
  /** Ports that other parts were given. */
  readonly takenPorts: ReadonlySet<number>;
  /** Others use the port already: wait for it rather than take another. */
  readonly isPortFixed: boolean;
}

/**
 * Starts the Postgres of a home, or finds it running, and answers once it takes connections. The port is the one of the
 * settings, or the next free one. Data: `<home>/postgres/data`, log: `<home>/logs/postgres.log`.
 *
 * A running server is adopted only when it names our data folder as its own; what a dead one left (`postmaster.pid`,
 * shared memory that its last children still hold) is cleared or waited for.
 *
 * @throws {ConfigError} `POSTGRES_BINARIES_MISSING`, `POSTGRES_FOLDER_FOREIGN`, `POSTGRES_ROOT_REFUSED`,
 *   `DISK_FULL`, each with the next step.
 * @throws {UnavailableError} `UNAVAILABLE_POSTGRES` in its own words when it does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const place = openPlace(options.home);
  const password = options.settings.secrets.postgres;
  const running = await adopt(place, password);
  if (running !== undefined) return running;

  const tools = await postgresTools(options.env, options.home, place.folder);
  writeFileSync(place.log, '', { flag: 'a', mode: 0o600 });
  // An earlier start may have run it as somebody else, or stopped while it gave things away.
  tools.give(place.folder, place.log);
  await ensureInitialised(place, tools, password);
  let error: unknown;
  for (let tries = 0; tries < START_TRIES; tries++) {
    if (tries > 0) await sleep(1_000);
    const wanted = options.settings.ports.postgres;
    const port = options.isPortFixed ? wanted : await freePort(wanted, options.takenPorts);
    writeServerConfig(place, tools, port);
    const said = new LogReader(place.log);
    try {
      await tools.run('pg_ctl', ['start', '-D', place.data, '-l', place.log, '-w', '-t', '60', '-s']);
      const started = await adopt(place, password);
      if (started !== undefined) return { ...started, isAdopted: false };
      error = postgresStartError(place, undefined, said.next());
    } catch (cause) {
      error = postgresStartError(place, cause, said.next());
    }
  }
  throw error;
}

/** Stops it: sessions are closed, what was committed is safe. Kills it after `graceMs`; it then recovers at its next start. */
export async function stopPostgres(identity: ProcessIdentity, graceMs: number): Promise<void> {
  // SIGINT is Postgres' fast shutdown; SIGTERM would wait for every session.
  await endProcess(identity, { signal: 'SIGINT', graceMs, isGroup: false });
}

interface Place {
  readonly folder: string;
  readonly data: string;
  readonly log: string;
}

function openPlace(home: string): Place {
  mkdirSync(join(home, 'postgres'), { recursive: true, mode: 0o700 });
  mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 });
  const folder = realpathSync(join(home, 'postgres'));
  return { folder, data: join(folder, 'data'), log: join(home, 'logs', 'postgres.log') };
}

/** Made beside its place and moved there, so that a folder that exists is a whole one. */
async function ensureInitialised(place: Place, tools: PostgresTools, password: string): Promise<void> {
  if (existsSync(join(place.data, 'PG_VERSION'))) return;
  for (const entry of readdirSync(place.folder)) {
    if (entry.startsWith('new-')) rmSync(join(place.folder, entry), { recursive: true, force: true });
  }
  const fresh = join(place.folder, `new-${process.pid}`);
  const passwordFile = join(place.folder, `new-${process.pid}.pw`);
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  tools.give(fresh, passwordFile);
  try {
    await tools.run('initdb', [
      ...['-D', fresh, '-U', SUPERUSER, '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--encoding', 'UTF8'],
      ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--data-checksums'],
    ]);
    writeFileSync(join(fresh, 'postgresql.conf'), "include 'nightshift.conf'\n", { flag: 'a' });
    renameSync(fresh, place.data);
  } catch (error) {
    throw postgresStartError(place, error, []);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

function writeServerConfig(place: Place, tools: PostgresTools, port: number): void {
  const path = join(place.data, 'nightshift.conf');
  const lines = [
    '# Written by nightshift at every start; changes are lost.',
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''",
    'password_encryption = scram-sha-256',
    'fsync = on',
    'synchronous_commit = on',
    'full_page_writes = on',
    'max_connections = 150',
    'shared_buffers = 128MB',
    'jit = off',
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    "log_line_prefix = '%m [%p] %q%u@%d '",
    '# A statement can hold a password.',
    'log_min_error_statement = panic',
    'log_parameter_max_length = 0',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  tools.give(path);
}

/** The server that runs on this data folder, once it takes connections; a `postmaster.pid` of a dead one is removed. */
async function adopt(place: Place, password: string): Promise<EmbeddedPostgres | undefined> {
  const file = join(place.data, 'postmaster.pid');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const identity = identify(Number(lines[0]));
  if (lines.length === 0) return undefined;
  if (identity === undefined || !isPostgres(identity.pid)) {
    rmSync(file, { force: true });
    return undefined;
  }
  const port = Number(lines[3]);
  const superuserUrl = `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  let lastError: unknown;
  const isReady = await waitUntil(
    async () => {
      if (!isLiving(identity)) return true;
      try {
        return realpathSync(await dataDirectoryOf(superuserUrl)) === realpathSync(place.data);
      } catch (error) {
        lastError = error;
        return false;
      }
    },
    60_000,
    100,
  );
  if (!isLiving(identity)) return undefined;
  if (isReady) return { identity, port, isAdopted: true, superuserUrl };
  throw postgresStartError(place, lastError, []);
}

/** Whether a process that was found by its number alone is a Postgres at all. */
function isPostgres(pid: number): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]?.endsWith('postgres') === true;
  } catch {
    // It ended meanwhile.
    return false;
  }
}
