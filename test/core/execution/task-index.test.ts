import { Draft } from '../../../runtime/core/execution/draft';
import { capacityHeld } from '../../../runtime/core/execution/held-resources';
import { followIndex, indexOf } from '../../../runtime/core/execution/index-of';
import { TaskIndex } from '../../../runtime/core/execution/task-index';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { lastGiven } from '../../../runtime/core/schedule/waiting-since';
import { KernelStory, START } from '../../support/kernel-story';
import { smallPlan } from '../../support/small-plan';

const plan = smallPlan(['a', 'b<a', 'c<a', 'd<b,c'], {
  b: { resources: { db: 1 } },
  c: { resources: { db: 2, gpu: 1 } },
});
const shape = planShape(plan);
const fresh = (draft: Draft) => new TaskIndex(shape.graph, shape.waveOf, shape.waves.length, draft.execution);
const seen = (index: TaskIndex) => ({
  ready: [...index.ready].sort(),
  active: index.in('active'),
  assigned: index.in('assigned'),
  completed: index.count('completed'),
  settled: index.settled,
  open: shape.waves.map((_, wave) => index.openIn(wave)),
});
/** What an execution holds and was last given, of each thing; by an index, and by a look at all tasks. */
const given = ({ execution }: Draft, index?: TaskIndex) => ({
  held: capacityHeld(execution, index?.inProgress()),
  last: [[], ['db'], ['gpu'], ['db', 'gpu'], ['net']].map((names) => lastGiven(execution, names, index)),
});

describe('the index of an execution', () => {
  it('follows its events to what a new one is made of', () => {
    const story = new KernelStory(plan);
    let draft = new Draft(story.first, START, 'test');
    indexOf(draft, shape);
    for (const id of ['a', 'b', 'c', 'd']) story.run(id);
    for (const { body } of story.happened) {
      draft.record(body);
      expect(seen(indexOf(draft, shape))).toEqual(seen(fresh(draft)));
    }
    expect(indexOf(draft, shape).settled).toBe(4);
    draft = new Draft(draft.execution, START, 'test');
    expect(seen(indexOf(draft, shape))).toEqual(seen(fresh(draft)));
  });

  it('tells what is held, and when what was given, as a look at all tasks does', () => {
    const story = new KernelStory(plan);
    for (const id of ['a', 'c', 'b', 'd']) story.run(id);
    let { first: execution } = story;
    let last: unknown;
    const moments = [...story.happened.map(({ body }) => body), { type: 'task-reopened', task: 2 } as const];
    for (const [minute, body] of moments.entries()) {
      const draft = new Draft(execution, new Date(Date.parse(START) + minute * 60_000).toISOString(), 'test');
      draft.record(body);
      const index = indexOf(draft, shape);
      expect(given(draft, index)).toEqual(given(draft));
      ({ last } = given(draft, index));
      ({ execution } = draft);
    }
    expect(last).toEqual([expect.any(String), expect.any(String), undefined, undefined, undefined]);
  });

  it('goes back to where a draft began that was dropped, and is not made anew', () => {
    const story = new KernelStory(plan).start('a');
    const dropped = new Draft(story.execution, START, 'test');
    dropped.record({ type: 'attempt-lost', task: 0, token: 1, reason: 'gone', isFault: false });
    const index = indexOf(dropped, shape);
    expect(index.in('active')).toEqual([]);
    const draft = new Draft(story.execution, START, 'test');
    expect(indexOf(draft, shape)).toBe(index);
    expect(seen(index)).toEqual(seen(fresh(draft)));
  });

  it('takes in what others did while a draft of its own was dropped', () => {
    const story = new KernelStory(plan).run('a').start('b');
    const { execution: before, happened } = story;
    const dropped = new Draft(before, START, 'test');
    const index = indexOf(dropped, shape);
    dropped.record({ type: 'attempt-lost', task: 1, token: 1, reason: 'gone', isFault: false });
    indexOf(dropped, shape);
    const seenSo = happened.length;
    story.run('c');
    followIndex(shape, before, happened.slice(seenSo), story.execution);
    const draft = new Draft(story.execution, START, 'test');
    expect(indexOf(draft, shape)).toBe(index);
    expect(seen(index)).toEqual(seen(fresh(draft)));
  });
});
