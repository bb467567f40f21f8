import { randomUUID } from 'node:crypto';
import { applyEvents, newExecution } from '../../runtime/core/execution/apply-event';
import { canonicalJson } from '../../runtime/core/execution/canonical-json';
import type { EventBody } from '../../runtime/core/execution/event';
import type { Execution } from '../../runtime/core/execution/execution';
import { withoutResult } from '../../runtime/core/execution/results';
import { asExecutionId } from '../../runtime/core/ids';
import type { ExecutionFilter, Receipt } from '../../runtime/ports/execution-store';
import {
  AT,
  approved,
  assigned,
  completed,
  ended,
  OPTIONS,
  planOf,
  started,
  submissionOf,
  transitionOf,
  W1,
  wholeTask,
} from '../support/executions';
import type { Stores } from '../support/stores';
import { verifies } from '../support/verifies';

/** What every store of executions promises. */
export function executionStoreContract(name: string, open: () => Promise<Stores>): void {
  describe(`${name} keeps the promises of an execution store`, () => {
    let stores: Stores;
    beforeAll(async () => {
      stores = await open();
      await stores.workers.setCapacity('global', 100);
    });
    afterAll(() => stores?.close());

    const begin = async (tasks = 3): Promise<Execution> => {
      const submission = submissionOf(planOf(tasks, tasks > 1 ? [[0, 1]] : []));
      await stores.executions.submit(submission);
      return submission.after;
    };
    const loaded = async (execution: Execution): Promise<Execution> => {
      const now = await stores.executions.load(execution.id);
      if (!now) throw new Error('it is not there');
      return now;
    };
    /** What is stored must be the fold of what is logged, byte for byte. */
    const expectFold = async (id: Execution['id']): Promise<Execution> => {
      const now = await stores.executions.load(id);
      if (!now) throw new Error('it is not there');
      const events = await stores.executions.eventsAfter(id, 0);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      const folded = applyEvents(newExecution(id, now.plan, now.options, now.submittedAt), events);
      expect(canonicalJson(now)).toBe(canonicalJson(folded));
      return now;
    };

    describe('submit', () => {
      it(`stores plan, execution, events and loop${verifies('I1')}`, async () => {
        const submission = submissionOf(planOf(3, [[0, 1]]));
        const receipt = await stores.executions.submit(submission);
        expect(receipt).toEqual<Receipt>({
          executionId: submission.executionId,
          planId: submission.plan.id,
          sha256: submission.digest,
          receipt: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
          isNew: true,
        });
        expect(await expectFold(submission.executionId)).toEqual(submission.after);
        expect(await stores.executions.eventsAfter(submission.executionId, 0)).toEqual(submission.events);
        expect(await stores.loops.get(submission.executionId)).toMatchObject({ generation: 1, kind: 'workflow' });
      });

      it(`answers the same hand-off with the same receipt, whoever comes first${verifies('I2')}`, async () => {
        const submission = submissionOf(planOf(2));
        const [a, b] = await Promise.all([
          stores.executions.submit(submission),
          stores.executions.submit({ ...submissionOf(submission.plan), idempotencyKey: submission.idempotencyKey }),
        ]);
        const c = await stores.executions.submit(submission);
        expect([a.isNew, b.isNew].sort()).toEqual([false, true]);
        expect({ ...b, isNew: true }).toEqual({ ...a, isNew: true });
        expect(c).toEqual({ ...a, isNew: false });
      });

      it(`refuses a key that came with another plan, and changes nothing${verifies('I2')}`, async () => {
        const first = submissionOf(planOf(1));
        await stores.executions.submit(first);
        const other = submissionOf(planOf(1), { idempotencyKey: first.idempotencyKey });
        await expect(stores.executions.submit(other)).rejects.toMatchObject({
          kind: 'user',
          code: 'HANDOFF_KEY_REUSED',
        });
        expect(await stores.executions.load(other.executionId)).toBeUndefined();
        expect(await stores.executions.list({ limit: 10, conversationId: other.plan.conversationId })).toEqual([]);
      });

      it(`finds the receipt of a key again, and only with the same digest${verifies('I2')}`, async () => {
        const submission = submissionOf(planOf(2));
        const { idempotencyKey, digest } = submission;
        expect(await stores.executions.findReceipt(idempotencyKey, digest)).toBeUndefined();
        const receipt = await stores.executions.submit(submission);
        expect(await stores.executions.findReceipt(idempotencyKey, digest)).toEqual({ ...receipt, isNew: false });
        await expect(stores.executions.findReceipt(idempotencyKey, `${digest}0`)).rejects.toMatchObject({
          kind: 'user',
          code: 'HANDOFF_KEY_REUSED',
        });
      });

      it('keeps tasks that the plan says are done', async () => {
        const plan = planOf(2);
        const done = {
          ...plan,
          tasks: plan.tasks.map((task, index) => (index === 0 ? { ...task, status: 'completed' as const } : task)),
        };
        const submission = submissionOf(done);
        await stores.executions.submit(submission);
        expect((await expectFold(submission.executionId)).tasks.at(0)?.status).toBe('completed');
        const [summary] = await stores.executions.list({ limit: 1, conversationId: plan.conversationId });
        expect(summary).toMatchObject({ totalTasks: 2, completedTasks: 1 });
      });
    });

    describe('list', () => {
      it(`finds by project, time and title, page by page${verifies('R-85')}`, async () => {
        const projectId = (await stores.projects.add({ dir: `/srv/${randomUUID()}`, host: 'here' })).id;
        const all: string[] = [];
        for (let no = 0; no < 5; no++) {
          const options = { ...OPTIONS, projectId };
          const submission = submissionOf({ ...planOf(1), title: `Plan ${no} 100%_x` }, { options });
          await stores.executions.submit({ ...submission, after: { ...submission.after, options } });
          all.push(submission.executionId);
        }
        const ids = async (filter: Omit<ExecutionFilter, 'limit'>, limit = 10) =>
          (await stores.executions.list({ projectId, ...filter, limit })).map(({ id }) => id as string);
        const found = await ids({});
        expect([...found].sort()).toEqual([...all].sort());
        const first = await ids({}, 2);
        expect([...first, ...(await ids({ after: first.at(-1)! }))]).toEqual(found);
        expect(await ids({ title: 'pLaN 3' })).toEqual([all[3]]);
        expect(await ids({ title: '100%_' })).toHaveLength(5);
        expect(await ids({ title: '%3%' })).toEqual([]);
        const after = new Date(Date.parse(AT) + 1_000).toISOString();
        expect([await ids({ since: AT, until: after }), await ids({ since: after }), await ids({ until: AT })]).toEqual(
          [found, [], []],
        );
        expect(await ids({ endedSince: '1970-01-01T00:00:00.000Z' })).toEqual([]);
        const [summary] = await stores.executions.list({ projectId, limit: 1 });
        expect(summary).toMatchObject({ projectId, costUsd: 0 });
        await expect(ids({ after: randomUUID() })).rejects.toMatchObject({ code: 'QUERY_INVALID' });
      });
    });

    describe('commit', () => {
      it(`takes a task through its life, batch by batch, as the fold says${verifies('I13')}`, async () => {
        let now = await begin();
        for (const bodies of [[assigned(0, 1)], [started(0, 1)], [ended(0, 1)], [approved(0, 1)], [completed(0, 1)]]) {
          const transition = transitionOf(now, bodies);
          expect(await stores.executions.commit([transition])).toEqual({ type: 'committed' });
          now = await expectFold(now.id);
          expect(now).toEqual(transition.after);
        }
        expect(await stores.attempts.attemptsOf(now.id)).toEqual([
          {
            task: 0,
            token: 1,
            kind: 'attempt',
            worker: W1,
            assignedAt: AT,
            startedAt: AT,
            endedAt: AT,
            outcome: 'done',
            ended: now.tasks.at(0)?.attempt,
          },
        ]);
      });

      it('reads the events of one task, in order', async () => {
        const before = await begin();
        await stores.executions.commit([transitionOf(before, [assigned(0, 1), ...wholeTask(1), started(0, 1)])]);
        const all = await stores.executions.eventsAfter(before.id, 0);
        const own = await stores.executions.eventsOfTask(before.id, 0);
        expect(own.map(({ body }) => body.type)).toEqual(['task-assigned', 'attempt-started']);
        expect(own).toEqual(all.filter(({ body }) => 'task' in body && body.task === 0));
        expect(await stores.executions.eventsOfTask(asExecutionId(randomUUID()), 0)).toEqual([]);
      });

      it('takes a task through its whole life in one batch', async () => {
        const before = await begin();
        expect(await stores.executions.commit([transitionOf(before, wholeTask(0))])).toEqual({ type: 'committed' });
        const now = await expectFold(before.id);
        expect(now.tasks.map(({ status }) => status)).toEqual(['completed', 'pending', 'pending']);
        expect(await stores.attempts.attemptsOf(before.id)).toMatchObject([{ task: 0, token: 1, outcome: 'done' }]);
        const [summary] = await stores.executions.list({ limit: 1, conversationId: before.plan.conversationId });
        expect(summary).toMatchObject({ completedTasks: 1, failedTasks: 0, status: 'running' });
      });

      it('loads an execution for memory without the long results of completed tasks, and reads these task by task', async () => {
        const before = await begin();
        const long = (task: number) =>
          wholeTask(task).map((body) =>
            body.type === 'attempt-ended'
              ? { ...body, attempt: { ...body.attempt, summary: 'x'.repeat(4_000) } }
              : body,
          );
        await stores.executions.commit([transitionOf(before, [...long(0), ...wholeTask(1)])]);
        const whole = (await stores.executions.load(before.id))!;
        const light = (await stores.executions.loadLight(before.id))!;
        expect({ ...light, tasks: [...light.tasks] }).toEqual({
          ...whole,
          tasks: whole.tasks.map((state, no) => (no === 0 ? withoutResult(state) : state)),
        });
        const odd = await begin();
        const texts = wholeTask(0).map((body) =>
          body.type === 'attempt-ended'
            ? { ...body, attempt: { ...body.attempt, summary: '\u0000\ud800'.repeat(900) } }
            : body,
        );
        await stores.executions.commit([transitionOf(odd, texts)]);
        expect((await stores.executions.loadLight(odd.id))!.tasks.at(0)).toMatchObject({ status: 'completed' });
        const [own, ...more] = await stores.attempts.attemptsOf(before.id, [0]);
        expect(more).toEqual([]);
        expect(own?.ended).toEqual(whole.tasks.at(0)!.attempt);
      });

      it('keeps merges as attempts of their own kind', async () => {
        const before = await begin(1);
        const merge = [
          ...wholeTask(0).slice(0, 4),
          { type: 'task-assigned', task: 0, token: 2, worker: W1, kind: 'merge' },
          { type: 'merge-started', task: 0, token: 2, worker: W1 },
        ] as const;
        const first = transitionOf(before, merge);
        expect(await stores.executions.commit([first])).toEqual({ type: 'committed' });
        const done = { ...completed(0, 2), attemptToken: 1 } as ReturnType<typeof completed>;
        expect(await stores.executions.commit([transitionOf(first.after, [done])])).toEqual({ type: 'committed' });
        expect(await stores.attempts.attemptsOf(before.id)).toMatchObject([
          { token: 1, kind: 'attempt', outcome: 'done' },
          { token: 2, kind: 'merge', outcome: 'merged' },
        ]);
        await expectFold(before.id);
      });

      it('closes what was lost, released, withdrawn or skipped', async () => {
        let now = await begin(4);
        const go = async (...bodies: Parameters<typeof transitionOf>[1][number][]): Promise<void> => {
          const transition = transitionOf(now, bodies);
          expect(await stores.executions.commit([transition])).toEqual({ type: 'committed' });
          now = transition.after;
        };
        await go(
          assigned(0, 1),
          started(0, 1),
          assigned(1, 1),
          started(1, 1),
          assigned(2, 1),
          assigned(3, 1),
          started(3, 1),
        );
        await go({ type: 'attempt-lost', task: 0, token: 1, reason: 'gone', isFault: true });
        await go({ type: 'attempt-released', task: 1, token: 1, reason: 'stop' });
        await go({ type: 'assignment-withdrawn', task: 2, token: 1, reason: 'not started' });
        await go({ type: 'task-skipped', task: 3, reason: 'cancelled' });
        await go(assigned(0, 2));
        const outcomes = (await stores.attempts.attemptsOf(now.id)).map(({ task, token, outcome }) => [
          task,
          token,
          outcome,
        ]);
        expect(outcomes.sort()).toEqual([
          [0, 1, 'lost'],
          [0, 2, undefined],
          [1, 1, 'released'],
          [2, 1, 'withdrawn'],
          [3, 1, 'withdrawn'],
        ]);
        await expectFold(now.id);
      });

      it(`refuses who has not seen the newest event, and names him${verifies('I14')}`, async () => {
        const before = await begin();
        await stores.executions.commit([transitionOf(before, [assigned(0, 1)])]);
        const late = transitionOf(before, [assigned(1, 1)]);
        expect(await stores.executions.commit([late])).toEqual({ type: 'refused', losers: [before.id], why: 'guard' });
        expect((await expectFold(before.id)).tasks.at(1)?.status).toBe('pending');
      });

      it(`lets one of many writers at once through${verifies('I5', 'I14')}`, async () => {
        const before = await begin();
        const results = await Promise.all(
          Array.from({ length: 8 }, (_, index) =>
            stores.executions.commit([transitionOf(before, [assigned(index % 2, 1)])]),
          ),
        );
        expect(results.filter(({ type }) => type === 'committed')).toHaveLength(1);
        expect(await expectFold(before.id)).toMatchObject({ lastSeq: before.lastSeq + 1 });
      });

      it('commits all executions of a batch or none', async () => {
        const [a, b, c] = [await begin(), await begin(), await begin()];
        await stores.executions.commit([transitionOf(b, [assigned(0, 1)])]);
        const unknown = { ...c, id: asExecutionId(randomUUID()) };
        const batch = [a, b, unknown].map((execution) => transitionOf(execution, [assigned(1, 1)]));
        const result = await stores.executions.commit(batch);
        expect(result).toMatchObject({ type: 'refused', why: 'guard' });
        expect(result.type === 'refused' && [...result.losers].sort()).toEqual([b.id, unknown.id].sort());
        expect(await loaded(a)).toEqual(a);
        const good = [c, a].map((execution) => transitionOf(execution, [assigned(1, 1)]));
        expect(await stores.executions.commit(good)).toEqual({ type: 'committed' });
        await expectFold(a.id);
        await expectFold(c.id);
      });

      it('does not deadlock when batches name the same executions in other orders', async () => {
        const all = [await begin(), await begin(), await begin()];
        const results = await Promise.all(
          [all, [...all].reverse(), all, [...all].reverse()].map((list) =>
            stores.executions.commit(
              list.map((execution) =>
                transitionOf(execution, [assigned(0, 1)], { capacity: [{ key: 'global', delta: 1 }] }),
              ),
            ),
          ),
        );
        expect(results.filter(({ type }) => type === 'committed')).toHaveLength(1);
      });

      it(`fences writers of an earlier epoch${verifies('I7')}`, async () => {
        const before = await begin();
        const failed = transitionOf(before, [{ type: 'execution-failed', reason: 'no' }]);
        await stores.executions.commit([failed]);
        const reopened = transitionOf(failed.after, [{ type: 'execution-reopened', epoch: 2 }]);
        await stores.executions.commit([reopened]);
        const stale = { ...reopened.after, epoch: 1 };
        expect(await stores.executions.commit([transitionOf(stale, [assigned(0, 1)])])).toMatchObject({ why: 'guard' });
        expect(await stores.executions.open()).toContain(before.id);
      });

      it(`takes up what is done only in a commit that raises the epoch${verifies('I6')}`, async () => {
        const before = await begin();
        const done = transitionOf(before, wholeTask(0));
        await stores.executions.commit([done]);
        const again: EventBody = { type: 'task-reopened', task: 0 };
        await expect(stores.executions.commit([transitionOf(done.after, [again])])).rejects.toMatchObject({
          code: 'BUG_ILLEGAL_TRANSITION',
        });
        const back: EventBody = { type: 'execution-rolled-back', to: 1, toSeq: 1, epoch: 2, wavesCompleted: 0 };
        const rolledBack = transitionOf(done.after, [back, again]);
        expect(await stores.executions.commit([rolledBack])).toEqual({ type: 'committed' });
        expect((await stores.executions.load(before.id))?.tasks.at(0)).toMatchObject({ status: 'pending' });
      });

      it(`refuses illegal transitions as a bug and changes nothing${verifies('I4', 'S-48')}`, async () => {
        const before = await begin();
        const done = transitionOf(before, wholeTask(0));
        await stores.executions.commit([done]);
        const illegal = [
          transitionOf(done.after, [assigned(0, 2)]),
          transitionOf(done.after, [ended(1, 1)]),
          transitionOf(done.after, [assigned(1, 1), completed(1, 1)]),
          transitionOf(done.after, [
            { type: 'execution-resumed', allowsMore: true },
            { type: 'execution-succeeded' },
            { type: 'execution-paused', reason: '' },
          ]),
        ];
        for (const transition of illegal) {
          await expect(stores.executions.commit([transition])).rejects.toMatchObject({
            kind: 'bug',
            code: 'BUG_ILLEGAL_TRANSITION',
          });
        }
        expect(await expectFold(before.id)).toEqual(done.after);
      });

      it(`refuses a writer that has another idea of a task than what is stored${verifies('I4')}`, async () => {
        const before = await begin();
        const first = transitionOf(before, [assigned(0, 1)]);
        await stores.executions.commit([first]);
        const [task, ...rest] = first.after.tasks;
        const wrong = [
          { ...task!, status: 'pending' as const },
          { ...task!, token: 7 },
        ];
        for (const idea of wrong) {
          const forged = transitionOf({ ...first.after, tasks: [idea, ...rest] }, [assigned(0, 8)]);
          await expect(stores.executions.commit([forged])).rejects.toMatchObject({ code: 'BUG_ILLEGAL_TRANSITION' });
        }
        expect(await loaded(before)).toEqual(first.after);
      });

      it(`starts an assignment once${verifies('I5')}`, async () => {
        const before = await begin();
        const first = transitionOf(before, [assigned(0, 1), started(0, 1)]);
        await stores.executions.commit([first]);
        await expect(stores.executions.commit([transitionOf(first.after, [started(0, 1)])])).rejects.toMatchObject({
          code: 'BUG_ILLEGAL_TRANSITION',
        });
      });

      it('refuses events that do not lead where the state is', async () => {
        const before = await begin();
        const transition = transitionOf(before, [assigned(0, 1), started(0, 1)]);
        const gap = { ...transition, events: [transition.events[0]!] };
        await expect(stores.executions.commit([gap])).rejects.toMatchObject({ kind: 'bug' });
        expect(await loaded(before)).toEqual(before);
      });

      it('ends an execution and takes it from the open ones', async () => {
        const before = await begin();
        expect(await stores.executions.open()).toContain(before.id);
        await stores.executions.commit([
          transitionOf(before, [{ type: 'execution-cancelled', reason: 'enough\u0000' }]),
        ]);
        expect(await stores.executions.open()).not.toContain(before.id);
        const [summary] = await stores.executions.list({
          limit: 5,
          status: ['cancelled'],
          conversationId: before.plan.conversationId,
        });
        expect(summary).toMatchObject({ id: before.id, status: 'cancelled', endedAt: AT });
        await expectFold(before.id);
      });
    });

    describe('capacity', () => {
      it(`is never given out twice${verifies('I11')}`, async () => {
        const key = `worker:${randomUUID()}`;
        await stores.workers.setCapacity(key, 3);
        const all = await Promise.all(Array.from({ length: 8 }, () => begin()));
        const results = await Promise.all(
          all.map((execution) =>
            stores.executions.commit([transitionOf(execution, [assigned(0, 1)], { capacity: [{ key, delta: 1 }] })]),
          ),
        );
        expect(results.filter(({ type }) => type === 'committed')).toHaveLength(3);
        expect(results.filter((result) => result.type === 'refused' && result.why === 'capacity')).toHaveLength(5);
        for (const [index, result] of results.entries()) {
          if (result.type === 'refused') expect(result.losers).toEqual([all[index]!.id]);
          expect((await expectFold(all[index]!.id)).lastSeq).toBe(
            all[index]!.lastSeq + Number(result.type === 'committed'),
          );
        }
        expect((await stores.workers.scheduling()).capacity.get(key)).toEqual({ limit: 3, used: 3 });
      });

      it('can be freed and taken in one batch', async () => {
        const key = `worker:${randomUUID()}`;
        await stores.workers.setCapacity(key, 1);
        const a = transitionOf(await begin(), [assigned(0, 1)], { capacity: [{ key, delta: 1 }] });
        await stores.executions.commit([a]);
        const back = transitionOf(a.after, [{ type: 'assignment-withdrawn', task: 0, token: 1, reason: '' }], {
          capacity: [{ key, delta: -1 }],
        });
        const b = transitionOf(await begin(), [assigned(0, 1)], { capacity: [{ key, delta: 1 }] });
        expect(await stores.executions.commit([back, b])).toEqual({ type: 'committed' });
        expect((await stores.workers.scheduling()).capacity.get(key)).toEqual({ limit: 1, used: 1 });
      });

      it('that is not there is not given', async () => {
        const before = await begin();
        const transition = transitionOf(before, [assigned(0, 1)], {
          capacity: [{ key: `worker:${randomUUID()}`, delta: 1 }],
        });
        expect(await stores.executions.commit([transition])).toEqual({
          type: 'refused',
          losers: [before.id],
          why: 'capacity',
        });
      });
    });

    describe('commitLocked', () => {
      it('decides on the fresh state and commits what was decided', async () => {
        const before = await begin();
        await stores.executions.commit([transitionOf(before, [assigned(0, 1)])]);
        const after = await stores.executions.commitLocked(before.id, (fresh, now) => {
          expect(fresh.lastSeq).toBe(before.lastSeq + 1);
          expect(now).toBeInstanceOf(Date);
          return transitionOf(fresh, [started(0, 1)]);
        });
        expect(after).toEqual(await expectFold(before.id));
        expect(after.tasks.at(0)?.status).toBe('active');
      });

      it('changes nothing when there is nothing to do, or when deciding fails', async () => {
        const before = await begin();
        expect(await stores.executions.commitLocked(before.id, () => undefined)).toEqual(before);
        const failing = stores.executions.commitLocked(before.id, () => {
          throw new Error('no idea');
        });
        await expect(failing).rejects.toThrow('no idea');
        expect(await loaded(before)).toEqual(before);
      });

      it('lets all of many writers through, one after the other', async () => {
        const before = await begin(5);
        await Promise.all(
          [0, 2, 3, 4].map((task) =>
            stores.executions.commitLocked(before.id, (fresh) => transitionOf(fresh, [assigned(task, 1)])),
          ),
        );
        expect((await expectFold(before.id)).lastSeq).toBe(before.lastSeq + 4);
      });

      it('refuses what is not there', async () => {
        const unknown = stores.executions.commitLocked(asExecutionId(randomUUID()), () => undefined);
        await expect(unknown).rejects.toMatchObject({ code: 'EXECUTION_UNKNOWN' });
      });

      it('commits nothing when no slot is free', async () => {
        const before = await begin();
        const taking = stores.executions.commitLocked(before.id, (fresh) =>
          transitionOf(fresh, [assigned(0, 1)], { capacity: [{ key: 'worker:nobody', delta: 1 }] }),
        );
        await expect(taking).rejects.toMatchObject({ kind: 'transient', code: 'UNAVAILABLE_CAPACITY' });
        expect(await loaded(before)).toEqual(before);
      });
    });

    describe('reading', () => {
      it('gives events after a sequence number, a page at a time', async () => {
        const before = await begin();
        await stores.executions.commit([transitionOf(before, wholeTask(0))]);
        const page = await stores.executions.eventsAfter(before.id, 2, 2);
        expect(page.map(({ seq }) => seq)).toEqual([3, 4]);
        expect(await stores.executions.eventsAfter(before.id, 7)).toEqual([]);
      });

      it('does not find what is not there', async () => {
        expect(await stores.executions.load(asExecutionId(randomUUID()))).toBeUndefined();
        expect(await stores.executions.eventsAfter(asExecutionId(randomUUID()), 0)).toEqual([]);
        expect(await stores.attempts.attemptsOf(asExecutionId(randomUUID()))).toEqual([]);
      });

      it(`finds executions by their conversation, newest first${verifies('R-85')}`, async () => {
        const plan = planOf(1);
        const ids = [];
        for (const hour of ['01', '02', '03']) {
          const own = { ...planOf(1), conversationId: plan.conversationId };
          const submission = submissionOf(own);
          const submittedAt = `2026-01-02T${hour}:00:00.000Z`;
          await stores.executions.submit({ ...submission, after: { ...submission.after, submittedAt } });
          ids.unshift(submission.executionId);
        }
        const found = await stores.executions.list({ conversationId: plan.conversationId, limit: 2 });
        expect(found.map(({ id }) => id)).toEqual(ids.slice(0, 2));
        expect(found[0]).toMatchObject({
          title: plan.title,
          conversationId: plan.conversationId,
          totalTasks: 1,
          status: 'running',
        });
        expect(
          await stores.executions.list({ conversationId: plan.conversationId, status: ['failed'], limit: 2 }),
        ).toEqual([]);
      });

      it('has a clock that goes on', async () => {
        const first = await stores.executions.now();
        await stores.pass(5);
        expect((await stores.executions.now()).getTime()).toBeGreaterThanOrEqual(first.getTime());
      });

      it('keeps the options that were asked for', async () => {
        expect((await loaded(await begin())).options).toEqual(OPTIONS);
      });
    });
  });
}
