import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { fsck } from '../../runtime/app/fsck';
import { liveNight } from '../support/night';
import { openPostgresStores, type PostgresStores, reopenPostgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';

const CLI = resolve(__dirname, '../../dist/cli.js');
const MINUTE = 60_000;

/** What a restore puts in the place of another, as it stands there. */
const DIGEST = `select md5(coalesce(string_agg(e.execution_id || ' ' || e.seq || ' ' || encode(e.hash, 'hex'), ',' order by e.execution_id, e.seq), '')) as digest
  from nightshift.execution_events e`;

describe(`a restore that is killed${verifies('F22', 'I7', 'I13')}`, () => {
  let stores: PostgresStores;
  let folder: string;
  let backup: string;
  beforeAll(async () => {
    stores = await openPostgresStores();
    folder = mkdtempSync(join(tmpdir(), 'ns-restores-'));
    backup = join(folder, 'b.tar.gz');
    await liveNight(stores);
    expect(await command('', 'backup', backup)).toMatchObject({ stderr: '' });
    // Came after it, and is given up.
    await liveNight(stores);
    await stores.database.close();
  });
  afterAll(async () => {
    await stores?.server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const command = (crashAt: string, ...argv: readonly string[]) => {
    const { appUrl, queueUrl, ownerUrl } = stores.server;
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      NIGHTSHIFT_HOME: folder,
      NIGHTSHIFT_DATABASE_URL: appUrl,
      NIGHTSHIFT_QUEUE_URL: queueUrl,
      NIGHTSHIFT_DATABASE_OWNER_URL: ownerUrl,
      NIGHTSHIFT_CRASH_AT: crashAt,
    };
    return promisify(execFile)(process.execPath, [CLI, ...argv], { env }).catch(
      (error: { readonly signal?: string }) => error.signal ?? String(error),
    );
  };
  const digest = async (): Promise<string> => {
    const client = new Client({ connectionString: stores.server.ownerUrl });
    await client.connect();
    const { rows } = await client.query<{ digest: string }>(DIGEST);
    await client.end();
    return rows[0]!.digest;
  };
  /** The server rolls back what a dead process had begun, and then nobody uses the database. */
  const restored = async (): Promise<unknown> => {
    for (;;) {
      const answer = await command('', 'restore', backup, '--yes');
      if (typeof answer !== 'string' || !answer.includes('RESTORE_BUSY')) return answer;
    }
  };

  it.each(['before:commit.execution-restored', 'after:commit.execution-restored'])(
    'at %s changes nothing, and is made again',
    async (point) => {
      const before = await digest();
      expect(await command(point, 'restore', backup, '--yes')).toBe('SIGKILL');
      expect(await digest()).toBe(before);
      expect(await restored()).toMatchObject({ stderr: '' });
      expect(await digest()).not.toBe(before);
      stores = reopenPostgresStores(stores.server);
      expect((await fsck({ moments: stores.moments })).violations).toEqual([]);
      expect(await stores.executions.list({ limit: 10 })).toHaveLength(1);
      await stores.database.close();
    },
    2 * MINUTE,
  );
});
