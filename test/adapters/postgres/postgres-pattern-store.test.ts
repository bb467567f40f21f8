import { Pool } from 'pg';
import { PatternVectors } from '../../../runtime/adapters/postgres/pattern-vectors';
import { PostgresPatternStore } from '../../../runtime/adapters/postgres/postgres-pattern-store';
import { aPattern, direction, patternStoreContract } from '../../contracts/pattern-store.contract';
import { openTestDatabase, type TestDatabase } from '../../support/postgres';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
}, 120_000);
afterAll(() => database?.close());

async function openPool(url = database.appUrl): Promise<Pool> {
  const pool = new Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  return pool;
}

async function emptied(): Promise<void> {
  const owner = await openPool(database.ownerUrl);
  await owner.query('truncate nightshift.patterns');
  await owner.end();
}

patternStoreContract('Postgres', async () => {
  await emptied();
  const pools = [await openPool(), await openPool()];
  const end = () => Promise.all(pools.map((pool) => (pool.ended ? undefined : pool.end())));
  return {
    store: new PostgresPatternStore(pools[0]!),
    other: new PostgresPatternStore(pools[1]!),
    breakDown: async () => {
      await database.kill9();
    },
    close: async () => {
      await end();
      await database.restart().catch(() => undefined);
    },
  };
});

describe('PostgresPatternStore', () => {
  it('passes nothing over that is committed late by another writer', async () => {
    await emptied();
    const pool = await openPool();
    const writers = await Promise.all(Array.from({ length: 6 }, () => openPool()));
    const reader = new PostgresPatternStore(pool);
    await Promise.all(
      writers.map(async (writer, number) => {
        const store = new PostgresPatternStore(writer);
        for (let turn = 0; turn < 10; turn++) {
          await store.put([aPattern(`${number}-${turn}`, number * 10 + turn)]);
          await reader.similar({ model: 'm1', vector: direction(0), limit: 1 });
        }
      }),
    );
    expect(await reader.similar({ model: 'm1', vector: direction(0), limit: 100 })).toHaveLength(60);
    await Promise.all([pool, ...writers].map((each) => each.end()));
  });

  it('searches the newest when there are more than it may keep', async () => {
    await emptied();
    const pool = await openPool();
    await new PostgresPatternStore(pool).put(Array.from({ length: 30 }, (_, index) => aPattern(`t${index}`, index)));
    const small = new PostgresPatternStore(pool, { capacity: 10 });
    const titles = async () =>
      (await small.similar({ model: 'm1', vector: direction(0), limit: 100 })).map((found) => found.taskTitle);
    expect((await titles()).sort()).toHaveLength(10);
    await new PostgresPatternStore(pool).put([aPattern('newest', 0)]);
    expect((await titles())[0]).toBe('newest');
    expect(await titles()).toHaveLength(10);
    await pool.end();
  });

  it('leaves out what retention has removed', async () => {
    await emptied();
    const pool = await openPool();
    const store = new PostgresPatternStore(pool);
    await store.put([aPattern('a', 0), aPattern('b', 1)]);
    await store.similar({ model: 'm1', vector: direction(0), limit: 2 });
    const owner = await openPool(database.ownerUrl);
    await owner.query('delete from nightshift.patterns where id = $1', [aPattern('a', 0).id]);
    await owner.end();
    const found = await store.similar({ model: 'm1', vector: direction(0), limit: 2 });
    expect(found.map((pattern) => pattern.taskTitle)).toEqual(['b']);
    await pool.end();
  });
});

describe('PatternVectors', () => {
  it('searches 20,000 vectors of 512 numbers in little time', () => {
    const vectors = new PatternVectors(512, 20_000);
    for (let index = 0; index < 20_000; index++) {
      vectors.put(
        { id: String(index), projectId: undefined, taskType: 'test', isSuccess: true },
        direction(index / 100, 512),
      );
    }
    const started = process.cpuUsage();
    for (let turn = 0; turn < 10; turn++)
      expect(vectors.nearest(direction(42, 512), 3, () => true)[0]!.id).toBe('4200');
    const { user } = process.cpuUsage(started);
    expect(user / 10_000).toBeLessThan(60);
  });
});
