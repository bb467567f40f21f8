import { PassThrough, Readable } from 'node:stream';
import { Client } from 'pg';
import { openPool } from '../../runtime/adapters/postgres/open-pool';
import { PostgresTableCopies } from '../../runtime/adapters/postgres/postgres-table-copies';
import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { TarArchiveReader } from '../../runtime/adapters/tar/tar-archive-reader';
import { TarArchiveWriter } from '../../runtime/adapters/tar/tar-archive-writer';
import { backUp } from '../../runtime/app/back-up';
import { fenceExecutions } from '../../runtime/app/fence-executions';
import { fsck } from '../../runtime/app/fsck';
import { restoreBackup } from '../../runtime/app/restore-backup';
import type { Execution } from '../../runtime/core/execution/execution';
import { assigned, ended, started, transitionOf } from '../support/executions';
import { fullTransition, liveNight } from '../support/night';
import { openPostgresStores, type PostgresStores, reopenPostgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';

const AT = '2026-01-02T03:04:05.000Z';

describe('a backup', () => {
  let stores: PostgresStores;
  let night: Execution;
  let backup: Buffer;
  let before: Readonly<Record<string, unknown>>;
  beforeAll(async () => {
    stores = await openPostgresStores();
    night = await liveNight(stores);
    before = await tables();
    backup = await backedUp();
  });
  afterAll(() => stores?.close());

  const copies = () => {
    const database = openPool(stores.server.ownerUrl);
    const clock = new SystemClock();
    return {
      database,
      tables: new PostgresTableCopies(database, (store, ids, floors) =>
        fenceExecutions(store, ids, { floors, actor: 'person:ada', clock }),
      ),
    };
  };
  async function backedUp(): Promise<Buffer> {
    const { database, tables: copy } = copies();
    const sink = new PassThrough();
    const chunks: Buffer[] = [];
    sink.on('data', (chunk: Buffer) => chunks.push(chunk));
    const archive = new TarArchiveWriter(sink);
    await backUp(copy, AT, archive);
    await archive.finish();
    await database.close();
    return Buffer.concat(chunks);
  }
  const restored = async (bytes: Buffer) => {
    const { database, tables: copy } = copies();
    try {
      return await restoreBackup(copy, new TarArchiveReader(Readable.from([bytes])));
    } finally {
      await database.close();
    }
  };
  /** What a restore puts back byte for byte. */
  async function tables(): Promise<Readonly<Record<string, unknown>>> {
    const owner = new Client({ connectionString: stores.server.ownerUrl });
    await owner.connect();
    const all: Record<string, unknown> = {};
    for (const [table, where] of [
      ['conversations', 'true'],
      ['plans', 'true'],
      ['artifacts', 'true'],
      ['outbox', 'true'],
      ['deliveries', 'true'],
      [
        'execution_events',
        `type <> 'execution-restored' and type <> 'attempt-released' and type <> 'assignment-withdrawn' or seq < 20`,
      ],
    ])
      all[table!] = (
        await owner.query(
          `select md5(string_agg(t::text, '|' order by t::text)) as all, count(*) from nightshift.${table} t where ${where}`,
        )
      ).rows;
    await owner.end();
    return all;
  }
  /** As after `nightshift down`: nobody is connected. */
  const down = () => stores.database.close();
  const up = () => {
    stores = reopenPostgresStores(stores.server);
  };

  it('is not put back while somebody uses the database', async () => {
    await stores.executions.now();
    await expect(restored(backup)).rejects.toMatchObject({ code: 'RESTORE_BUSY' });
  });

  it(`takes everything back to its moment, refuses the workers of later, and goes on${verifies('F22', 'I6', 'I7')}`, async () => {
    // What happens after the backup is forgotten, but its workers are not.
    const later = [[started(4, 1)], [ended(4, 1)]] as const;
    let now = night;
    for (const bodies of later) {
      const transition = fullTransition(now, bodies);
      expect(await stores.executions.commit([transition])).toEqual({ type: 'committed' });
      now = transition.after;
    }
    await down();
    expect(await restored(backup)).toMatchObject({ executions: 1, at: AT });
    up();
    expect(await tables()).toEqual(before);

    const back = (await stores.executions.load(night.id))!;
    expect(back.epoch).toBe(night.epoch + 1);
    expect(back.tasks.map(({ status }) => status)).toEqual(['completed', 'failed', 'pending', 'skipped', 'pending']);
    expect((await fsck({ moments: stores.moments })).violations).toEqual([]);

    // Of before: what they saw, and the token that they hold.
    expect(await stores.executions.commit([fullTransition(night, [started(4, 1)])])).toMatchObject({ why: 'guard' });
    expect(await stores.workers.scheduling()).toMatchObject({ workers: [] });

    const [again] = [back.tokenFloor! + 1];
    expect(again).toBeGreaterThan(1_000);
    for (const bodies of [[assigned(4, again)], [started(4, again)], [ended(4, again)]]) {
      const fresh = (await stores.executions.load(night.id))!;
      const transition = fullTransition(fresh, bodies, (await stores.executions.now()).toISOString());
      expect(await stores.executions.commit([transition])).toEqual({ type: 'committed' });
    }
    expect((await fsck({ moments: stores.moments })).violations).toEqual([]);
  });

  it('gives no token twice: one that may be known from before is found by fsck', async () => {
    const fresh = (await stores.executions.load(night.id))!;
    await stores.executions.commit([transitionOf(fresh, [assigned(2, 3)])]);
    const { violations } = await fsck({ moments: stores.moments });
    expect(violations.map(({ message }) => message)).toContainEqual(expect.stringMatching(/gives token 3 after/));
  });

  it('can be put back twice, each time above the tokens of the time before', async () => {
    const first = (await stores.executions.load(night.id))!.tokenFloor!;
    const here = await tables();
    await down();
    await restored(backup);
    up();
    expect((await stores.executions.load(night.id))!.tokenFloor).toBeGreaterThan(first);
    expect(here).not.toEqual(before);
    expect(await tables()).toEqual(before);
    expect((await fsck({ moments: stores.moments })).violations).toEqual([]);
  });

  it('that is cut off, changed or of other tables changes nothing', async () => {
    const state = (await stores.executions.load(night.id))!;
    await down();
    await expect(restored(backup.subarray(0, backup.byteLength - 20))).rejects.toMatchObject({
      code: 'ARCHIVE_REFUSED',
    });
    await expect(restored(Buffer.from('hello'))).rejects.toMatchObject({ code: 'ARCHIVE_REFUSED' });
    up();
    expect(await stores.executions.load(night.id)).toEqual(state);
  });
});
