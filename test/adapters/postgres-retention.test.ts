import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { ExecutionCache } from '../../runtime/app/execution-cache';
import { fsck } from '../../runtime/app/fsck';
import { verifyArchive } from '../../runtime/app/verify-archive';
import type { Config } from '../../runtime/config/config';
import { loadConfig } from '../../runtime/config/load-config';
import { cleanHome } from '../../runtime/main/clean-action';
import { readArchive } from '../../runtime/main/cli/read-archive';
import { planOf, submissionOf } from '../support/executions';
import { cancelNight, liveNight, tellAll } from '../support/night';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';

describe(`what is older than it is kept${verifies('I28')}`, () => {
  let stores: PostgresStores;
  let home: string;
  let config: Config;
  let owner: Client;
  beforeAll(async () => {
    stores = await openPostgresStores();
    home = mkdtempSync(join(tmpdir(), 'ns-clean-'));
    const { appUrl, queueUrl, ownerUrl } = stores.server;
    config = loadConfig(
      {
        NIGHTSHIFT_HOME: home,
        NIGHTSHIFT_HOST_NAME: 'here',
        NIGHTSHIFT_DATABASE_URL: appUrl,
        NIGHTSHIFT_QUEUE_URL: queueUrl,
        NIGHTSHIFT_DATABASE_OWNER_URL: ownerUrl,
      },
      home,
    );
    owner = new Client({ connectionString: ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner?.end();
    await stores?.close();
    rmSync(home, { recursive: true, force: true });
  });

  const clean = (isDryRun = false) => cleanHome(config, { isDryRun });
  const holds = async () => expect((await fsck({ moments: stores.moments })).violations).toEqual([]);
  const rowsOf = async (id: string): Promise<Readonly<Record<string, number>>> => {
    const { rows } = await owner.query(
      `select (select count(*)::int from nightshift.executions where id = $1::uuid) as executions,
        (select count(*)::int from nightshift.execution_events where execution_id = $1::uuid) as events,
        (select count(*)::int from nightshift.outbox where execution_id = $1::text) as messages,
        (select count(*)::int from nightshift.artifact_uses where execution_id = $1::uuid) as uses,
        (select count(*)::int from nightshift.loops where execution_id = $1::uuid) as loops`,
      [id],
    );
    return rows[0];
  };

  it('stays while it goes on, and while it has something to tell', async () => {
    const night = await liveNight(stores);
    expect(await clean()).toMatchObject({ archived: [], left: 0, problems: [] });
    const over = await cancelNight(stores, night);
    expect(over.status).toBe('cancelled');
    expect(await clean()).toMatchObject({ archived: [], left: 0 });
    await tellAll(stores);
    expect(await clean(true)).toMatchObject({ isDryRun: true, archived: [{ id: night.id, status: 'cancelled' }] });
    expect(existsSync(join(home, 'archives'))).toBe(true);
    expect(readdirSync(join(home, 'archives'))).toEqual([]);
    expect(await rowsOf(night.id)).toMatchObject({ executions: 1, loops: 1 });
    await holds();
  });

  it('leaves whole, as an archive that proves itself, and says where it is', async () => {
    const [listed] = await stores.executions.list({ limit: 1 });
    const { id } = listed!;
    const cache = new ExecutionCache(stores.executions);
    await cache.refresh(id);
    const logs = join(home, 'logs', 'attempts', id);
    mkdirSync(logs, { recursive: true });
    writeFileSync(join(logs, '1-nobody-9.log'), 'it went well\n');

    const { archived, problems } = await clean();
    expect(problems).toEqual([]);
    const path = join(home, 'archives', `nightshift-${id}.tar.gz`);
    expect(archived).toMatchObject([{ id, path }]);
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(await readArchive(path, verifyArchive)).toMatchObject({
      isClean: true,
      executionId: id,
      status: 'cancelled',
    });
    expect(await rowsOf(id)).toEqual({ executions: 0, events: 0, messages: 0, uses: 0, loops: 0 });
    expect(existsSync(logs)).toBe(false);
    await holds();

    for (const asked of [cache, new ExecutionCache(stores.executions)])
      await expect(asked.refresh(id)).rejects.toMatchObject({
        code: 'EXECUTION_ARCHIVED',
        message: expect.stringContaining(`${path} on here`),
      });
    expect(await stores.executions.list({ limit: 5 })).toEqual([{ ...listed, archive: `here:${path}` }]);
    expect(await stores.executions.list({ limit: 5, after: id })).toEqual([]);
  });

  it(`keeps its key: the same hand-off gets the same receipt, another one under it is refused${verifies('I1', 'I2')}`, async () => {
    const submission = submissionOf(planOf(1));
    const receipt = await stores.executions.submit(submission);
    await cancelNight(stores, submission.after);
    await tellAll(stores);
    const { archived } = await clean();
    expect(archived.map(({ id }) => id)).toEqual([submission.executionId]);
    const again = submissionOf(planOf(1), { idempotencyKey: submission.idempotencyKey, digest: submission.digest });
    expect(await stores.executions.submit(again)).toEqual({ ...receipt, isNew: false });
    expect(await stores.executions.findReceipt(submission.idempotencyKey, submission.digest)).toEqual({
      ...receipt,
      isNew: false,
    });
    const other = submissionOf(planOf(2), { idempotencyKey: submission.idempotencyKey, digest: 'f'.repeat(64) });
    await expect(stores.executions.submit(other)).rejects.toMatchObject({ code: 'HANDOFF_KEY_REUSED' });
    await expect(stores.executions.findReceipt(submission.idempotencyKey, 'f'.repeat(64))).rejects.toMatchObject({
      code: 'HANDOFF_KEY_REUSED',
    });
    await holds();
  });

  it('takes outputs along once no execution names them, and not before', async () => {
    const bytes = Buffer.from('an output of two executions');
    const [one, two] = [await liveNight(stores), await liveNight(stores)];
    const kept = { task: 0, token: 1, kind: 'output', bytes } as const;
    const digest = await stores.artifacts.put({ ...kept, executionId: one.id });
    expect(await stores.artifacts.put({ ...kept, executionId: two.id })).toBe(digest);
    await owner.query(`update nightshift.artifacts set created_at = created_at - interval '3 days'`);
    await cancelNight(stores, one);
    await tellAll(stores);
    expect((await clean()).archived.map(({ id }) => id)).toEqual([one.id]);
    expect(await stores.artifacts.get(digest)).toBeDefined();
    await cancelNight(stores, two);
    await tellAll(stores);
    await clean();
    expect(await stores.artifacts.get(digest)).toBeUndefined();
    expect(await stores.artifacts.put({ ...kept, executionId: two.id })).toBe(digest);
  });

  it('is also a worker that is gone, an old answer, an old message, an audit, a token that opens nothing', async () => {
    await owner.query(`
      insert into nightshift.workers (id, host, pid, slots, capabilities, gone_at) values
        ('old', 'h', 1, 1, '{}', now() - interval '31 days'), ('young', 'h', 1, 1, '{}', now()), ('here', 'h', 1, 1, '{}', null);
      insert into nightshift.capacity (key, "limit") values ('worker:old', 0), ('worker:young', 0), ('worker:here', 1);
      insert into nightshift.research_cache values ('old', 'q', '{}', now() - interval '31 days'), ('young', 'q', '{}', now());
      insert into nightshift.audit (at, actor, action, outcome) values
        (now() - interval '366 days', 'a', 'b', 'done'), (now() - interval '364 days', 'a', 'b', 'done');
      insert into nightshift.tokens (digest, label, scopes, revoked_at) values
        ('old', 'a', '{}', now() - interval '366 days'), ('good', 'b', '{}', null);
      select nightshift.ns_outbox_add('', 0, 'voice', 'typed:old', '{}'), nightshift.ns_outbox_add('', 0, 'voice', 'typed:open', '{}');
      update nightshift.deliveries set state = 'delivered', ended_at = now() - interval '31 days'
        where outbox_id = (select id from nightshift.outbox where key = 'typed:old');`);
    const due = { messages: 1, workers: 1, research: 1, audit: 1, tokens: 1 };
    expect((await clean(true)).removed).toMatchObject(due);
    expect((await clean()).removed).toMatchObject(due);
    expect((await clean()).removed).toMatchObject({ messages: 0, workers: 0, research: 0, audit: 0, tokens: 0 });
    const { rows } = await owner.query(
      `select array(select id from nightshift.workers order by id) as workers, array(select key from nightshift.capacity where key like 'worker:%' and key <> 'worker:w1' order by key) as capacity,
        array(select key from nightshift.research_cache) as research, array(select key from nightshift.outbox where execution_id = '') as messages`,
    );
    expect(rows[0]).toMatchObject({ workers: ['here', 'young'], research: ['young'], messages: ['typed:open'] });
    await holds();
  });

  it('is told of only while nothing of it is kept for good: 0 days means never', async () => {
    const night = await liveNight(stores);
    await cancelNight(stores, night);
    await tellAll(stores);
    const forGood = { ...config, keepDays: { executions: 0, logs: 0, records: 0, metrics: 0, audit: 0 } };
    expect(await cleanHome(forGood, { isDryRun: false })).toMatchObject({ archived: [], left: 0 });
    expect(await rowsOf(night.id)).toMatchObject({ executions: 1 });
  });

  it('stays where its archive does not hold', async () => {
    const { rows } = await owner.query<{ id: string }>('select id from nightshift.executions limit 1');
    const { id } = rows[0]!;
    await owner.query(
      `update nightshift.execution_tasks set state = replace(state, 'cancelled', 'completed') where execution_id = $1`,
      [id],
    );
    const { archived, problems } = await clean();
    expect(archived).toEqual([]);
    expect(problems).toEqual([expect.stringContaining('does not hold, so nothing was removed')]);
    expect(await rowsOf(id)).toMatchObject({ executions: 1 });
  });
});
