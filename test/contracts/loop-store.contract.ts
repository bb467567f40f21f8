import { randomUUID } from 'node:crypto';
import { asExecutionId, type ExecutionId } from '../../runtime/core/ids';
import type { LoopOrigin } from '../../runtime/ports/execution-store';
import type { LoopCall, WaitKey } from '../../runtime/ports/loop-store';
import { assigned, planOf, started, submissionOf, transitionOf } from '../support/executions';
import { eventually, type Stores } from '../support/stores';
import { verifies } from '../support/verifies';

/** What every store of loops promises. */
export function loopStoreContract(name: string, open: () => Promise<Stores>): void {
  describe(`${name} keeps the promises of a loop store`, () => {
    let stores: Stores;
    beforeAll(async () => {
      stores = await open();
    });
    afterAll(() => stores?.close());

    const begin = async (loop: LoopOrigin = { type: 'bound', workflowId: 'wf', n8nExecutionId: 'n1' }) => {
      const submission = submissionOf(planOf(2), { loop });
      await stores.executions.submit(submission);
      const call: LoopCall = {
        executionId: submission.executionId,
        generation: 1,
        n8nExecutionId: 'n1',
        workflowId: 'wf',
      };
      return { execution: submission.after, id: submission.executionId, call };
    };
    const waiting = async (call: LoopCall, isDue = false): Promise<number> => {
      const wait = await stores.loops.wait({
        ...call,
        resumeUrl: `http://127.0.0.1/resume/${call.executionId}`,
        isDue,
      });
      if (wait === 'stale') throw new Error('stale');
      return wait;
    };
    const isDue = async ({ executionId, generation, wait }: WaitKey): Promise<boolean> => {
      const loop = await stores.loops.get(executionId);
      return loop !== undefined && loop.generation === generation && loop.wait === wait && loop.isDue;
    };
    const wakesOf = async (id: ExecutionId) =>
      (await stores.loops.dueWakes(1_000)).filter(({ executionId }) => executionId === id);

    const startKeyOf = async (id: ExecutionId): Promise<string> => {
      const wake = (await wakesOf(id)).find(({ type }) => type === 'start');
      return wake?.type === 'start' ? wake.key : '';
    };

    it('begins as it was handed over', async () => {
      const bound = await begin();
      expect(await stores.loops.get(bound.id)).toMatchObject({
        generation: 1,
        kind: 'workflow',
        workflowId: 'wf',
        n8nExecutionId: 'n1',
        turns: 0,
        wait: 0,
        isWaitOpen: false,
        isDue: false,
        restarts: 0,
        seqAtStart: 0,
        deathsInARow: 0,
      });
      const inline = await begin({ type: 'inline', workflowId: 'wf', n8nExecutionId: 'n1' });
      expect(await stores.loops.get(inline.id)).toMatchObject({ kind: 'inline', n8nExecutionId: 'n1' });
      const none = await begin({ type: 'none' });
      expect(await stores.loops.get(none.id)).toMatchObject({ kind: 'none' });
      expect(await stores.loops.get(asExecutionId(randomUUID()))).toBeUndefined();
    });

    it(`is found by the n8n execution that drives it, also when it was set aside${verifies('R-11')}`, async () => {
      const [n8nExecutionId, workflowId] = [randomUUID(), randomUUID()];
      const caller = { n8nExecutionId, workflowId };
      expect(await stores.loops.drivenBy(caller)).toBeUndefined();
      await begin({ type: 'inline', ...caller });
      expect(await stores.loops.drivenBy(caller)).toBeUndefined();
      const { id } = await begin({ type: 'bound', ...caller });
      expect(await stores.loops.drivenBy(caller)).toEqual(await stores.loops.get(id));
      expect(await stores.loops.drivenBy({ ...caller, workflowId: 'another' })).toBeUndefined();
      await stores.loops.end(id);
      expect(await stores.loops.drivenBy(caller)).toMatchObject({ executionId: id, isEnded: true });
      await stores.loops.restart(id, 1, 'it died');
      expect(await stores.loops.drivenBy(caller)).toBeUndefined();
    });

    it('is found by its newest call where one n8n execution drives several', async () => {
      const caller = { n8nExecutionId: randomUUID(), workflowId: 'wf' };
      const first = await begin({ type: 'bound', ...caller });
      await stores.pass(20);
      const second = await begin({ type: 'bound', ...caller });
      expect((await stores.loops.drivenBy(caller))?.executionId).toBe(second.id);
      await stores.pass(20);
      await stores.loops.enter({ ...first.call, ...caller });
      expect((await stores.loops.drivenBy(caller))?.executionId).toBe(first.id);
    });

    it('is started by a wake with a key when nobody drives it, until somebody enters', async () => {
      const { id, call } = await begin({ type: 'to-start' });
      const [wake] = await wakesOf(id);
      expect(wake).toMatchObject({ type: 'start', generation: 1, wait: 0, key: expect.stringMatching(/.{10}/) });
      const startKey = await startKeyOf(id);
      expect(await stores.loops.enter(call)).toBe('stale');
      expect(await stores.loops.enter({ ...call, startKey: `${startKey}x` })).toBe('stale');
      expect(await stores.loops.enter({ ...call, startKey })).toBe('current');
      expect(await wakesOf(id)).toEqual([]);
      expect(await stores.loops.get(id)).toMatchObject({ n8nExecutionId: 'n1', workflowId: 'wf' });
    });

    it('belongs to the n8n execution that came first', async () => {
      const { id, call } = await begin({ type: 'to-start' });
      const startKey = await startKeyOf(id);
      const answers = await Promise.all(
        ['a', 'b', 'c'].map((n8nExecutionId) => stores.loops.enter({ ...call, n8nExecutionId, startKey })),
      );
      expect(answers.filter((answer) => answer === 'current')).toHaveLength(1);
      const bound = (await stores.loops.get(id))?.n8nExecutionId;
      expect(answers[['a', 'b', 'c'].indexOf(bound ?? '')]).toBe('current');
    });

    it('tells calls of another generation, another n8n execution and an unknown execution that they are stale', async () => {
      const { call } = await begin();
      for (const other of [
        { generation: 0 },
        { generation: 2 },
        { n8nExecutionId: 'n2' },
        { executionId: asExecutionId(randomUUID()) },
      ]) {
        expect(await stores.loops.enter({ ...call, ...other })).toBe('stale');
        expect(await stores.loops.wait({ ...call, ...other, resumeUrl: 'http://127.0.0.1/', isDue: false })).toBe(
          'stale',
        );
      }
      expect(await stores.loops.enter(call)).toBe('current');
    });

    it('does not let an unbound generation wait', async () => {
      const { call } = await begin({ type: 'to-start' });
      expect(await stores.loops.wait({ ...call, resumeUrl: 'http://127.0.0.1/', isDue: false })).toBe('stale');
    });

    it('numbers waits, and wakes only one that is open and due', async () => {
      const { id, call } = await begin();
      await stores.loops.enter(call);
      const first = await waiting(call);
      const key = { executionId: id, generation: 1, wait: first };
      expect(first).toBe(1);
      expect(await stores.loops.get(id)).toMatchObject({ wait: 1, isWaitOpen: true, isDue: false, turns: 1 });
      expect(await isDue(key)).toBe(false);
      expect(await wakesOf(id)).toEqual([]);

      await stores.loops.markDue([id]);
      await stores.loops.markDue([id]);
      expect(await isDue(key)).toBe(true);
      expect(await isDue({ ...key, wait: 2 })).toBe(false);
      expect(await isDue({ ...key, generation: 2 })).toBe(false);
      expect(await wakesOf(id)).toEqual([
        { ...key, tries: 0, type: 'resume', resumeUrl: `http://127.0.0.1/resume/${id}` },
      ]);

      expect(await stores.loops.enter(call)).toBe('current');
      expect(await isDue(key)).toBe(false);
      expect(await wakesOf(id)).toEqual([]);
      expect(await waiting(call, true)).toBe(2);
      expect(await isDue({ ...key, wait: 2 })).toBe(true);
    });

    it('is marked due by the commit that makes something due', async () => {
      const { id, call, execution } = await begin();
      await stores.loops.enter(call);
      const wait = await waiting(call);
      const quiet = transitionOf(execution, [assigned(0, 1)]);
      await stores.executions.commit([quiet]);
      expect(await isDue({ executionId: id, generation: 1, wait })).toBe(false);
      await stores.executions.commit([transitionOf(quiet.after, [started(0, 1)], { isLoopDue: true })]);
      expect(await isDue({ executionId: id, generation: 1, wait })).toBe(true);
    });

    it('is not marked due by a commit that was refused', async () => {
      const { id, call, execution } = await begin();
      await stores.loops.enter(call);
      const wait = await waiting(call);
      const stale = { ...execution, lastSeq: 1 };
      await stores.executions.commit([transitionOf(stale, [assigned(0, 1)], { isLoopDue: true })]);
      expect(await isDue({ executionId: id, generation: 1, wait })).toBe(false);
    });

    it('loses nothing that became due between the look at the state and the wait', async () => {
      const { id, call, execution } = await begin();
      await stores.loops.enter(call);
      await stores.executions.commit([transitionOf(execution, [assigned(0, 1)], { isLoopDue: true })]);
      const wait = await waiting(call);
      expect(await isDue({ executionId: id, generation: 1, wait })).toBe(true);
    });

    it('repeats a wake after 20 ms, then later and later, until the loop enters', async () => {
      const { id, call } = await begin();
      await stores.loops.enter(call);
      const key = { executionId: id, generation: 1, wait: await waiting(call, true) };
      expect(await wakesOf(id)).toHaveLength(1);
      for (let tries = 0; tries < 4; tries++) {
        const triedAt = await stores.executions.now();
        await stores.loops.wakeTried(key, false);
        await eventually(stores, async () => (await wakesOf(id)).length === 1, 'another wake');
        const pausedMs = (await stores.executions.now()).getTime() - triedAt.getTime();
        expect(pausedMs).toBeGreaterThanOrEqual(20 * 2 ** tries);
      }
      for (let tries = 0; tries < 20; tries++) await stores.loops.wakeTried(key, false);
      await stores.pass(200);
      expect(await wakesOf(id)).toHaveLength(0);
      await stores.loops.wakeTried({ ...key, wait: 9 }, false);
    });

    it('takes a wake that was taken as a sign of life, and one that was not as none', async () => {
      const { id, call } = await begin();
      await stores.loops.enter(call);
      const key = { executionId: id, generation: 1, wait: await waiting(call, true) };
      const { lastCallAt } = (await stores.loops.get(id))!;
      await stores.pass(5);
      await stores.loops.wakeTried(key, false);
      expect(await stores.loops.get(id)).toMatchObject({ lastCallAt, isWakeTaken: false });
      await stores.loops.wakeTried(key, true);
      expect(Date.parse((await stores.loops.get(id))!.lastCallAt!)).toBeGreaterThan(Date.parse(lastCallAt!));
      expect((await stores.loops.get(id))!.isWakeTaken).toBe(true);
      await waiting(call, true);
      expect((await stores.loops.get(id))!.isWakeTaken).toBe(false);
    });

    it('says since when the database serves', async () => {
      const since = await stores.loops.servesSince();
      expect(since.getTime()).toBeLessThanOrEqual((await stores.executions.now()).getTime());
      expect(await stores.loops.servesSince()).toEqual(since);
    });

    it('restarts once in a new generation, with a new key, and the old one is stale', async () => {
      const { id, call } = await begin();
      await stores.loops.enter(call);
      await waiting(call, true);
      const results = await Promise.all([1, 2, 3].map(() => stores.loops.restart(id, 1, 'it crashed')));
      expect(results.filter((loop) => loop !== undefined)).toHaveLength(1);
      expect(await stores.loops.get(id)).toMatchObject({
        generation: 2,
        restarts: 1,
        isWaitOpen: false,
        isDue: false,
        workflowId: 'wf',
        turns: 0,
      });
      expect((await stores.loops.get(id))?.n8nExecutionId).toBeUndefined();
      expect(await stores.loops.enter(call)).toBe('stale');
      const [wake] = await wakesOf(id);
      expect(wake).toMatchObject({ type: 'start', workflowId: 'wf', generation: 2 });
      const startKey = await startKeyOf(id);
      expect(await stores.loops.enter({ ...call, generation: 2, n8nExecutionId: 'n2', startKey })).toBe('current');
    });

    it('counts deaths without progress', async () => {
      const { id, execution } = await begin();
      expect(await stores.loops.restart(id, 1, 'x')).toMatchObject({ deathsInARow: 0, seqAtStart: execution.lastSeq });
      expect(await stores.loops.restart(id, 2, 'x')).toMatchObject({ deathsInARow: 1 });
      expect(await stores.loops.restart(id, 3, 'x')).toMatchObject({ deathsInARow: 2, restarts: 3 });
      await stores.executions.commit([transitionOf(execution, [assigned(0, 1)])]);
      expect(await stores.loops.restart(id, 4, 'x')).toMatchObject({
        deathsInARow: 0,
        seqAtStart: execution.lastSeq + 1,
      });
    });

    it('is open until its execution is over, also when it was set aside: a retry may have opened the execution again', async () => {
      const [a, b, c] = [await begin(), await begin(), await begin()];
      const isOpen = async (id: ExecutionId): Promise<boolean> =>
        (await stores.loops.openLoops()).some(({ executionId }) => executionId === id);
      await waiting(b.call, true);
      await stores.loops.end(b.id);
      await stores.executions.commit([transitionOf(c.execution, [{ type: 'execution-cancelled', reason: '' }])]);
      expect([await isOpen(a.id), await isOpen(b.id), await isOpen(c.id)]).toEqual([true, true, false]);
      expect((await stores.loops.get(b.id))?.isEnded).toBe(true);
      expect(await wakesOf(b.id)).toEqual([]);
      expect(await stores.loops.restart(b.id, 1, 'a person asked for a retry')).toMatchObject({
        generation: 2,
        isEnded: false,
      });
      expect(await isOpen(b.id)).toBe(true);
    });

    it('is driven by nobody when it was handed over so', async () => {
      const { id, call, execution } = await begin({ type: 'none' });
      expect(await stores.loops.enter(call)).toBe('stale');
      await stores.executions.commit([transitionOf(execution, [assigned(0, 1)], { isLoopDue: true })]);
      expect(await wakesOf(id)).toEqual([]);
      expect(await stores.loops.restart(id, 1, 'x')).toBeUndefined();
    });

    it('closes an inline wait as soon as its n8n execution waits elsewhere, and no other', async () => {
      const n8nExecutionId = randomUUID();
      const first = await begin({ type: 'inline', workflowId: 'wf', n8nExecutionId });
      const second = await begin({ type: 'inline', workflowId: 'wf', n8nExecutionId });
      const stranger = await begin({ type: 'inline', workflowId: 'wf', n8nExecutionId: randomUUID() });
      const strangers = (await stores.loops.get(stranger.id))?.n8nExecutionId ?? '';
      const wait = await waiting({ ...first.call, n8nExecutionId }, true);
      await waiting({ ...stranger.call, n8nExecutionId: strangers }, true);
      await waiting({ ...second.call, n8nExecutionId });
      expect(await isDue({ executionId: first.id, generation: 1, wait })).toBe(false);
      expect([await wakesOf(first.id), await wakesOf(second.id)]).toEqual([[], []]);
      expect(await wakesOf(stranger.id)).toHaveLength(1);
      await stores.loops.markDue([second.id]);
      expect(await wakesOf(second.id)).toHaveLength(1);
    });

    it('calls back when a wake may have become due', async () => {
      const { id, call } = await begin();
      let calls = 0;
      const listening = await stores.loops.listen(() => {
        calls += 1;
      });
      await stores.loops.enter(call);
      await waiting(call);
      await stores.loops.markDue([id]);
      await eventually(stores, () => calls > 0, 'a call');
      await listening.close();
    });
  });
}
