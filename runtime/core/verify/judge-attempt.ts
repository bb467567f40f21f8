import type { EndedAttempt, TaskState } from '../execution/execution';
import type { ExecutionTask } from '../plan/plan';

/** What a person is asked of a task that nothing else proves. */
export const REVIEW = 'review';

/** What is to become of an attempt that ended. */
export type Judgement =
  | { readonly type: 'approved'; readonly passed: readonly string[] }
  /** `failure` goes into the next prompt. */
  | { readonly type: 'rejected'; readonly failure: string }
  | { readonly type: 'ask'; readonly criteria: readonly string[]; readonly text: string }
  | { readonly type: 'wait'; readonly until: string; readonly message: string };

/**
 * Judges an ended attempt by its stored evidence and by people's answers, never by what the agent says.
 * Every automatic criterion needs evidence with exit code 0; every manual one an answer `pass`.
 * A task without criteria is proven by its own command, which we ran; where an agent did it, a person is asked.
 * Declared files and an empty diff do not go together; without declared files an empty diff passes.
 *
 * Source: R-30, R-32, I23.
 */
export function judgeAttempt(task: ExecutionTask, state: TaskState, attempt: EndedAttempt): Judgement {
  const { outcome } = attempt;
  if (outcome.type === 'limit-reached' || outcome.type === 'away')
    return { type: 'wait', until: outcome.until, message: outcome.message };
  if (outcome.type === 'failed') return { type: 'rejected', failure: outcome.message };

  const failures = task.verification.flatMap((criterion) => {
    if (criterion.test === 'manual') {
      const answer = state.answers.find(({ criterionId }) => criterionId === criterion.id);
      return answer?.result === 'fail'
        ? [`A person rejected "${criterion.criterion}"${answer.note ? `: ${answer.note}` : '.'}`]
        : [];
    }
    const evidence = attempt.evidence.find(({ criterionId }) => criterionId === criterion.id);
    if (!evidence) return [`"${criterion.criterion}" was not checked.`];
    return evidence.exitCode === 0
      ? []
      : [
          `"${criterion.criterion}": \`${evidence.command}\` ended with exit code ${evidence.exitCode}:\n${evidence.outputTail}`,
        ];
  });
  if (failures.length > 0 && attempt.ignored) {
    failures.push(
      `Not part of the result, because .gitignore names it, and so not there: ${attempt.ignored.join(', ')}.`,
    );
  }
  if (attempt.tree !== undefined && task.files.length > 0 && attempt.changedFiles.length === 0) {
    failures.push(`Nothing was changed, but the task declares ${task.files.join(', ')}.`);
  }
  const review = state.answers.find(({ criterionId }) => criterionId === REVIEW);
  if (review?.result === 'fail') failures.push(`A person rejected the result${review.note ? `: ${review.note}` : '.'}`);
  if (failures.length > 0) return { type: 'rejected', failure: failures.join('\n\n') };
  if (task.verification.length === 0 && attempt.evidence.length === 0 && !review) {
    return { type: 'ask', criteria: [REVIEW], text: `"${task.title}" has no criterion. Is it done?` };
  }

  const unanswered = task.verification.filter(
    ({ id, test }) => test === 'manual' && !state.answers.some(({ criterionId }) => criterionId === id),
  );
  if (unanswered.length > 0) {
    return {
      type: 'ask',
      criteria: unanswered.map(({ id }) => id),
      text: unanswered.map(({ criterion }) => criterion).join('\n'),
    };
  }
  return { type: 'approved', passed: task.verification.map(({ id }) => id) };
}
