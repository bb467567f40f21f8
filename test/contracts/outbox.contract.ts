import { randomUUID } from 'node:crypto';
import type { LearnMessage } from '../../runtime/core/notify/outbox-message';
import type { OutgoingMessage } from '../../runtime/ports/outbox';
import { assigned, planOf, submissionOf, transitionOf } from '../support/executions';
import { eventually, type Stores } from '../support/stores';
import { verifies } from '../support/verifies';

/** What every outbox promises. */
export function outboxContract(name: string, open: () => Promise<Stores>): void {
  describe(`${name} keeps the promises of an outbox`, () => {
    let stores: Stores;
    beforeAll(async () => {
      stores = await open();
    });
    afterAll(() => stores?.close());

    const message = (executionId: string, seq: number, key = randomUUID()): LearnMessage => ({
      topic: 'learn',
      key,
      executionId,
      seq,
      payload: { task: 0, token: 1 },
    });
    const begin = async (messages: number) => {
      const submission = submissionOf(planOf(2));
      const outbox = Array.from({ length: messages }, () => message(submission.executionId, 1));
      await stores.executions.submit({ ...submission, outbox });
      return { id: submission.executionId, execution: submission.after, outbox };
    };
    const mine = async (id: string, holdMs: number): Promise<readonly OutgoingMessage[]> =>
      (await stores.outbox.take('learn', 1_000, holdMs)).filter(({ executionId }) => executionId === id);

    it(`holds what was committed with an event, in order, as it was${verifies('I15')}`, async () => {
      const { id, execution, outbox } = await begin(2);
      const third = message(id, execution.lastSeq + 1);
      await stores.executions.commit([transitionOf(execution, [assigned(0, 1)], { outbox: [third] })]);
      const taken = await mine(id, 60_000);
      expect(taken.map(({ id: _id, tries: _tries, createdAt: _at, ...rest }) => rest)).toEqual([...outbox, third]);
      expect(taken.map(({ tries }) => tries)).toEqual([1, 1, 1]);
    });

    it(`holds nothing of a commit that was refused${verifies('I15')}`, async () => {
      const { id, execution } = await begin(0);
      const stale = { ...execution, lastSeq: 1 };
      await stores.executions.commit([transitionOf(stale, [assigned(0, 1)], { outbox: [message(id, 2)] })]);
      expect(await stores.outbox.ofExecution(id)).toEqual([]);
    });

    it('gives each message to one taker, and again when its hold is over', async () => {
      const { id } = await begin(5);
      const takers = await Promise.all([1, 2, 3, 4].map(() => mine(id, 50)));
      expect(takers.flat()).toHaveLength(5);
      expect(new Set(takers.flat().map(({ key }) => key)).size).toBe(5);
      let again: readonly OutgoingMessage[] = [];
      await eventually(
        stores,
        async () => {
          again = [...again, ...(await mine(id, 60_000))];
          return again.length === 5;
        },
        'the messages',
      );
      expect(again.map(({ tries }) => tries)).toEqual([2, 2, 2, 2, 2]);
    });

    it('takes no more than asked for, oldest first', async () => {
      const { outbox } = await begin(3);
      const taken: string[] = [];
      for (;;) {
        const some = await stores.outbox.take('learn', 2, 60_000);
        expect(some.length).toBeLessThanOrEqual(2);
        if (some.length === 0) break;
        taken.push(...some.map(({ key }) => key));
      }
      expect(taken.filter((key) => outbox.some((each) => each.key === key))).toEqual(outbox.map(({ key }) => key));
    });

    it('gives the messages of one topic, however many of others wait', async () => {
      const { id } = await begin(3);
      const payload = { title: 'a', spoken: 'a', text: 'a', isUrgent: true };
      await stores.outbox.add({ topic: 'push', key: randomUUID(), executionId: id, seq: 1, payload });
      expect((await stores.outbox.take('push', 1, 60_000)).map(({ topic }) => topic)).toEqual(['push']);
      expect((await stores.outbox.take('voice', 1, 60_000)).map(({ topic }) => topic)).toEqual([]);
      expect(await mine(id, 60_000)).toHaveLength(3);
    });

    it('ends as delivered or dead, and stays so', async () => {
      const { id } = await begin(2);
      const [a, b] = await mine(id, 0);
      await stores.outbox.delivered(a!.id);
      await stores.outbox.dead(b!.id, 'gone for good');
      await stores.outbox.retry(a!.id, 0, 'too late');
      await stores.outbox.retry(b!.id, 0, 'too late');
      expect(await mine(id, 0)).toEqual([]);
      expect(await stores.outbox.ofExecution(id)).toEqual([
        {
          topic: 'learn',
          key: a!.key,
          seq: 1,
          state: 'delivered',
          tries: 1,
          createdAt: expect.any(String),
          deliveredAt: expect.any(String),
        },
        {
          topic: 'learn',
          key: b!.key,
          seq: 1,
          state: 'dead',
          tries: 1,
          error: 'gone for good',
          createdAt: expect.any(String),
        },
      ]);
    });

    it('tries again when told, not before', async () => {
      const { id } = await begin(1);
      const [first] = await mine(id, 60_000);
      await stores.outbox.retry(first!.id, 80, 'busy\u0000');
      expect(await mine(id, 60_000)).toEqual([]);
      await eventually(stores, async () => (await mine(id, 60_000)).length === 1, 'another try');
      expect(await stores.outbox.ofExecution(id)).toMatchObject([
        { state: 'pending', tries: 2, error: expect.stringContaining('busy') },
      ]);
    });

    it('adds a message by hand once', async () => {
      const { id } = await begin(0);
      const typed = message(id, 0);
      const added = await Promise.all([1, 2, 3].map(() => stores.outbox.add(typed)));
      expect(added.filter(Boolean)).toHaveLength(1);
      expect(await mine(id, 60_000)).toMatchObject([typed]);
      expect(await stores.outbox.add(typed)).toBe(false);
    });

    it('adds a message that belongs to no execution', async () => {
      const typed = message('', 0);
      expect(await stores.outbox.add(typed)).toBe(true);
      expect((await stores.outbox.take('learn', 1_000, 60_000)).map(({ key }) => key)).toContain(typed.key);
    });

    it('calls back when something was added', async () => {
      let calls = 0;
      const listening = await stores.outbox.listen(() => {
        calls += 1;
      });
      await stores.outbox.add(message(randomUUID(), 0));
      await eventually(stores, () => calls > 0, 'a call');
      await listening.close();
    });
  });
}
