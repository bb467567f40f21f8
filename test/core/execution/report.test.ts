import { reportView } from '../../../runtime/core/report/report-view';
import { type AttemptFacts, taskViews } from '../../../runtime/core/report/task-views';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { KernelStory, WORKER } from '../../support/kernel-story';
import { smallPlan } from '../../support/small-plan';

/** What is advised after two attempts of one task. */
function adviceOf({ execution }: KernelStory): readonly string[] {
  const started: AttemptFacts = { task: 0, kind: 'attempt', startedAt: '2026-01-01T00:00:00.000Z', costUsd: 0 };
  const attempts = [started, started].map((attempt) => ({ ...attempt, durationMs: 1 }));
  const nowMs = Date.parse('2026-01-01T00:01:00.000Z');
  const tasks = taskViews({ execution, shape: planShape(execution.plan), nowMs }, attempts);
  return reportView({ execution, tasks, attempts, leftOut: [], nowMs }).advice;
}

describe('the advice at the end', () => {
  const advice = expect.stringContaining('a needed more than one attempt');

  it('is to say what went wrong where an attempt failed', () => {
    const story = new KernelStory(smallPlan(['a'])).run('a', { exitCode: 1 }).pass(60_000).run('a');
    expect(adviceOf(story)).toContainEqual(advice);
  });

  it('does not blame the plan for a worker that was killed', () => {
    const story = new KernelStory(smallPlan(['a'])).start('a');
    const { no, token } = story.find('a');
    const reason = `${WORKER} is gone`;
    story.step((draft) => draft.record({ type: 'attempt-lost', task: no, token, reason, isFault: true }));
    story.pass(60_000).run('a');
    expect(story.find('a').state.status).not.toBe('pending');
    expect(adviceOf(story)).not.toContainEqual(advice);
  });
});
