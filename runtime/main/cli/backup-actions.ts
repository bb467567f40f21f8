import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../adapters/postgres/migrate';
import { openPool } from '../../adapters/postgres/open-pool';
import { PostgresTableCopies } from '../../adapters/postgres/postgres-table-copies';
import { prepareCluster } from '../../adapters/postgres/prepare-cluster';
import { ProcessCrashPoints } from '../../adapters/system/process-crash-points';
import { backUp } from '../../app/back-up';
import { fenceExecutions } from '../../app/fence-executions';
import { restoreBackup } from '../../app/restore-backup';
import type { BackupActions } from '../../cli/cli-deps';
import type { Config } from '../../config/config';
import { readEmbeddedSettings } from '../../config/embedded-settings';
import { ConfigError } from '../../core/errors';
import type { Clock } from '../../ports/clock';
import { clusterPasswords } from '../cluster-passwords';
import { startPostgres, stopPostgres } from '../embedded-postgres';
import { launcherOf } from '../launcher-state';
import { readArchive } from './read-archive';
import { archiveTarget, writeWhole } from './write-whole';

/** One statement of a restore may fill a large table's index. */
const STATEMENT_MS = 600_000;
const STOP_MS = 30_000;

export interface BackupDeps {
  readonly env: NodeJS.ProcessEnv;
  readonly config: () => Config;
  readonly clock: Clock;
  readonly actor: string;
}

/** Backups of this machine's database, with the right of its owner. */
export function backupActions({ env, config, clock, actor }: BackupDeps): BackupActions {
  const withTables = async <T>(work: (tables: PostgresTableCopies) => Promise<T>): Promise<T> => {
    const crash = new ProcessCrashPoints(config().crash);
    const database = openPool(ownerUrl(config()), {
      name: 'nightshift-backup',
      statementTimeoutMs: STATEMENT_MS,
      crash,
    });
    const tables = new PostgresTableCopies(database, (store, ids, floors) =>
      fenceExecutions(store, ids, { floors, actor, clock }),
    );
    try {
      return await work(tables);
    } finally {
      await database.close();
    }
  };
  return {
    backup: async (given) => {
      const at = new Date(clock.now()).toISOString();
      const name = `nightshift-${at.replace(/[:.]/g, '-')}.backup.tar.gz`;
      const path = isFolder(given) ? join(given, name) : given;
      if (existsSync(path)) throw archiveTarget(path, 'it is there already');
      const written = await withTables((tables) => writeWhole(path, (archive) => backUp(tables, at, archive)));
      return { path, ...written };
    },
    restore: (path) =>
      withDatabase(env, config(), () =>
        withTables((tables) => readArchive(path, (archive) => restoreBackup(tables, archive))),
      ),
  };
}

/** Runs the home's own Postgres, and nothing else of it, meanwhile. One of somebody else's is there already. */
async function withDatabase<T>(env: NodeJS.ProcessEnv, { home, database }: Config, work: () => Promise<T>): Promise<T> {
  const settings = readEmbeddedSettings(home);
  const isOurs = settings !== undefined && new URL(ownerUrl({ home, database })).password === settings.secrets.owner;
  if (!isOurs) return work();
  const launcher = launcherOf(home);
  if (launcher !== undefined)
    throw new ConfigError('RESTORE_BUSY', `nightshift runs here, under process ${launcher.pid}`, {
      hint: 'Stop it first: `nightshift down`. Afterwards `nightshift up` goes on from the backup.',
    });
  const { postgres: _own, ...others } = settings.ports;
  const takenPorts = new Set(Object.values(others));
  const server = await startPostgres({ home, env, settings, takenPorts, isPortFixed: true });
  try {
    await prepareCluster(server.superuserUrl, clusterPasswords(settings));
    await migrate(ownerUrl({ home, database }));
    return await work();
  } finally {
    if (!server.isAdopted) await stopPostgres(server.identity, STOP_MS);
  }
}

function ownerUrl({ database }: Pick<Config, 'database' | 'home'>): string {
  if (database.ownerUrl !== undefined) return database.ownerUrl;
  throw new ConfigError('CONFIG_MISSING', 'NIGHTSHIFT_DATABASE_OWNER_URL is not set', {
    hint: 'Set it to the URL of the role that owns the schema: backups read and write all of it.',
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
