import { applyEvents } from '../../../runtime/core/execution/apply-event';
import { buildPrompt } from '../../../runtime/core/execution/build-prompt';
import { answerQuestion, control } from '../../../runtime/core/execution/control';
import { LEGAL_TASK_TRANSITIONS } from '../../../runtime/core/execution/legal-transitions';
import { loseAttempt } from '../../../runtime/core/execution/settle-attempts';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { KernelStory, OPTIONS } from '../../support/kernel-story';
import { auto, manual, smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

const DIAMOND = ['a', 'b<a', 'c<a', 'd<b,c'];
const answer = (criterionId: string, result: 'pass' | 'fail', note?: string) => ({
  criterionId,
  result,
  actor: 'person:me',
  at: '2026-01-01T00:00:00.000Z',
  ...(note === undefined ? {} : { note }),
});

describe('an execution', () => {
  it(`runs a diamond as its dependencies complete${verifies('R-5', 'R-12')}`, () => {
    const story = new KernelStory(smallPlan(DIAMOND));
    expect(story.in('assigned')).toBe('a');
    story.run('a');
    expect(story.in('assigned')).toBe('b c');
    story.run('c');
    expect(story.in('assigned')).toBe('b');
    story.run('b').run('d');
    expect(story.execution.status).toBe('succeeded');
    expect(story.execution.wavesCompleted).toBe(3);
  });

  it('starts a task before its wave is over when it rolls, and after it with the barrier', () => {
    const lines = ['a', 'b', 'c<a'];
    expect(new KernelStory(smallPlan(lines)).run('a').in('assigned')).toBe('b c');
    expect(new KernelStory(smallPlan(lines), { release: 'barrier' }).run('a').in('assigned')).toBe('b');
  });

  it('starts what is far from the end first', () => {
    const story = new KernelStory(smallPlan(['short', 'long', 'next<long']), { maxParallel: 1 });
    expect(story.in('assigned')).toBe('long');
  });

  it(`never runs two tasks that declare the same file at once${verifies('R-5')}`, () => {
    const plan = smallPlan(['a', 'b', 'c'], {
      a: { files: ['src/x.ts'] },
      b: { files: ['src/'] },
      c: { files: ['docs/*.md'] },
    });
    const story = new KernelStory(plan);
    expect(story.in('assigned')).toBe('a c');
    story.run('a', { tree: 't', changedFiles: ['src/x.ts'] });
    expect(story.find('a').state.status).toBe('integrating');
    expect(story.find('b').state.status).toBe('pending');
  });

  it('keeps to the limit of the plan', () => {
    expect(new KernelStory(smallPlan(['a', 'b', 'c', 'd']), { maxParallel: 2 }).in('assigned')).toBe('a b');
  });

  it(`tries a failed task again after a growing pause, with the failure, and then fails it and skips what waits on it${verifies('R-13', 'R-30')}`, () => {
    const story = new KernelStory(smallPlan(DIAMOND));
    story.run('a').run('b', { exitCode: 1 });
    expect(story.find('b').state).toMatchObject({ status: 'pending', tries: 1, dueAt: '2026-01-01T00:00:00.500Z' });
    expect(story.find('b').state.lastFailure).toContain('exit code 1:\nsaid so');
    story.pass(499);
    expect(story.find('b').state.status).toBe('pending');
    story.pass(1).run('b', { exitCode: 1 }).pass(1_000).run('b', { exitCode: 1 });
    expect(story.find('b').state).toMatchObject({ status: 'failed', token: 3 });
    expect(story.find('d').state).toMatchObject({ status: 'skipped', reason: 'b (Task b) has failed' });
    story.run('c');
    expect(story.execution).toMatchObject({ status: 'failed', reason: '1 of 4 tasks failed, 1 was skipped' });
  });

  it(`asks a person when the tries are used up, where that was asked for, and gives it all its tries again, with their words${verifies('R-13')}`, () => {
    const retry = { ...OPTIONS.retry, whenSpent: 'ask', maxAttempts: 2 } as const;
    const spent = () =>
      new KernelStory(smallPlan(['a', 'b<a', 'c']), { retry })
        .run('a', { exitCode: 1 })
        .pass(1_000)
        .run('a', { exitCode: 1 })
        .run('c');
    const story = spent();
    expect(story.find('a').state).toMatchObject({
      status: 'waiting',
      tries: 2,
      question: {
        criteria: ['more-tries'],
        text: expect.stringMatching(/"Task a" failed 2 times\. Try again\?.*said so/s),
      },
    });
    expect(story.execution.status).toBe('waiting');
    story.step((draft) => answerQuestion(draft, 0, { ...answer('more-tries', 'pass'), note: 'mind the gap' }));
    expect(story.find('a').state).toMatchObject({ status: 'assigned', tries: 0 });
    expect(buildPrompt(story.execution, 0, [])).toMatch(/mind the gap/);
    story.run('a', { exitCode: 1 }).pass(1_000);
    expect(buildPrompt(story.execution, 0, [])).toMatch(/mind the gap/);
    story.run('a', { exitCode: 1 });
    expect(story.find('a').state).toMatchObject({ status: 'waiting', answers: [] });
    story
      .step((draft) => answerQuestion(draft, 0, answer('more-tries', 'pass')))
      .run('a')
      .run('b');
    expect(story.execution.status).toBe('succeeded');

    const no = spent().step((draft) => answerQuestion(draft, 0, answer('more-tries', 'fail')));
    expect(no.find('a').state).toMatchObject({
      status: 'failed',
      reason: 'given up by a person',
      lastFailure: expect.stringMatching(/said so\nperson:me said no/),
    });
    expect(no.find('b').state.status).toBe('skipped');
  });

  it('asks about used-up tries only when it goes on after a pause', () => {
    const retry = { ...OPTIONS.retry, whenSpent: 'ask', maxAttempts: 1 } as const;
    const story = new KernelStory(smallPlan(['a']), { retry }).start('a');
    story.step((draft) => control(draft, planShape(draft.execution.plan), 'pause')).end('a', { exitCode: 1 });
    expect(story.find('a').state).toMatchObject({ status: 'pending', tries: 1 });
    story.pass(60_000).step((draft) => control(draft, planShape(draft.execution.plan), 'resume'));
    expect(story.find('a').state).toMatchObject({ status: 'waiting', question: { criteria: ['more-tries'] } });
  });

  it('stops everything when the plan says halt', () => {
    const story = new KernelStory(smallPlan(['a', 'b', 'c<b']), {
      onFailure: 'halt',
      retry: { maxAttempts: 1, firstDelayMs: 0, backoffMultiplier: 1, maxDelayMs: 0 },
      maxParallel: 1,
    });
    story.run('b', { exitCode: 1 });
    expect(story.in('skipped')).toBe('a c');
    expect(story.execution.status).toBe('failed');
  });

  it(`waits for a usage limit to end without losing a try${verifies('R-17')}`, () => {
    const story = new KernelStory(smallPlan(['a']));
    story.run('a', { outcome: { type: 'limit-reached', until: '2026-01-01T03:00:00.000Z', message: 'limit' } });
    expect(story.find('a').state).toMatchObject({ status: 'pending', tries: 0, dueAt: '2026-01-01T03:00:00.000Z' });
    expect(story.execution.status).toBe('running');
    story.pass(3 * 3_600_000);
    expect(story.in('assigned')).toBe('a');
  });

  it(`pauses at the cost cap, and goes on for as much again${verifies('R-17')}`, () => {
    const story = new KernelStory(smallPlan(['a', 'b<a', 'c<b']), { costCapUsd: 1 });
    story.run('a', { costUsd: 1.2 });
    expect(story.execution.status).toBe('paused');
    expect(story.in('assigned')).toBe('');
    story.step((draft) => control(draft, planShape(draft.execution.plan), 'resume'));
    expect(story.in('assigned')).toBe('b');
    story.run('b', { costUsd: 0.5 }).run('c', { costUsd: 0.4 });
    expect(story.execution.status).toBe('succeeded');
  });

  it(`asks a person for a manual criterion, goes on meanwhile, and completes with the answer${verifies('R-32')}`, () => {
    const plan = smallPlan(['a', 'b', 'c<a'], { a: { verification: [auto('c1'), manual('m1')] } });
    const story = new KernelStory(plan);
    story.run('a');
    expect(story.find('a').state).toMatchObject({ status: 'waiting', question: { criteria: ['m1'] } });
    expect(story.execution.status).toBe('running');
    story.run('b');
    expect(story.execution.status).toBe('waiting');
    story.step((draft) => answerQuestion(draft, 0, answer('m1', 'pass')));
    expect(story.execution.status).toBe('running');
    expect(story.in('completed')).toBe('a b');
    expect(story.in('assigned')).toBe('c');
  });

  it('does a task again when a person rejects it, with their words', () => {
    const story = new KernelStory(smallPlan(['a'], { a: { verification: [manual('m1')] } }));
    story
      .run('a', { agent: 'claude-code' })
      .step((draft) => answerQuestion(draft, 0, answer('m1', 'fail', 'too blue')));
    expect(story.find('a').state).toMatchObject({ status: 'pending', tries: 1 });
    expect(story.find('a').state.lastFailure).toContain('too blue');
  });

  it('starts a gated task only when a person says yes, and fails it when they say no', () => {
    const plan = smallPlan(['a', 'b<a'], { b: { humanGate: 'Release?' } });
    const yes = new KernelStory(plan).run('a');
    expect(yes.find('b').state).toMatchObject({
      status: 'waiting',
      question: { criteria: ['gate'], text: 'Release?' },
    });
    yes.step((draft) => answerQuestion(draft, 1, answer('gate', 'pass')));
    expect(yes.in('assigned')).toBe('b');
    const no = new KernelStory(plan).run('a').step((draft) => answerQuestion(draft, 1, answer('gate', 'fail')));
    expect(no.find('b').state).toMatchObject({ status: 'failed', reason: 'refused by a person' });
  });

  it('refuses an answer that nobody asked for, and takes the same answer twice', () => {
    const story = new KernelStory(smallPlan(['a', 'b'], { a: { verification: [manual('m1')] } })).run('a');
    expect(() => story.step((draft) => answerQuestion(draft, 0, answer('c9', 'pass')))).toThrow(
      expect.objectContaining({ code: 'ANSWER_NOT_ASKED' }),
    );
    const pass = answer('m1', 'pass');
    const before = story.step((draft) => answerQuestion(draft, 0, pass)).execution.lastSeq;
    expect(story.step((draft) => answerQuestion(draft, 0, pass)).execution.lastSeq).toBe(before);
  });

  it(`merges approved results one at a time in the order of approval, and only the merge releases dependants${verifies('R-18')}`, () => {
    const story = new KernelStory(smallPlan(['a', 'b', 'c<a']));
    story.start('a', 'b').end('b', { tree: 'tb' }).end('a', { tree: 'ta' });
    expect(story.in('integrating')).toBe('a b');
    expect(story.find('b').state.kind).toBe('merge');
    expect(story.find('a').state.kind).toBe('attempt');
    expect(story.find('c').state.status).toBe('pending');
    story.step((draft) =>
      draft.record({
        type: 'task-completed',
        task: 1,
        token: 2,
        attemptToken: 1,
        evidenceDigest: 'e',
        commit: 'k1',
        tip: { from: 't0', to: 'k1' },
      }),
    );
    expect(story.execution.tip).toBe('k1');
    expect(story.find('a').state).toMatchObject({ kind: 'merge', token: 2 });
  });

  it('does a task again after a merge conflict, and asks a person after the third', () => {
    const story = new KernelStory(smallPlan(['a']));
    for (let conflict = 1; conflict <= 3; conflict++) {
      story.run('a', { tree: 't' });
      const { token } = story.find('a');
      story.step((draft) => draft.record({ type: 'merge-conflicted', task: 0, token, files: ['x.ts'] }));
    }
    expect(story.find('a').state).toMatchObject({ status: 'waiting', question: { criteria: ['conflict'] } });
    story.step((draft) => answerQuestion(draft, 0, answer('conflict', 'pass')));
    expect(story.in('assigned')).toBe('a');
  });

  it(`gives a lost task to a worker again with a higher token, and fails it as poison after the third loss${verifies('F17')}`, () => {
    const story = new KernelStory(smallPlan(['a', 'b']));
    for (let loss = 1; loss <= 2; loss++) {
      story.start('a').step((draft) => loseAttempt(draft, 0, loss, 'its worker is gone', true));
    }
    expect(story.find('a').state.status).toBe('pending');
    story.run('b', { exitCode: 1 });
    story.start('a').step((draft) => loseAttempt(draft, 0, 3, 'its worker is gone', true));
    expect(story.find('a').state).toMatchObject({ status: 'failed', reason: 'poison', crashes: 3 });
    expect(story.pass(60_000).find('b').state.status).toBe('assigned');
  });

  it(`runs a task alone once it was lost twice, so that the culprit takes nobody with it${verifies('R-21')}`, () => {
    const story = new KernelStory(smallPlan(['killer', 'long', 'other']));
    for (let loss = 1; loss <= 2; loss++) {
      story.start('killer', 'long');
      story.step((draft) => {
        loseAttempt(draft, 0, loss, 'its worker is gone', false);
        loseAttempt(draft, 1, loss, 'its worker is gone', false);
      });
    }
    expect(story.in('assigned')).toBe('other');
    story.run('other');
    expect(story.in('assigned')).toBe('killer');
    story.start('killer').step((draft) => loseAttempt(draft, 0, 3, 'its worker is gone', true));
    expect(story.in('assigned')).toBe('killer');
  });

  it('does not start what was assigned before a pause, and holds no slot meanwhile', () => {
    const story = new KernelStory(smallPlan(['a', 'b']));
    story.start('a').step((draft) => control(draft, planShape(draft.execution.plan), 'pause'));
    expect(story.in('active')).toBe('a');
    expect(story.in('pending')).toBe('b');
    story.step((draft) => control(draft, planShape(draft.execution.plan), 'resume'));
    expect(story.in('assigned')).toBe('b');
  });

  it('asks again for a result that was made anew after a conflict', () => {
    const story = new KernelStory(smallPlan(['a'], { a: { verification: [manual('m1')] } }));
    story.run('a', { tree: 't1' }).step((draft) => answerQuestion(draft, 0, answer('m1', 'pass')));
    const { token } = story.find('a');
    story.step((draft) => draft.record({ type: 'merge-conflicted', task: 0, token, files: ['x.ts'] }));
    story.run('a', { tree: 't2' });
    expect(story.find('a').state).toMatchObject({ status: 'waiting', question: { criteria: ['m1'] } });
  });

  it(`never takes an agent's word for a task without criteria: a person is asked${verifies('R-32')}`, () => {
    const story = new KernelStory(smallPlan(['a'], { a: { verification: [] } }));
    story.run('a');
    expect(story.find('a').state).toMatchObject({ status: 'waiting', question: { criteria: ['review'] } });
    story.step((draft) => answerQuestion(draft, 0, answer('review', 'pass')));
    expect(story.execution.status).toBe('succeeded');
  });

  it('does not hold a cut-off worker against the task', () => {
    const story = new KernelStory(smallPlan(['a']));
    for (let loss = 1; loss <= 5; loss++)
      story.start('a').step((draft) => loseAttempt(draft, 0, loss, 'no renewal', false));
    expect(story.find('a')).toMatchObject({ token: 6, state: { status: 'assigned', crashes: 0 } });
  });

  it(`changes nothing for a token that is not current${verifies('F16')}`, () => {
    const story = new KernelStory(smallPlan(['a'])).start('a');
    const { lastSeq } = story.execution;
    story.step((draft) => loseAttempt(draft, 0, 7, 'stale', true));
    expect(story.execution.lastSeq).toBe(lastSeq);
  });

  it('pauses when four tasks in a row failed', () => {
    const story = new KernelStory(smallPlan(['a', 'b', 'c', 'd', 'e<d']), {
      retry: { maxAttempts: 1, firstDelayMs: 0, backoffMultiplier: 1, maxDelayMs: 0 },
    });
    for (const id of ['a', 'b', 'c']) story.run(id, { exitCode: 1 });
    expect(story.execution.status).toBe('running');
    story.run('d', { exitCode: 1 });
    expect(story.execution.status).toBe('failed');
    const longer = new KernelStory(smallPlan(['a', 'b', 'c', 'd', 'e', 'f']), {
      maxParallel: 1,
      retry: { maxAttempts: 1, firstDelayMs: 0, backoffMultiplier: 1, maxDelayMs: 0 },
    });
    for (const id of ['a', 'b', 'c', 'd']) longer.run(id, { exitCode: 1 });
    expect(longer.execution).toMatchObject({ status: 'paused', reason: '4 tasks in a row failed' });
  });

  it('goes on beside broken tasks however often they are tried: each counts once', () => {
    const story = new KernelStory(smallPlan(['a', 'b', 'c', 'd']), {
      retry: { maxAttempts: 3, firstDelayMs: 0, backoffMultiplier: 1, maxDelayMs: 0 },
    });
    for (let time = 0; time < 3; time++) for (const id of ['a', 'b', 'c']) story.run(id, { exitCode: 1 });
    expect([story.execution.status, story.in('failed')]).toEqual(['running', 'a b c']);
    expect(story.run('d').in('completed')).toBe('d');
  });

  it('a person can cancel, and retry what failed in a new epoch', () => {
    const story = new KernelStory(smallPlan(DIAMOND), {
      retry: { maxAttempts: 1, firstDelayMs: 0, backoffMultiplier: 1, maxDelayMs: 0 },
    });
    const shape = planShape(story.execution.plan);
    story.run('a', { exitCode: 1 });
    expect(story.execution.status).toBe('failed');
    story.step((draft) => control(draft, shape, 'retry'));
    expect(story.execution).toMatchObject({ status: 'running', epoch: 2 });
    expect(story.in('assigned')).toBe('a');
    story.run('a').step((draft) => control(draft, shape, 'cancel'));
    expect(story.execution.status).toBe('cancelled');
    expect(story.in('skipped')).toBe('b c d');
    const { lastSeq } = story.execution;
    expect(story.step((draft) => control(draft, shape, 'cancel')).execution.lastSeq).toBe(lastSeq);
  });

  it(`is the fold of its events, and every change of status is in the table${verifies('R-44')}`, () => {
    const story = new KernelStory(smallPlan(DIAMOND, { c: { verification: [manual('m1')] } }));
    story.run('a').start('b', 'c').end('b', { exitCode: 1 }).end('c').pass(5_000).run('b', { tree: 'tb' });
    let state = story.first;
    for (const event of story.happened) {
      const next = applyEvents(state, [event]);
      for (const [no, task] of next.tasks.entries()) {
        const from = state.tasks.at(no)!.status;
        if (from !== task.status) expect([...LEGAL_TASK_TRANSITIONS]).toContain(`${from}>${task.status}`);
      }
      state = next;
    }
    expect(state).toEqual(story.execution);
    expect(applyEvents(story.first, story.happened)).toEqual(story.execution);
  });
});
