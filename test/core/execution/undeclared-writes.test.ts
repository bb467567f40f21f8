import { asProjectId } from '../../../runtime/core/ids';
import { claimedFiles } from '../../../runtime/core/schedule/claimed-files';
import { explainWaits } from '../../../runtime/core/schedule/explain-waits';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { undeclaredWrites } from '../../../runtime/core/verify/undeclared-writes';
import { KernelStory } from '../../support/kernel-story';
import { manual, smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

const FILES = { a: { files: ['src/a/'] }, b: { files: ['src/shared.ts'] }, c: { files: ['docs/**'] } };
const WIDE = { tree: 'tree', changedFiles: ['src/a/x.ts', 'src/shared.ts'] };
const eventsOf = ({ happened }: KernelStory) =>
  happened.flatMap(({ body }) => (body.type === 'writes-undeclared' ? [body] : []));
const waitsOf = (story: KernelStory) => {
  const { execution, nowMs } = story;
  const worker = { id: 'w' as never, host: 'here', capabilities: ['shell', 'sandbox'], slots: 9, freeSlots: 9 };
  const capacity = { workers: [worker], globalLimit: 9, globalFree: 9, slotWaits: [] };
  return explainWaits({ execution, shape: planShape(execution.plan), nowMs, capacity });
};

describe(`an attempt that changes files its task does not declare${verifies('R-5')}`, () => {
  it('is told of once, and claims them from then on: nobody else starts on them before they are merged', () => {
    const story = new KernelStory(smallPlan(['a', 'b<c', 'c'], FILES));
    story.run('a', WIDE);
    expect(eventsOf(story)).toEqual([{ type: 'writes-undeclared', task: 0, token: 1, files: ['src/shared.ts'] }]);
    expect(story.find('a').state).toMatchObject({ status: 'integrating', undeclared: ['src/shared.ts'] });
    story.run('c');
    expect(story.find('c').state.status).toBe('completed');
    expect(story.find('b').state.status).toBe('pending');
    expect(waitsOf(story).get(1)).toBe('waits for src/shared.ts, which a (Task a) writes');
    story.step((draft) => {
      const { no, token } = story.find('a');
      draft.record({ type: 'task-completed', task: no, token, attemptToken: 1, evidenceDigest: 'digest' });
    });
    expect(story.find('b').state.status).toBe('assigned');
  });

  it('is told of once although a person is asked and it is judged again', () => {
    const story = new KernelStory(smallPlan(['a'], { a: { ...FILES.a, verification: [manual('m1')] } }));
    story.run('a', WIDE).step(() => undefined);
    expect(story.find('a').state.status).toBe('waiting');
    const answer = { criterionId: 'm1', result: 'pass', actor: 'person:me', at: '2026-01-01T00:00:00.000Z' } as const;
    story.step((draft) => draft.record({ type: 'task-answered', task: 0, answer }));
    expect(eventsOf(story)).toHaveLength(1);
    expect(story.find('a').state.status).toBe('integrating');
  });

  it('fails where the hand-off says so: an agent is told and tries again, a command is not asked twice', () => {
    const policy = { undeclaredWrites: 'fail' } as const;
    const plan = smallPlan(['a'], FILES);
    const agent = new KernelStory(plan, policy).run('a', { ...WIDE, agent: 'claude-code' });
    expect(eventsOf(agent)).toHaveLength(1);
    expect(agent.find('a').state).toMatchObject({
      status: 'pending',
      tries: 1,
      lastFailure:
        'It changed files that the task does not declare: src/shared.ts. It may change src/a/, and no others.',
    });
    // What it wrote once is no excuse for writing it again.
    agent.pass(60_000).run('a', { ...WIDE, agent: 'claude-code' });
    expect(agent.find('a').state).toMatchObject({ status: 'pending', tries: 2 });
    expect(new KernelStory(plan, policy).run('a', WIDE).find('a').state).toMatchObject({ status: 'failed', token: 1 });
    const good = new KernelStory(plan, policy).run('a', { tree: 'tree', changedFiles: ['src/a/x.ts'] });
    expect(good.find('a').state.status).toBe('integrating');
  });

  it('has no files of others where it declares none, or works in no repository', () => {
    expect(undeclaredWrites({ files: [] }, { tree: 'tree', changedFiles: ['x'] })).toEqual([]);
    expect(undeclaredWrites({ files: ['y'] }, { changedFiles: ['x'] })).toEqual([]);
  });

  it('claims everything when it changed more than is named', () => {
    const many = Array.from({ length: 1_000 }, (_, no) => `f${no}`);
    expect(undeclaredWrites({ files: ['y'] }, { tree: 't', changedFiles: many }).slice(199)).toEqual(['f199', '**']);
    expect(undeclaredWrites({ files: ['y'] }, { tree: 't', changedFiles: ['x', '… and 2,000 more'] })).toEqual([
      'x',
      '**',
    ]);
  });
});

describe('tasks that declare no files', () => {
  const PROJECT = { projectId: asProjectId('01900000-0000-7000-8000-000000000002') };
  const plan = smallPlan(['a', 'b', 'c'], { c: { files: ['docs/**'] } });

  it('run beside all others, unless the hand-off says otherwise', () => {
    expect(new KernelStory(plan, PROJECT).in('assigned')).toBe('a b c');
  });

  it(`claim what their attempt changed until that is merged, or is to be done anew${verifies('R-5')}`, () => {
    const story = () =>
      new KernelStory(smallPlan(['a', 'b<c', 'c'], { b: { files: ['src/shared.ts'] } }), PROJECT)
        .run('a', WIDE)
        .run('c');
    const merged = story();
    expect([merged.find('a').state.status, merged.find('b').state.status]).toEqual(['integrating', 'pending']);
    expect(eventsOf(merged)).toEqual([]);
    expect(waitsOf(merged).get(1)).toBe('waits for src/shared.ts, which a (Task a) writes');
    merged.step((draft) => {
      const { no, token } = merged.find('a');
      draft.record({ type: 'task-completed', task: no, token, attemptToken: 1, evidenceDigest: 'digest' });
    });
    expect(merged.find('b').state.status).toBe('assigned');
    const again = story();
    again.step((draft) => {
      const { no, token } = again.find('a');
      draft.record({ type: 'merge-conflicted', task: no, token, files: ['src/shared.ts'] });
    });
    expect(again.in('assigned')).toBe('a b');
  });

  it('run by themselves where it says so, and say why they wait', () => {
    const story = new KernelStory(plan, { ...PROJECT, unknownFiles: 'alone' });
    expect(story.in('assigned')).toBe('a');
    expect([...waitsOf(story).values()]).toEqual([
      'waits for a (Task a): it declares no files, and so runs by itself',
      'waits for a (Task a), which declares no files and runs by itself',
    ]);
    story.run('a');
    expect(story.in('assigned')).toBe('b');
    story.run('b');
    expect(story.in('assigned')).toBe('c');
  });

  it('claim nothing where there is no repository', () => {
    const { execution } = new KernelStory(plan, { unknownFiles: 'alone' });
    expect(claimedFiles(execution)[0]).toEqual([]);
    expect(execution.tasks.map(({ status }) => status)).toEqual(['assigned', 'assigned', 'assigned']);
  });
});
