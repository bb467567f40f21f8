import { Client } from 'pg';
import { openPool } from '../../../runtime/adapters/postgres/open-pool';
import { PatternVectors } from '../../../runtime/adapters/postgres/pattern-vectors';
import { PostgresPatternStore } from '../../../runtime/adapters/postgres/postgres-pattern-store';
import { aPattern, direction, patternStoreContract } from '../../contracts/pattern-store.contract';
import { cpuMs } from '../../support/cpu-ms';
import { openTestDatabase, type TestDatabase } from '../../support/postgres';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
}, 120_000);
afterAll(() => database?.close());

const open = () => openPool(database.appUrl, { connections: 4 });

async function asOwner(sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query(sql, [...values]);
  await client.end();
}

const emptied = () => asOwner('truncate nightshift.patterns');

patternStoreContract('Postgres', async () => {
  await emptied();
  const databases = [open(), open()];
  let isDown = false;
  return {
    store: new PostgresPatternStore(databases[0]!),
    other: new PostgresPatternStore(databases[1]!),
    breakDown: async () => {
      isDown = true;
      await database.kill9();
    },
    close: async () => {
      await Promise.all(databases.map((each) => each.close()));
      if (isDown) await database.restart();
    },
  };
});

describe('PostgresPatternStore', () => {
  it('reads what was stored before API calls and times were kept', async () => {
    await emptied();
    const store = new PostgresPatternStore(open());
    await store.put([aPattern('old', 0)]);
    await asOwner(`update nightshift.patterns set payload = (payload::jsonb - 'apiCalls' - 'timings')::text`);
    const [found] = await store.similar({ model: 'm1', vector: direction(0), limit: 1 });
    expect(found).toMatchObject({ taskTitle: 'old', apiCalls: [], timings: [] });
    await store.close();
  });

  it('passes nothing over that is committed late by another writer', async () => {
    await emptied();
    const pool = open();
    const writers = Array.from({ length: 6 }, open);
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
    await Promise.all([pool, ...writers].map((each) => each.close()));
  });

  it('searches the newest when there are more than it may keep', async () => {
    await emptied();
    const pool = open();
    await new PostgresPatternStore(pool).put(Array.from({ length: 30 }, (_, index) => aPattern(`t${index}`, index)));
    const small = new PostgresPatternStore(pool, { capacity: 10 });
    const titles = async () =>
      (await small.similar({ model: 'm1', vector: direction(0), limit: 100 })).map((found) => found.taskTitle);
    expect((await titles()).sort()).toHaveLength(10);
    await new PostgresPatternStore(pool).put([aPattern('newest', 0)]);
    expect((await titles())[0]).toBe('newest');
    expect(await titles()).toHaveLength(10);
    await pool.close();
  });

  it('leaves out what retention has removed', async () => {
    await emptied();
    const pool = open();
    const store = new PostgresPatternStore(pool);
    await store.put([aPattern('a', 0), aPattern('b', 1)]);
    await store.similar({ model: 'm1', vector: direction(0), limit: 2 });
    await asOwner('delete from nightshift.patterns where id = $1', [aPattern('a', 0).id]);
    const found = await store.similar({ model: 'm1', vector: direction(0), limit: 2 });
    expect(found.map((pattern) => pattern.taskTitle)).toEqual(['b']);
    await pool.close();
  });
});

describe('PatternVectors', () => {
  it('searches 20,000 vectors of 512 numbers in hardly more time than it takes to multiply them', () => {
    const vectors = new PatternVectors(512, 20_000);
    for (let index = 0; index < 20_000; index++) {
      vectors.put(
        { id: String(index), projectId: undefined, taskType: 'test', isSuccess: true },
        direction(index / 100, 512),
      );
    }
    const wanted = direction(42, 512);
    const search = () => {
      const [found] = vectors.nearest(wanted, 3, () => true);
      expect(Number(found!.id) / 100).toBeCloseTo(42, 0);
      expect(found!.similarity).toBeCloseTo(1, 5);
    };
    const numbers = new Float32Array(20_000 * 512).fill(0.5);
    let most = 0;
    const multiply = () => {
      for (let row = 0; row < 20_000; row++) {
        let sum = 0;
        for (let at = 0; at < 512; at++) sum += numbers[row * 512 + at]! * wanted[at]!;
        most = Math.max(most, sum);
      }
    };
    const best = (work: () => void) => Math.min(...Array.from({ length: 10 }, () => cpuMs(work)));
    const [searched, multiplied] = [best(search), best(multiply)];
    expect(most).toBeGreaterThan(0);
    expect(searched).toBeLessThan(4 * multiplied);
  });
});
