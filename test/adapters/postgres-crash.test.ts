import { setTimeout as sleep } from 'node:timers/promises';
import { openPool } from '../../runtime/adapters/postgres/open-pool';
import type { PostgresDatabase } from '../../runtime/adapters/postgres/postgres-database';
import { PostgresExecutionStore } from '../../runtime/adapters/postgres/postgres-execution-store';
import { PostgresOutbox } from '../../runtime/adapters/postgres/postgres-outbox';
import { PostgresWorkerStore } from '../../runtime/adapters/postgres/postgres-worker-store';
import { fsck } from '../../runtime/app/fsck';
import { isNightshiftError } from '../../runtime/core/errors';
import type { Execution } from '../../runtime/core/execution/execution';
import { asExecutionId, asWorkerId } from '../../runtime/core/ids';
import type { Submission } from '../../runtime/ports/execution-store';
import { planOf, submissionOf, transitionOf } from '../support/executions';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { eventually } from '../support/stores';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { verifies } from '../support/verifies';

const TICK = { type: 'progress-reported', completed: 0, total: 1 } as const;

/** A promise that somebody else fulfils. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((done) => {
    open = done;
  });
  return { opened, open };
}

describe('Postgres that fails', () => {
  let stores: PostgresStores;
  let proxy: TcpProxy;
  let database: PostgresDatabase;
  let store: PostgresExecutionStore;
  beforeAll(async () => {
    stores = await openPostgresStores();
    proxy = await openTcpProxy(stores.server.port);
    database = openPool(stores.server.appUrl.replace(`:${stores.server.port}/`, `:${proxy.port}/`), {
      statementTimeoutMs: 3_000,
    });
    store = new PostgresExecutionStore(database);
  });
  afterAll(async () => {
    await proxy?.close();
    await database?.close();
    await stores?.close();
  });
  afterEach(async () => {
    await eventually(
      stores,
      () =>
        stores.executions.now().then(
          () => true,
          () => false,
        ),
      'Postgres',
    );
    expect((await fsck({ moments: stores.moments })).violations).toEqual([]);
  });

  const begin = async (): Promise<Execution> => {
    const submission = submissionOf(planOf(2));
    await stores.executions.submit(submission);
    return submission.after;
  };

  it(`says that a commit is done when the answer was lost but the commit was not${verifies('I30', 'F7')}`, async () => {
    const before = await begin();
    await store.now();
    proxy.swallowAnswers();
    const transition = transitionOf(before, [TICK]);
    const committing = store.commit([transition]);
    await eventually(
      stores,
      async () => (await stores.executions.load(before.id))?.lastSeq === before.lastSeq + 1,
      'the commit',
    );
    proxy.reset();
    expect(await committing).toEqual({ type: 'committed' });
    expect(await stores.executions.load(before.id)).toEqual(transition.after);
  });

  it(`says the same of a commit under the lock${verifies('I30')}`, async () => {
    const before = await begin();
    await store.now();
    let hasDecided = false;
    const committing = store.commitLocked(before.id, (fresh) => {
      hasDecided = true;
      proxy.swallowAnswers();
      return transitionOf(fresh, [TICK]);
    });
    await eventually(stores, () => hasDecided, 'the decision');
    // ns_commit is sent, its answer is lost, so COMMIT is never sent: nothing must be there
    await sleep(50);
    proxy.reset();
    await expect(committing).rejects.toMatchObject({ kind: 'transient', code: 'UNAVAILABLE_POSTGRES' });
    expect(await stores.executions.load(before.id)).toEqual(before);
  });

  it(`does not say that a commit is done when it was not${verifies('I30')}`, async () => {
    const before = await begin();
    const blocker = openPool(stores.server.appUrl);
    const [release, isLocked] = [gate(), gate()];
    const locked = blocker.transaction(async (query) => {
      await query({ name: 'lock', text: 'select nightshift.ns_lock($1)' }, [[before.id]]);
      isLocked.open();
      await release.opened;
    });
    await isLocked.opened;
    await store.now();
    const committing = store.commit([transitionOf(before, [TICK])]);
    const outcome = expect(committing).rejects.toMatchObject({ kind: 'transient', code: 'UNAVAILABLE_POSTGRES' });
    const superuser = openPool(stores.server.superUrl.replace(/postgres$/, 'nightshift'));
    await eventually(
      stores,
      async () => {
        const rows = await superuser.query({
          name: 'kill',
          text: `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'ns_app' and wait_event_type = 'Lock' and query like '%ns_commit%'`,
        });
        return rows.length > 0;
      },
      'the commit to wait for the lock',
    );
    release.open();
    await locked;
    await outcome;
    expect(await stores.executions.load(before.id)).toEqual(before);
    await superuser.close();
    await blocker.close();
  });

  it(`keeps every commit that it acknowledged through kill -9, and nothing of others${verifies('I1', 'I13', 'F7')}`, async () => {
    const executions = await Promise.all([begin(), begin(), begin()]);
    let isOver = false;
    const acknowledged = new Map<string, number>();
    const writers = executions.map(async (first) => {
      for (let now = first; !isOver; ) {
        const transition = transitionOf(now, [TICK, TICK]);
        try {
          const result = await stores.executions.commit([transition]);
          if (result.type === 'committed') {
            now = transition.after;
            acknowledged.set(first.id, now.lastSeq);
          } else {
            now = (await stores.executions.load(first.id))!;
          }
        } catch (error) {
          if (!isNightshiftError(error) || error.kind !== 'transient') throw error;
          await sleep(20);
          now = (await stores.executions.load(first.id).catch(() => undefined)) ?? now;
        }
      }
    });
    for (let kills = 0; kills < 3; kills++) {
      const seen = [...acknowledged.values()].reduce((sum, seq) => sum + seq, 0);
      await eventually(
        stores,
        () => [...acknowledged.values()].reduce((sum, seq) => sum + seq, 0) > seen + 20,
        'progress',
      );
      await stores.server.kill9();
      await stores.server.restart();
    }
    isOver = true;
    await Promise.all(writers);
    for (const { id } of executions) {
      const now = await stores.executions.load(id);
      expect(now!.lastSeq).toBeGreaterThanOrEqual(acknowledged.get(id)!);
    }
  });

  it(`gives the same receipt to a hand-off that is sent again after kill -9${verifies('I1', 'I2')}`, async () => {
    const submissions: Submission[] = Array.from({ length: 5 }, () => submissionOf(planOf(3)));
    const first = Promise.allSettled(submissions.map((submission) => stores.executions.submit(submission)));
    await stores.server.kill9();
    const results = await first;
    await stores.server.restart();
    for (const [index, submission] of submissions.entries()) {
      const again = await stores.executions.submit(submission);
      expect(again.executionId).toBe(submission.executionId);
      const result = results[index]!;
      if (result.status === 'fulfilled') expect(again).toEqual({ ...result.value, isNew: false });
    }
  });

  it('tells listeners again after a restart', async () => {
    const outbox = new PostgresOutbox(stores.database);
    let calls = 0;
    const listening = await outbox.listen(() => {
      calls += 1;
    });
    await stores.server.kill9();
    await stores.server.restart();
    await eventually(stores, () => calls > 0, 'the call after the reconnection');
    calls = 0;
    await outbox.add({
      topic: 'learn',
      key: `k${Math.random()}`,
      executionId: '',
      seq: 0,
      payload: { task: 0, token: 1 },
    });
    await eventually(stores, () => calls > 0, 'the call');
    await listening.close();
  });

  it('tells a worker that its connection is lost, and lets it come back', async () => {
    const workers = new PostgresWorkerStore(stores.database);
    const id = asWorkerId('host.crash.1');
    const session = await workers.register({ id, host: 'host', pid: 1, slots: 1, capabilities: [] });
    const lost = new Promise<void>((done) => session.lost.addEventListener('abort', () => done()));
    await stores.server.kill9();
    await lost;
    await expect(
      session.renew([{ executionId: asExecutionId('0190a000-0000-7000-8000-000000000001'), task: 0, token: 1 }], 1),
    ).rejects.toMatchObject({ kind: 'transient' });
    await expect(session.reconnect()).rejects.toMatchObject({ kind: 'transient' });
    await stores.server.restart();
    await session.reconnect();
    expect(session.lost.aborted).toBe(false);
    expect((await workers.list()).map((worker) => worker.id)).toContain(id);
    await session.close();
  });

  it('says so while it is away, and the next call after works', async () => {
    await stores.server.kill9();
    await expect(stores.executions.now()).rejects.toMatchObject({
      kind: 'transient',
      code: 'UNAVAILABLE_POSTGRES',
      hint: expect.any(String),
    });
    await stores.server.restart();
    expect(await stores.executions.now()).toBeInstanceOf(Date);
  });

  it(`says so when all connections are taken${verifies('F10')}`, async () => {
    const small = openPool(stores.server.appUrl, { connections: 1 });
    const release = gate();
    const holding = small.transaction(() => release.opened);
    const refused = small.query({ name: 'one', text: 'select 1' });
    await expect(refused).rejects.toMatchObject({ kind: 'transient', code: 'UNAVAILABLE_POSTGRES' });
    release.open();
    await holding;
    expect(await small.query({ name: 'one', text: 'select 1 as one' })).toEqual([{ one: 1 }]);
    await small.close();
  });

  it(`cuts a statement off that takes too long${verifies('S-47')}`, async () => {
    const impatient = openPool(stores.server.appUrl, { statementTimeoutMs: 100 });
    await expect(impatient.query({ name: 'sleep', text: 'select pg_sleep(10)' })).rejects.toMatchObject({
      kind: 'transient',
    });
    await impatient.close();
  });
});
