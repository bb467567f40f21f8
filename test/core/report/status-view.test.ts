import { answerQuestion, control } from '../../../runtime/core/execution/control';
import { pause } from '../../../runtime/core/execution/pause';
import { progressOf } from '../../../runtime/core/report/progress-of';
import { reportView } from '../../../runtime/core/report/report-view';
import { statusView } from '../../../runtime/core/report/status-view';
import { taskViews } from '../../../runtime/core/report/task-views';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { taskKind } from '../../../runtime/core/schedule/task-kind';
import { diskGate } from '../../../runtime/core/verify/disk-gate';
import { KernelStory, OPTIONS, START } from '../../support/kernel-story';
import { smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

const ONE_TRY = { maxParallel: 1, retry: { maxAttempts: 1, firstDelayMs: 0, backoffMultiplier: 1, maxDelayMs: 0 } };

function seen({ execution }: KernelStory) {
  const shape = planShape(execution.plan);
  const nowMs = Date.parse('2026-01-01T00:01:00.000Z');
  const moment = { execution, shape, nowMs };
  const tasks = taskViews(moment, []);
  return {
    status: statusView(moment),
    tasks,
    report: reportView({ execution, tasks, attempts: [], leftOut: [], nowMs }),
  };
}

/** Four tasks failed, one after the other. */
function failing(): KernelStory {
  const story = new KernelStory(smallPlan(['a', 'b', 'c', 'd', 'e', 'f']), ONE_TRY);
  for (const id of ['a', 'b', 'c', 'd']) story.run(id, { exitCode: 1 });
  return story;
}

describe(`how an execution stands${verifies('R-40')}`, () => {
  it('names what failed, why, and the next step when tasks that failed in a row have paused it', () => {
    const { status, tasks, report } = seen(failing());
    expect(status).toMatchObject({
      state: 'paused',
      reason: '4 tasks in a row failed',
      hint: `Mend what made the tasks fail, then let it go on: nightshift control ${status.executionId} resume`,
    });
    expect(status.failures.map(({ id, isFinal, failure }) => [id, isFinal, failure])).toEqual(
      ['a', 'b', 'c', 'd'].map((id) => [id, true, expect.stringContaining('ended with exit code 1')]),
    );
    expect(report.hint).toBe(status.hint);
    expect(report.advice).toEqual([]);
    expect(tasks.find(({ id }) => id === 'e')?.why).toBe('the execution is paused');
  });

  it('lists the answer at a gate and who gave it, and counts it as no proof', () => {
    const plan = smallPlan(['a', 'b<a'], { b: { humanGate: 'Release?' } });
    const pass = { criterionId: 'gate', result: 'pass', actor: 'person:ada', at: '2026-01-01T00:00:30.000Z' } as const;
    const story = new KernelStory(plan).run('a').step((draft) => answerQuestion(draft, 1, pass));
    const { tasks, report } = seen(story);
    expect(tasks[1]?.evidence).toEqual([
      { criterionId: 'gate', criterion: 'Release?', isPassed: true, actor: 'person:ada' },
    ]);
    expect(report.summary).not.toContain('2 criteria');
  });

  it('says of a task that was done before that nothing had to be changed', () => {
    const plan = smallPlan(['a', 'b'], { a: { files: ['x'] }, b: { files: ['y'] } });
    const story = new KernelStory(plan);
    for (const [id, changedFiles] of [
      ['a', []],
      ['b', ['y']],
    ] as const) {
      story.run(id, { tree: 'tree', changedFiles, absentFiles: [] }).step((draft) => {
        const { no, token } = story.find(id);
        draft.record({ type: 'task-completed', task: no, token, attemptToken: token, evidenceDigest: 'digest' });
      });
    }
    expect(seen(story).tasks.map(({ hadNothingToChange }) => hadNothingToChange)).toEqual([true, undefined]);
  });

  it('names what is to be tried again as well', () => {
    const story = new KernelStory(smallPlan(['a'])).run('a', { exitCode: 1 });
    expect(seen(story).status.failures).toMatchObject([{ id: 'a', isFinal: false, tries: 1 }]);
    story.nowMs += 60_000;
    expect(seen(story.step(() => undefined).run('a')).status.failures).toEqual([]);
  });

  it('counts every try of what failed for good, and none of what a person did not let begin', () => {
    const plan = smallPlan(['a', 'b'], { b: { humanGate: 'Release?' } });
    const story = new KernelStory(plan, { retry: { ...OPTIONS.retry, maxAttempts: 2 } });
    story.run('a', { exitCode: 1 }).pass(60_000).run('a', { exitCode: 1 });
    const no = { criterionId: 'gate', result: 'fail', actor: 'person:me', at: START } as const;
    story.step((draft) => answerQuestion(draft, 1, no));
    expect(seen(story).status.failures).toMatchObject([
      { id: 'a', isFinal: true, tries: 2 },
      { id: 'b', isFinal: true, tries: 0 },
    ]);
  });

  it('counts completed tasks alone as progress, the same in every place', () => {
    const story = new KernelStory(smallPlan(['a', 'b<a', 'c']), ONE_TRY).run('a', { exitCode: 1 }).run('c');
    const { status } = seen(story);
    expect([status.state, status.progress]).toEqual(['failed', { current: 1, total: 3, percentage: 33 }]);
    expect(progressOf({ status: 'failed', completed: 1, total: 3 })).toEqual(status.progress);
    expect(progressOf({ status: 'cancelled', completed: 0, total: 6 })).toEqual({
      current: 0,
      total: 6,
      percentage: 0,
    });
    expect(progressOf({ status: 'succeeded', completed: 4, total: 5 })).toEqual({
      current: 5,
      total: 5,
      percentage: 100,
    });
    expect(progressOf({ status: 'queued', completed: 0, total: 0 }).percentage).toBe(100);
  });

  it.each([
    ['pause', /^Let it go on: nightshift control \S+ resume$/],
    ['cancel', /^Take up what is left: nightshift control \S+ retry$/],
  ] as const)('has the next step after a %s', (action, hint) => {
    const story = new KernelStory(smallPlan(['a', 'b<a']));
    story.step((draft) => control(draft, planShape(draft.execution.plan), action));
    expect(seen(story).status.hint).toMatch(hint);
  });

  it('counts what is left by what such tasks took before, as its forecast does', () => {
    const { execution } = new KernelStory(smallPlan(['a', 'b<a', 'c<b'])).start('a');
    const shape = planShape(execution.plan);
    shape.memory.history = new Map([[taskKind(execution.plan.tasks[0]!, execution.options), [0.1, 0.1, 0.1]]]);
    const nowMs = Date.parse(execution.tasks.at(0)!.startedAt!);
    const { remaining, eta, state } = statusView({ execution, shape, nowMs });
    expect([state, remaining]).toEqual(['running', { tasks: 3, workMinutes: 0.3 }]);
    const minutes = (Date.parse(eta!) - nowMs) / 60_000;
    expect(minutes).toBeGreaterThan(0.1);
    expect(minutes).toBeLessThan(1);
  });

  it('says what each running task is expected to take: by its plan, and by what such tasks took before where that is known', () => {
    const { execution } = new KernelStory(smallPlan(['a', 'b<a'])).start('a');
    const shape = planShape(execution.plan);
    const nowMs = Date.parse(execution.tasks.at(0)!.startedAt!);
    const estimatesNow = () => [
      statusView({ execution, shape, nowMs }).currentTasks.map(({ estimateMs }) => estimateMs),
      taskViews({ execution, shape, nowMs }, []).map(({ estimateMs }) => estimateMs),
    ];
    const planned = shape.minutes[0]! * 60_000;
    expect(estimatesNow()).toEqual([[planned], [planned, undefined]]);
    shape.memory.history = new Map([[taskKind(execution.plan.tasks[0]!, execution.options), [0.1, 0.1, 0.1]]]);
    expect(estimatesNow()).toEqual([[6_000], [6_000, undefined]]);
  });

  it('has no next step for a person while it goes on, once it is done, and while it waits for room on the disk', () => {
    const story = new KernelStory(smallPlan(['a']));
    expect(seen(story).status.hint).toBeUndefined();
    expect(seen(story.run('a')).status.hint).toBeUndefined();
    const full = new KernelStory(smallPlan(['a']));
    const { reason } = diskGate(full.execution, 1) as { readonly reason: string };
    full.step((draft) => pause(draft, reason));
    expect(seen(full).status).toMatchObject({ state: 'paused', reason });
    expect(seen(full).status.hint).toBeUndefined();
  });

  it('says in plain words what is done and proven', () => {
    const summaryOf =
      (...args: ConstructorParameters<typeof KernelStory>) =>
      (run: (story: KernelStory) => unknown) => {
        const story = new KernelStory(...args);
        run(story);
        return seen(story).report.summary;
      };
    expect(
      summaryOf(smallPlan(['a', 'b<a', 'c']), ONE_TRY)((story) => story.run('a', { exitCode: 1 }).run('c')),
    ).toMatch(/: 1 of 3 tasks is done, proven by 1 criterion, 1 failed, 1 was skipped\.$/);
    expect(summaryOf(smallPlan(['a', 'b']))((story) => story)).toMatch(/: 0 of 2 tasks are done\.$/);
  });
});
