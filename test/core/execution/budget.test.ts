import { asWorkerId } from '../../../runtime/core/ids';
import { KernelStory } from '../../support/kernel-story';
import { smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

const paid = { agent: 'claude-code', command: undefined } as const;
const plan = (...names: readonly string[]) =>
  smallPlan(names, Object.fromEntries(names.map((name) => [name, paid])) as never);
const CAPS = { costCapUsd: 10, taskCostCapUsd: 4, maxParallel: 8 };
/** What each task may cost now, in plan order. */
const grants = (story: KernelStory) => story.execution.tasks.map(({ grantUsd }) => grantUsd);

describe(`the money that attempts may spend${verifies('R-17')}`, () => {
  it('is never more than the cap, however many run side by side', () => {
    const story = new KernelStory(plan('a', 'b', 'c', 'd'), CAPS, 8);
    expect(grants(story)).toEqual([4, 4, 2, undefined]);
    expect(story.in('pending')).toBe('d');
  });

  it('that is granted and not spent is granted to the next', () => {
    const story = new KernelStory(plan('a', 'b', 'c', 'd'), CAPS, 8).run('a', { costUsd: 1 });
    expect(story.find('d').state).toMatchObject({ status: 'assigned', grantUsd: 3 });
  });

  it('counts what an attempt had cost when it was handed back', () => {
    const story = new KernelStory(plan('a'), CAPS, 8).start('a');
    const { no, token } = story.find('a');
    story.step((draft) =>
      draft.record({ type: 'attempt-released', task: no, token, reason: 'the worker stops', costUsd: 3.5 }),
    );
    expect(story.execution.costUsd).toBe(3.5);
    expect(story.find('a').state).toMatchObject({ costUsd: 3.5, grantUsd: 0.5 });
  });

  it('pauses the execution when it is spent, and not before', () => {
    const story = new KernelStory(plan('a', 'b', 'c', 'd'), CAPS, 8);
    story.run('a', { costUsd: 4 }).run('b', { costUsd: 4 });
    expect(story.execution.status).toBe('running');
    story.run('c', { costUsd: 2 });
    expect(story.execution).toMatchObject({ status: 'paused', reason: expect.stringContaining('10.00 USD are spent') });
  });

  it('is nothing for a command', () => {
    expect(grants(new KernelStory(smallPlan(['a']), CAPS))).toEqual([undefined]);
  });
});

describe(`what is away${verifies('R-21')}`, () => {
  const away = { outcome: { type: 'away', until: '2026-01-01T00:00:00.000Z', message: 'no answer' } } as const;

  it('is asked ever more seldom, costs no try, and comes back to a minute once it was there', () => {
    const story = new KernelStory(smallPlan(['a']));
    const pauses: number[] = [];
    for (let time = 0; time < 7; time++) {
      story.run('a', away);
      const waitMs = Date.parse(story.find('a').state.dueAt!) - story.nowMs;
      pauses.push(waitMs / 60_000);
      story.pass(waitMs);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 15, 15, 15]);
    expect(story.find('a').state).toMatchObject({ tries: 0, aways: 7 });
    story.run('a', { exitCode: 1 });
    expect(story.find('a').state.aways).toBe(0);
  });

  it('waits as long as it says, where that is longer', () => {
    const until = '2026-01-01T05:00:00.000Z';
    const story = new KernelStory(smallPlan(['a'])).run('a', { outcome: { ...away.outcome, until } });
    expect(story.find('a').state.dueAt).toBe(until);
  });
});

describe(`a task that was lost twice${verifies('R-21')}`, () => {
  it('takes all slots of its worker, so that nobody of any execution is there with it', () => {
    const story = new KernelStory(smallPlan(['a', 'b']), {}, 3);
    for (let loss = 0; loss < 2; loss++) {
      story.start('a');
      const { no, token } = story.find('a');
      story.step((draft) => draft.record({ type: 'attempt-lost', task: no, token, reason: 'gone', isFault: false }));
    }
    // b holds a slot: a waits until the worker is free.
    expect(story.find('a').state.status).toBe('pending');
    story.run('b');
    expect(story.find('a').state).toMatchObject({ status: 'assigned', slots: 3, worker: asWorkerId('worker-1') });
  });
});

it('an execution that was paused before it began has begun when it is resumed', () => {
  const story = new KernelStory(smallPlan(['a']));
  story.step((draft) => draft.record({ type: 'execution-paused', reason: 'wait' }));
  story.step((draft) => draft.record({ type: 'execution-resumed', allowsMore: true }));
  expect(story.execution.startedAt).toBeDefined();
});
