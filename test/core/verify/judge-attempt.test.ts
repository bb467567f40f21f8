import { answerQuestion } from '../../../runtime/core/execution/control';
import { KernelStory } from '../../support/kernel-story';
import { auto, manual, smallPlan, type TaskExtras } from '../../support/small-plan';

const FILES = { files: ['out.txt', 'docs/**'] };
const UNCHANGED = { tree: 'tree', changedFiles: [], absentFiles: [] };

/** An attempt that changed nothing, and what became of its task. */
function idle(extras: TaskExtras, shown: Parameters<KernelStory['run']>[1] = {}) {
  const story = new KernelStory(smallPlan(['a'], { a: { ...FILES, ...extras } })).run('a', { ...UNCHANGED, ...shown });
  return { story, state: story.find('a').state };
}

describe('an attempt that changed nothing although its task declares files', () => {
  it('is approved when every criterion holds and the files are there: it was done before', () => {
    expect(idle({}).state.status).toBe('integrating');
  });

  it('is approved once a person says so, where the criterion is for a person', () => {
    const { state } = idle({ verification: [auto('c1'), manual('m1')] });
    expect(state).toMatchObject({ status: 'waiting', question: { criteria: ['m1'] } });
    expect(state.question?.text).toContain('nothing had to be changed');
  });

  it('fails at once, with what to do, when a command has no criterion: a repeat would show the same', () => {
    expect(idle({ verification: [] }).state).toMatchObject({
      status: 'failed',
      token: 1,
      reason: 'the same try would fail again: something must be mended first',
      lastFailure:
        'Nothing was changed, but the task declares out.txt, docs/**. If it was done before, nothing shows it: give the task a criterion that holds once it is done, or leave its files out of the plan.',
    });
  });

  it('fails at once, naming them, when declared files are not there', () => {
    const { state } = idle({}, { absentFiles: ['out.txt'] });
    expect(state.status).toBe('failed');
    expect(state.lastFailure).toBe('Nothing was changed, but the task declares out.txt, docs/**. Not there: out.txt.');
  });

  it('is tried again when a criterion fails, and when an agent did it, who may do better once told', () => {
    const failing = idle({}, { exitCode: 1 }).state;
    expect(failing).toMatchObject({ status: 'pending', tries: 1 });
    expect(failing.lastFailure).toMatch(/exit code 1[\s\S]*Nothing was changed/);
    expect(idle({ verification: [] }, { agent: 'claude-code' }).state).toMatchObject({ status: 'pending', tries: 1 });
  });
});

describe('what a person rejects', () => {
  const rejected = (agent: string) => {
    const story = new KernelStory(smallPlan(['a'], { a: { verification: [auto('c1'), manual('m1')] } }));
    story.run('a', { agent });
    story.step((draft) =>
      answerQuestion(draft, 0, {
        criterionId: 'm1',
        result: 'fail',
        note: 'too blue',
        actor: 'ada',
        at: '2026-01-01T00:00:00.000Z',
      }),
    );
    return story.find('a').state;
  };

  it('is done again by an agent, which is told why', () => {
    expect(rejected('claude-code')).toMatchObject({
      status: 'pending',
      tries: 1,
      lastFailure: expect.stringContaining('too blue'),
    });
  });

  it('fails at once where a command did it, which would do the same again', () => {
    expect(rejected('shell')).toMatchObject({
      status: 'failed',
      token: 1,
      lastFailure: expect.stringContaining('too blue'),
    });
  });
});
