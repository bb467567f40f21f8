import type { EndedAttempt, ExecutionOptions, TaskState } from '../execution/execution';
import type { ExecutionTask } from '../plan/plan';
import { undeclaredWrites } from './undeclared-writes';

/** What a person is asked of a task that nothing else proves. */
export const REVIEW = 'review';

/** What is to become of an attempt that ended. */
export type Judgement =
  | { readonly type: 'approved'; readonly passed: readonly string[] }
  /** `failure` goes into the next prompt. `isFinal`: a repeat would show the same. */
  | { readonly type: 'rejected'; readonly failure: string; readonly isFinal?: true }
  | { readonly type: 'ask'; readonly criteria: readonly string[]; readonly text: string }
  | { readonly type: 'wait'; readonly until: string; readonly message: string };

/**
 * Judges an ended attempt by its stored evidence and by people's answers, never by what the agent says.
 * Every automatic criterion needs evidence with exit code 0; every manual one an answer `pass`.
 * A task without criteria is proven by its own command, which we ran; where an agent did it, a person is asked.
 * Declared files and an empty diff go together only where criteria hold and the files are there: then it was done before.
 * Without declared files an empty diff passes. Files that are changed and not declared are refused where the policy says so.
 *
 * Source: R-30, R-32, I23.
 */
export function judgeAttempt(
  task: ExecutionTask,
  state: TaskState,
  attempt: EndedAttempt,
  policy: Pick<ExecutionOptions, 'undeclaredWrites'>,
): Judgement {
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
  const review = state.answers.find(({ criterionId }) => criterionId === REVIEW);
  const isRefused = state.answers.some(({ result }) => result === 'fail');
  if (review?.result === 'fail') failures.push(`A person rejected the result${review.note ? `: ${review.note}` : '.'}`);
  const objections = objectionsTo(task, attempt, policy, failures.length === 0);
  if (failures.length > 0 || objections.length > 0) {
    // A command does the same again, told or not, when only its files are wrong or a person says no; an agent may do better.
    const isFinal = attempt.agent === 'shell' && (failures.length === 0 || isRefused);
    const failure = [...failures, ...objections].join('\n\n');
    return { type: 'rejected', failure, ...(isFinal ? { isFinal } : {}) };
  }
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
      text: [
        ...unanswered.map(({ criterion }) => criterion),
        ...(isUntouched(task, attempt) ? ['(What it declares was there already: nothing had to be changed.)'] : []),
      ].join('\n'),
    };
  }
  return { type: 'approved', passed: task.verification.map(({ id }) => id) };
}

/** What is wrong with the files that it changed. */
function objectionsTo(
  task: ExecutionTask,
  attempt: EndedAttempt,
  { undeclaredWrites: policy }: Pick<ExecutionOptions, 'undeclaredWrites'>,
  isProven: boolean,
): readonly string[] {
  const others = policy === 'fail' ? undeclaredWrites(task, attempt) : [];
  return [
    ...(isUntouched(task, attempt) && !(isProven && wasDoneBefore(task, attempt)) ? [idleWords(task, attempt)] : []),
    ...(others.length > 0 ? [undeclaredWords(task, others)] : []),
  ];
}

/** Files of others that a message names. */
const NAMED_FILES = 10;

function undeclaredWords({ files }: ExecutionTask, others: readonly string[]): string {
  const named = others.slice(0, NAMED_FILES).join(', ');
  const more = others.length > NAMED_FILES ? ` and ${others.length - NAMED_FILES} more` : '';
  return `It changed files that the task does not declare: ${named}${more}. It may change ${files.join(', ')}, and no others.`;
}

/** Nothing was changed, although files are declared. */
export const isUntouched = (task: ExecutionTask, { tree, changedFiles }: EndedAttempt): boolean =>
  tree !== undefined && task.files.length > 0 && changedFiles.length === 0;

/** Something says when it is done, and what it declares is there. */
const wasDoneBefore = ({ verification }: ExecutionTask, { absentFiles }: EndedAttempt): boolean =>
  verification.length > 0 && absentFiles?.length === 0;

function idleWords(task: ExecutionTask, { absentFiles = [] }: EndedAttempt): string {
  const idle = `Nothing was changed, but the task declares ${task.files.join(', ')}.`;
  if (absentFiles.length > 0) return `${idle} Not there: ${absentFiles.join(', ')}.`;
  if (task.verification.length > 0) return idle;
  return `${idle} If it was done before, nothing shows it: give the task a criterion that holds once it is done, or leave its files out of the plan.`;
}
