import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate } from '../../runtime/adapters/postgres/migrate';
import { openTestDatabase, type TestDatabase } from '../support/postgres';
import { eventually } from '../support/stores';
import { verifies } from '../support/verifies';

const SOURCE = join(__dirname, '../../runtime/adapters/postgres/migrations');

describe('migrations', () => {
  let database: TestDatabase;
  let sqlFolder: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    sqlFolder = mkdtempSync(join(tmpdir(), 'ns-sql-'));
    cpSync(SOURCE, sqlFolder, { recursive: true });
  });
  afterAll(async () => {
    await database?.close();
    rmSync(sqlFolder, { recursive: true, force: true });
  });

  const withSuper = async <T>(use: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ connectionString: database.superUrl });
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.end();
    }
  };
  let copies = 0;
  /** The URL of an empty database of the owner. */
  const empty = async (): Promise<string> => {
    const name = `copy${copies++}`;
    await withSuper((client) => client.query(`create database ${name} owner ns_owner`));
    return database.ownerUrl.replace(/nightshift$/, name);
  };

  it('are applied once, in order of their names', async () => {
    const url = await empty();
    const names = readdirSync(SOURCE).sort();
    expect(await migrate(url)).toEqual({ applied: names });
    expect(await migrate(url)).toEqual({ applied: [] });
    expect(await migrate(database.ownerUrl)).toEqual({ applied: [] });
  });

  it('are applied once by processes that start together', async () => {
    const url = await empty();
    const results = await Promise.all([1, 2, 3].map(() => migrate(url)));
    expect(results.map(({ applied }) => applied.length).sort((a, b) => a - b)).toEqual([
      0,
      0,
      readdirSync(SOURCE).length,
    ]);
  });

  it('that were edited after they were applied are refused', async () => {
    const url = await empty();
    await migrate(url, { sqlFolder });
    const first = readdirSync(SOURCE).sort()[0]!;
    writeFileSync(join(sqlFolder, first), '-- edited');
    await expect(migrate(url, { sqlFolder })).rejects.toMatchObject({
      kind: 'operator',
      code: 'MIGRATION_EDITED',
      message: expect.stringContaining(first),
    });
    cpSync(SOURCE, sqlFolder, { recursive: true });
    expect(await migrate(url, { sqlFolder })).toEqual({ applied: [] });
  });

  it(`of a newer version are refused${verifies('F21')}`, async () => {
    const url = await empty();
    const newer = join(sqlFolder, '9999_newer.sql');
    writeFileSync(newer, 'create table nightshift.newer (id integer);');
    expect((await migrate(url, { sqlFolder })).applied).toContain('9999_newer.sql');
    rmSync(newer);
    await expect(migrate(url, { sqlFolder })).rejects.toMatchObject({ kind: 'operator', code: 'MIGRATION_UNKNOWN' });
  });

  it('that fail leave nothing of themselves, and all before them', async () => {
    const url = await empty();
    const failing = join(sqlFolder, '9998_failing.sql');
    writeFileSync(failing, 'create table nightshift.half (id integer); select 1 / 0;');
    await expect(migrate(url, { sqlFolder })).rejects.toMatchObject({ kind: 'operator', code: 'MIGRATION_FAILED' });
    writeFileSync(failing, 'create table nightshift.half (id integer);');
    expect(await migrate(url, { sqlFolder })).toEqual({ applied: ['9998_failing.sql'] });
    rmSync(failing);
  });

  it(`that are killed half way go on at the next start${verifies('F20')}`, async () => {
    const url = await empty();
    const slow = join(sqlFolder, '0003_a_slow.sql');
    writeFileSync(slow, 'create table nightshift.slow (id integer); select pg_sleep(20);');
    const killed = migrate(url, { sqlFolder });
    const outcome = expect(killed).rejects.toMatchObject({ kind: 'transient', code: 'UNAVAILABLE_POSTGRES' });
    await withSuper((client) =>
      eventually(
        { pass: (ms) => sleep(ms) },
        async () => {
          const { rowCount } = await client.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'nightshift-migrate' and query like '%pg_sleep(20)%' and wait_event = 'PgSleep'`,
          );
          return (rowCount ?? 0) > 0;
        },
        'the slow migration',
      ),
    );
    await outcome;
    writeFileSync(slow, 'create table nightshift.slow (id integer);');
    const { applied } = await migrate(url, { sqlFolder });
    expect(applied[0]).toBe('0003_a_slow.sql');
    rmSync(slow);
  });

  it('wait while Postgres starts', async () => {
    await database.kill9();
    const waiting = migrate(database.ownerUrl);
    await database.restart();
    expect(await waiting).toEqual({ applied: [] });
  });

  it('say so when the database stays away', async () => {
    await expect(migrate('postgres://ns_owner:x@127.0.0.1:1/nightshift', { waitMs: 200 })).rejects.toMatchObject({
      kind: 'transient',
      code: 'UNAVAILABLE_POSTGRES',
    });
    await expect(migrate(database.ownerUrl.replace('nightshift-test', 'wrong'), { waitMs: 200 })).rejects.toMatchObject(
      {
        kind: 'operator',
        code: 'DATABASE_ACCESS',
      },
    );
  });
});
