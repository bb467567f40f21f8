import { Redis } from 'ioredis';
import { Client } from 'pg';
import { BullmqHintReceiver } from '../../../runtime/adapters/bullmq/bullmq-hint-receiver';
import { BullmqHintSender } from '../../../runtime/adapters/bullmq/bullmq-hint-sender';
import { hintOf } from '../../../runtime/adapters/bullmq/hint-job';
import { hintQueueName } from '../../../runtime/adapters/bullmq/hint-queue-name';
import type { Log } from '../../../runtime/ports/log';
import { aHint, aWorker, hintsContract, inbox } from '../../contracts/hints.contract';
import { openTestDatabase, type TestDatabase } from '../../support/postgres';
import { openRedisServer, type RedisServer, redisMissing } from '../../support/redis-server';

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silent,
};
const deps = { log: silent };

const reason = redisMissing();
(reason === undefined ? describe : describe.skip)(
  `on Redis${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await openRedisServer();
    });
    afterAll(() => redis?.close());

    hintsContract('BullMQ on Redis', { doesWait: true }, async () => {
      const backend = { type: 'redis', url: redis.url } as const;
      return {
        sender: new BullmqHintSender(deps, backend, { timeoutMs: 1_000 }),
        receiver: new BullmqHintReceiver(deps, backend),
        breakDown: () => redis.kill9(),
        mend: () => redis.restart(),
        close: async () => {
          const client = new Redis(redis.url);
          await client.flushall();
          await client.quit();
        },
      };
    });

    it('keeps all its keys under nightshift:, and none for a worker that is gone', async () => {
      const backend = { type: 'redis', url: redis.url } as const;
      const sender = new BullmqHintSender(deps, backend);
      const client = new Redis(redis.url);
      await sender.send([aHint(1)]);
      const keys = await client.keys('*');
      expect(keys.length).toBeGreaterThan(0);
      expect(keys.filter((key) => !key.startsWith('nightshift:'))).toEqual([]);
      await sender.forget(aWorker());
      expect(await client.keys('*')).toEqual([]);

      const box = inbox();
      const listening = await new BullmqHintReceiver(deps, backend).listen(aWorker(), box.take);
      await sender.send([aHint(1)]);
      await box.until((hints) => hints.length === 1);
      await listening.close();
      expect((await client.keys('*')).filter((key) => !key.endsWith(':meta'))).toEqual([]);
      await sender.close();
      await client.quit();
    });
  },
);

describe('on Postgres', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 120_000);
  afterAll(() => database?.close());

  hintsContract('BullMQ on Postgres', { doesWait: true }, async () => {
    const backend = { type: 'postgres', url: database.queueUrl } as const;
    return {
      sender: new BullmqHintSender(deps, backend, { timeoutMs: 15_000 }),
      receiver: new BullmqHintReceiver(deps, backend),
      breakDown: () => database.kill9(),
      mend: () => database.restart(),
      close: async () => {
        const client = new Client({ connectionString: database.queueUrl });
        await client.connect();
        const { rows } = await client.query<{ name: string }>(
          "select tablename as name from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%'",
        );
        for (const { name } of rows) await client.query(`truncate bullmq.${client.escapeIdentifier(name)} cascade`);
        await client.end();
      },
    };
  });

  it('touches no schema but bullmq', async () => {
    const client = new Client({ connectionString: database.superUrl });
    await client.connect();
    const { rows } = await client.query<{ schema: string }>(
      "select distinct schemaname as schema from pg_tables where tableowner = 'ns_queue'",
    );
    expect(rows).toEqual([{ schema: 'bullmq' }]);
    await client.end();
  });
});

describe('hintQueueName', () => {
  it('is a name that BullMQ takes, and another for every worker', () => {
    expect(hintQueueName(aWorker())).toBe('nightshift-host-1~3a4711~3aw1~2f~fc');
    expect(hintQueueName(aWorker('~'))).not.toBe(hintQueueName(aWorker('~7e')));
  });
});

describe('hintOf', () => {
  it.each([
    undefined,
    null,
    'x',
    {},
    { executionId: 'e', task: '1', token: 1, kind: 'attempt' },
    { executionId: 'e', task: 1, token: 1, kind: 'other' },
  ])('%j is no hint', (data) => expect(hintOf(aWorker(), data)).toBeUndefined());
});
