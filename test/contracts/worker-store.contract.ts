import { randomUUID } from 'node:crypto';
import { asExecutionId, asWorkerId, type WorkerId } from '../../runtime/core/ids';
import type { HeldLease, WorkerFacts } from '../../runtime/ports/worker-store';
import { assigned, ended, planOf, started, submissionOf, transitionOf } from '../support/executions';
import { eventually, type Stores } from '../support/stores';
import { verifies } from '../support/verifies';

/** What every store of workers promises. */
export function workerStoreContract(name: string, open: () => Promise<Stores>): void {
  describe(`${name} keeps the promises of a worker store`, () => {
    let stores: Stores;
    beforeAll(async () => {
      stores = await open();
    });
    afterAll(() => stores?.close());

    let pid = 100;
    const facts = (more: Partial<WorkerFacts> = {}): WorkerFacts => ({
      id: asWorkerId(`host.${randomUUID()}`),
      host: 'host',
      pid: pid++,
      slots: 2,
      capabilities: ['shell', 'gpu'],
      ...more,
    });
    const holdLease = async (worker: WorkerId, ms: number, token = 1): Promise<HeldLease> => {
      const submission = submissionOf(planOf(1));
      await stores.executions.submit(submission);
      const leases = [{ type: 'take' as const, task: 0, token, worker, ms }];
      await stores.executions.commit([
        transitionOf(submission.after, [assigned(0, token, worker), started(0, token, worker)], { leases }),
      ]);
      return { executionId: submission.executionId, task: 0, token };
    };
    const expired = async (lease: HeldLease) =>
      (await stores.workers.expiredLeases(1_000)).find(({ executionId }) => executionId === lease.executionId);

    it('lists who is registered, with capacity of its own', async () => {
      const worker = facts({ address: '/tmp/ns/w.sock', speed: 2.5 });
      const session = await stores.workers.register(worker);
      const listed = (await stores.workers.list()).find(({ id }) => id === worker.id);
      expect(listed).toEqual({
        ...worker,
        used: 0,
        isDraining: false,
        registeredAt: expect.stringMatching(/^\d{4}-.*Z$/),
      });
      expect((await stores.workers.scheduling()).capacity.get(`worker:${worker.id}`)).toEqual({ limit: 2, used: 0 });
      await session.close();
    });

    it(`refuses a second process under the same id, and takes it after the first has left${verifies('F18')}`, async () => {
      const worker = facts();
      const session = await stores.workers.register(worker);
      await expect(stores.workers.register(worker)).rejects.toMatchObject({ kind: 'user', code: 'WORKER_EXISTS' });
      await session.close();
      expect((await stores.workers.list()).some(({ id }) => id === worker.id)).toBe(false);
      let again: Awaited<ReturnType<typeof stores.workers.register>> | undefined;
      await eventually(
        stores,
        () =>
          stores.workers.register(worker).then(
            (next) => {
              again = next;
              return true;
            },
            () => false,
          ),
        'the lock to be free',
      );
      await again?.close();
    });

    it('gives a draining worker nothing new', async () => {
      const worker = facts();
      const session = await stores.workers.register(worker);
      await session.drain();
      expect((await stores.workers.list()).find(({ id }) => id === worker.id)).toMatchObject({ isDraining: true });
      const submission = submissionOf(planOf(1));
      await stores.executions.submit(submission);
      const capacity = [{ key: `worker:${worker.id}`, delta: 1 }];
      const result = await stores.executions.commit([
        transitionOf(submission.after, [assigned(0, 1, worker.id)], { capacity }),
      ]);
      expect(result).toMatchObject({ type: 'refused', why: 'capacity' });
      await session.close();
    });

    it(`renews what is current, and says what is not${verifies('I5', 'I7')}`, async () => {
      const worker = facts();
      const session = await stores.workers.register(worker);
      const [mine, stale] = [await holdLease(worker.id, 60_000), await holdLease(worker.id, 60_000)];
      const others = await holdLease(asWorkerId('other'), 60_000);
      const unknown = { executionId: asExecutionId(randomUUID()), task: 0, token: 1 };
      const held = [mine, { ...stale, token: 2 }, others, unknown, { ...mine, task: 7 }];
      expect(await session.renew(held, 60_000)).toEqual([mine]);
      expect(await session.renew([], 60_000)).toEqual([]);
      await session.close();
    });

    it('does not renew a lease that has ended', async () => {
      const worker = facts();
      const session = await stores.workers.register(worker);
      const lease = await holdLease(worker.id, 40);
      expect(await session.renew([lease], 60)).toEqual([lease]);
      await eventually(stores, async () => (await expired(lease)) !== undefined, 'its end');
      expect(await expired(lease)).toEqual({ ...lease, worker: worker.id, isWorkerGone: false });
      expect(await session.renew([lease], 60_000)).toEqual([]);
      await session.close();
    });

    it('drops a lease with the end of its attempt, and only with its own token', async () => {
      const worker = facts();
      const session = await stores.workers.register(worker);
      const lease = await holdLease(worker.id, 60_000);
      const before = await stores.executions.load(lease.executionId);
      const kept = transitionOf(before!, [ended(0, 1)], { leases: [{ type: 'drop', task: 0, token: 9 }] });
      await stores.executions.commit([kept]);
      expect(await session.renew([lease], 60_000)).toEqual([lease]);
      await stores.executions.commit([
        transitionOf(kept.after, [{ type: 'progress-reported', completed: 0, total: 1 }], {
          leases: [{ type: 'drop', task: 0, token: 1 }],
        }),
      ]);
      expect(await session.renew([lease], 60_000)).toEqual([]);
      await session.close();
    });

    it('gives a lease to the newer token and never back', async () => {
      const [a, b] = [facts(), facts()];
      const [first, second] = [await stores.workers.register(a), await stores.workers.register(b)];
      const lease = await holdLease(a.id, 60_000);
      const before = await stores.executions.load(lease.executionId);
      const lost = transitionOf(
        before!,
        [
          { type: 'attempt-lost', task: 0, token: 1, reason: 'cut off', isFault: false },
          assigned(0, 2, b.id),
          started(0, 2, b.id),
        ],
        {
          leases: [
            { type: 'drop', task: 0, token: 1 },
            { type: 'take', task: 0, token: 2, worker: b.id, ms: 60_000 },
          ],
        },
      );
      await stores.executions.commit([lost]);
      expect(await first.renew([lease, { ...lease, token: 2 }], 60_000)).toEqual([]);
      expect(await second.renew([{ ...lease, token: 2 }], 60_000)).toEqual([{ ...lease, token: 2 }]);
      const again = transitionOf(lost.after, [{ type: 'progress-reported', completed: 0, total: 1 }], {
        leases: [{ type: 'take', task: 0, token: 2, worker: a.id, ms: 1 }],
      });
      await expect(stores.executions.commit([again])).rejects.toMatchObject({ code: 'BUG_ILLEGAL_TRANSITION' });
      await first.close();
      await second.close();
    });

    it('holds no lease for an attempt that begins and ends in one commit', async () => {
      const submission = submissionOf(planOf(1));
      await stores.executions.submit(submission);
      const worker = asWorkerId('quick');
      const leases = [
        { type: 'take' as const, task: 0, token: 1, worker, ms: 1 },
        { type: 'drop' as const, task: 0, token: 1 },
      ];
      await stores.executions.commit([
        transitionOf(submission.after, [assigned(0, 1, worker), started(0, 1, worker), ended(0, 1)], { leases }),
      ]);
      await stores.pass(20);
      expect(await expired({ executionId: submission.executionId, task: 0, token: 1 })).toBeUndefined();
    });

    it('takes what an exited process held back at once, and lets it renew no more', async () => {
      const worker = facts();
      const session = await stores.workers.register(worker);
      const lease = await holdLease(worker.id, 60_000);
      await stores.workers.reportExit('elsewhere', worker.pid);
      expect(await expired(lease)).toBeUndefined();
      await stores.workers.reportExit(worker.host, worker.pid);
      expect(await expired(lease)).toEqual({ ...lease, worker: worker.id, isWorkerGone: true });
      expect((await stores.workers.list()).some(({ id }) => id === worker.id)).toBe(false);
      expect(await session.renew([lease], 60_000)).toEqual([]);
      await session.close();
    });

    it('counts a worker that reconnects as present again', async () => {
      const worker = facts();
      const session = await stores.workers.register(worker);
      await stores.workers.reportExit(worker.host, worker.pid);
      await eventually(
        stores,
        () =>
          session.reconnect().then(
            () => true,
            () => false,
          ),
        'reconnection',
      );
      expect((await stores.workers.list()).some(({ id }) => id === worker.id)).toBe(true);
      expect(session.lost.aborted).toBe(false);
      await session.close();
    });

    it('does not count a living worker as dead', async () => {
      const worker = facts();
      const session = await stores.workers.register(worker);
      expect(await stores.workers.noticeDead(worker.host)).not.toContain(worker.id);
      await session.close();
      expect(await stores.workers.noticeDead(worker.host)).not.toContain(worker.id);
    });

    it('moves limits without touching what is in use', async () => {
      const key = `gpu:${randomUUID()}`;
      await stores.workers.setCapacity(key, 1);
      const submission = submissionOf(planOf(1));
      await stores.executions.submit(submission);
      await stores.executions.commit([
        transitionOf(submission.after, [assigned(0, 1)], { capacity: [{ key, delta: 1 }] }),
      ]);
      await stores.workers.setCapacity(key, 0);
      expect((await stores.workers.scheduling()).capacity.get(key)).toEqual({ limit: 0, used: 1 });
      await stores.workers.setCapacity(key, 5);
      expect((await stores.workers.scheduling()).capacity.get(key)).toEqual({ limit: 5, used: 1 });
    });

    it(`tells who waits for slots, as they were last noted, until they are not noted again${verifies('R-19')}`, async () => {
      const submission = submissionOf(planOf(1));
      await stores.executions.submit(submission);
      const { executionId } = submission;
      const need = { keys: ['global'], since: '2026-01-02T03:04:05.678Z' };
      const wait = { executionId, priority: 'high', needs: [need] } as const;
      const found = async () =>
        (await stores.workers.scheduling()).slotWaits.filter((one) => one.executionId === executionId);
      await stores.workers.noteSlotWaits([wait]);
      expect(await found()).toEqual([wait]);
      const more = { keys: ['worker:a', 'save:2:resource:gpu'], since: '2026-01-02T04:04:05.000Z' };
      const later = { ...wait, needs: [need, more] };
      await stores.workers.noteSlotWaits([later]);
      expect(await found()).toEqual([later]);
      await stores.workers.noteSlotWaits([{ ...wait, needs: [] }]);
      expect((await found()).flatMap(({ needs }) => needs)).toEqual([]);
      await eventually(stores, async () => (await found()).length === 0);
    });
  });
}
