import { Client } from 'pg';
import { asWorkerId } from '../../runtime/core/ids';
import { openMemoryStores } from '../support/memory-stores';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { eventually } from '../support/stores';
import { verifies } from '../support/verifies';

describe('a worker whose lock is free', () => {
  let stores: PostgresStores;
  let superuser: Client;
  beforeAll(async () => {
    stores = await openPostgresStores();
    superuser = new Client({ connectionString: stores.server.superUrl });
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser?.end();
    await stores?.close();
  });

  it(`is dead 3 s later on the same host, counted once the database is up for 10 s; elsewhere not yet${verifies('I21', 'F1')}`, async () => {
    const worker = (host: string, pid: number) => ({
      id: asWorkerId(`${host}.${pid}`),
      host,
      pid,
      slots: 1,
      capabilities: [],
    });
    const [near, far, living] = [worker('here', 1), worker('there', 2), worker('here', 3)];
    await stores.workers.register(near);
    await stores.workers.register(far);
    const session = await stores.workers.register(living);
    for (const { id } of [near, far]) {
      await superuser.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
        `nightshift-worker ${id}`,
      ]);
    }
    const { rows } = await superuser.query<{ up: number }>(
      'select extract(epoch from clock_timestamp() - pg_postmaster_start_time())::float as up',
    );
    expect(rows[0]!.up).toBeLessThan(9);
    let dead: readonly string[] = [];
    await eventually(stores, async () => {
      dead = [...dead, ...(await stores.workers.noticeDead('here'))];
      return dead.length > 0;
    });
    const up = await superuser.query<{ up: number }>(
      'select extract(epoch from clock_timestamp() - pg_postmaster_start_time())::float as up',
    );
    expect(up.rows[0]!.up).toBeGreaterThan(13);
    expect(up.rows[0]!.up).toBeLessThan(15);
    expect(dead).toEqual([near.id]);
    expect((await stores.workers.list()).map(({ id }) => id).sort()).toEqual([living.id, far.id].sort());
    expect((await stores.workers.scheduling()).capacity.get(`worker:${near.id}`)).toEqual({ limit: 0, used: 0 });
    await session.close();
  });
});

describe('a worker in memory whose lock is free', () => {
  it('is dead 3 s later on the same host, counted once the database is up for 10 s, and after 30 s elsewhere', async () => {
    const stores = openMemoryStores();
    const facts = (host: string) => ({ id: asWorkerId(host), host, pid: 1, slots: 1, capabilities: [] });
    const session = await stores.workers.register(facts('here'));
    await stores.workers.register(facts('there'));
    const began = stores.database.nowMs;
    stores.database.loseConnection(asWorkerId('here'));
    stores.database.loseConnection(asWorkerId('there'));
    expect(session.lost.aborted).toBe(true);
    const deaths = new Map<string, number>();
    while (deaths.size < 2) {
      for (const id of await stores.workers.noticeDead('here')) deaths.set(id, stores.database.nowMs - began);
      await stores.pass(1_000);
    }
    expect([...deaths]).toEqual([
      ['here', 13_000],
      ['there', 40_000],
    ]);
  });
});
