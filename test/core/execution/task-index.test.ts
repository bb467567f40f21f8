import { Draft } from '../../../runtime/core/execution/draft';
import { indexOf } from '../../../runtime/core/execution/index-of';
import { TaskIndex } from '../../../runtime/core/execution/task-index';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { KernelStory, START } from '../../support/kernel-story';
import { smallPlan } from '../../support/small-plan';

const plan = smallPlan(['a', 'b<a', 'c<a', 'd<b,c']);
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

  it('is made anew after a draft that was dropped', () => {
    const story = new KernelStory(plan).start('a');
    const dropped = new Draft(story.execution, START, 'test');
    dropped.record({ type: 'attempt-lost', task: 0, token: 1, reason: 'gone', isFault: false });
    expect(indexOf(dropped, shape).in('active')).toEqual([]);
    const draft = new Draft(story.execution, START, 'test');
    expect(indexOf(draft, shape).in('active')).toEqual([0]);
  });
});
