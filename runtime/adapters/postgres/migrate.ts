import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { ConfigError, UnavailableError } from '../../core/errors';
import { translateError } from './translate-error';

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly digest: string;
}

/** Any number that nobody else uses: two processes that migrate at once take turns. */
const LOCK = '7305808869232150121';

/**
 * Brings the schema to this version: files that are not applied yet, in order of their names, each in a transaction of its own.
 * A file that is interrupted leaves nothing; the next call goes on there.
 *
 * *Repeat*: safe, also at once in several processes. *Waits* up to `waitMs` (30 s) while Postgres starts.
 *
 * @param ownerUrl - Role `ns_owner`, which owns the database.
 * @throws {ConfigError} `MIGRATION_EDITED` when an applied file was changed, `MIGRATION_UNKNOWN` when the database is newer than this version.
 */
export async function migrate(
  ownerUrl: string,
  options: { readonly sqlFolder?: string; readonly waitMs?: number } = {},
): Promise<{ readonly applied: readonly string[] }> {
  const migrations = readMigrations(options.sqlFolder ?? defaultSqlFolder());
  const client = await connect(ownerUrl, options.waitMs ?? 30_000);
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    return { applied: await applyAll(client, migrations) };
  } catch (cause) {
    throw translateError(cause);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function applyAll(client: Client, migrations: readonly Migration[]): Promise<readonly string[]> {
  await client.query('create schema if not exists nightshift');
  await client.query(
    'create table if not exists nightshift.migrations (name text primary key, digest text not null, applied_at timestamptz not null default clock_timestamp())',
  );
  const { rows } = await client.query<{ name: string; digest: string }>(
    'select name, digest from nightshift.migrations order by name',
  );
  checkApplied(rows, migrations);
  const done = new Set(rows.map((row) => row.name));
  const open = migrations.filter((migration) => !done.has(migration.name));
  for (const migration of open) await apply(client, migration);
  await grantReaders(client);
  return open.map((migration) => migration.name);
}

/** Roles that came after the migrations get their rights, too. Nothing is there to call before 0024. */
async function grantReaders(client: Client): Promise<void> {
  const { rows } = await client.query<{ is_there: boolean }>(
    "select to_regprocedure('nightshift.ns_grant_readers()') is not null as is_there",
  );
  if (rows[0]?.is_there) await client.query('select nightshift.ns_grant_readers()');
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into nightshift.migrations (name, digest) values ($1, $2)', [
      migration.name,
      migration.digest,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    const error = translateError(cause);
    if (error instanceof UnavailableError) throw error;
    throw new ConfigError('MIGRATION_FAILED', `Migration ${migration.name} failed: ${(cause as Error).message}`, {
      cause,
      hint: 'The database URL must be that of the owner role, and the roles ns_owner and ns_app must exist',
    });
  }
}

function checkApplied(
  applied: readonly { readonly name: string; readonly digest: string }[],
  migrations: readonly Migration[],
): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.digest]));
  for (const { name, digest } of applied) {
    const ours = known.get(name);
    if (ours === undefined) {
      throw new ConfigError(
        'MIGRATION_UNKNOWN',
        `The database has the migration ${name}, which this version of nightshift does not know`,
        {
          hint: 'The database was used by a newer version: install that one, or a newer one',
        },
      );
    }
    if (ours !== digest) {
      throw new ConfigError('MIGRATION_EDITED', `The migration ${name} was changed after it was applied`, {
        hint: 'Install nightshift again; migrations are never edited, a change is a new file',
      });
    }
  }
}

function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort();
  if (names.length === 0) {
    throw new ConfigError('MIGRATION_FILES_MISSING', `There are no migrations in ${folder}`, {
      hint: 'Install nightshift again',
    });
  }
  return names.map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8');
    return { name, sql, digest: createHash('sha256').update(sql).digest('hex') };
  });
}

/** Beside this file in the source tree, `sql` beside the bundle in the package. */
function defaultSqlFolder(): string {
  const folders = [join(__dirname, 'migrations'), join(__dirname, 'sql'), join(__dirname, '..', 'sql')];
  const folder = folders.find((candidate) => existsSync(candidate));
  if (folder === undefined) {
    throw new ConfigError('MIGRATION_FILES_MISSING', `There are no migrations in ${folders.join(', ')}`, {
      hint: 'Install nightshift again',
    });
  }
  return folder;
}

async function connect(url: string, waitMs: number): Promise<Client> {
  const end = performance.now() + waitMs;
  for (;;) {
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: 10_000,
      application_name: 'nightshift-migrate',
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (cause) {
      await client.end().catch(() => undefined);
      const error = translateError(cause);
      if (!(error instanceof UnavailableError) || performance.now() > end) throw error;
      await sleep(100);
    }
  }
}
