import { judgeAttempt } from '../verify/judge-attempt';
import { canonicalJson } from './canonical-json';
import type { Draft } from './draft';
import type { TaskEventBody } from './event';
import type { EndedAttempt, TaskState } from './execution';
import { sha256 } from './hash-event';
import { backoffMs } from './retry';

/** Attempts lost by its own doing after which a task is poison: it is not given to another worker (I12). */
const MAX_CRASHES = 3;
/** Attempts lost in a row, whoever is to blame, after which it is given up all the same. */
const MAX_LOSSES = 10;

/**
 * Judges every attempt that ended and settles its task: approved (then it waits for its merge, or is complete where there is
 * no repository), to be tried again, failed, or waiting for a person.
 *
 * @param draw - Random draw in [0, 1) for each backoff.
 */
export function settleAttempts(draft: Draft, draw: () => number): void {
  for (const [task, state] of draft.execution.tasks.entries()) {
    if (state.status === 'verifying' && state.attempt)
      draft.record(settlementOf(draft, task, state, state.attempt, draw));
  }
}

/** The event that settles an ended attempt. */
function settlementOf(
  draft: Draft,
  task: number,
  state: TaskState,
  attempt: EndedAttempt,
  draw: () => number,
): TaskEventBody {
  const { token } = state;
  const judgement = judgeAttempt(draft.execution.plan.tasks[task]!, state, attempt);
  switch (judgement.type) {
    case 'ask':
      return { type: 'task-waiting', task, token, question: { criteria: judgement.criteria, text: judgement.text } };
    case 'wait-for-limit': {
      const { message: failure, until: dueAt } = judgement;
      return { type: 'task-retried', task, token, failure, dueAt, countsAsTry: false };
    }
    case 'rejected':
      return retryOrFailure(draft, task, state, judgement.failure, draw);
    case 'approved':
      if (attempt.tree !== undefined) return { type: 'task-approved', task, token, passed: judgement.passed };
      return {
        type: 'task-completed',
        task,
        token,
        attemptToken: attempt.token,
        evidenceDigest: evidenceDigest(attempt),
      };
  }
}

function retryOrFailure(
  draft: Draft,
  task: number,
  { token, tries: before }: TaskState,
  failure: string,
  draw: () => number,
): TaskEventBody {
  const { retry } = draft.execution.options;
  const tries = before + 1;
  if (tries >= retry.maxAttempts) return { type: 'task-failed', task, token, reason: `failed ${tries} times`, failure };
  const dueAt = new Date(draft.nowMs + backoffMs(retry, tries, draw())).toISOString();
  return { type: 'task-retried', task, token, failure, dueAt, countsAsTry: true };
}

/**
 * Takes an attempt or merge back whose worker is gone or whose lease ended, if `token` is still current.
 * The third loss of a task by its own doing fails it as poison.
 *
 * @param isFault - True when the task is to blame: it was alone on a worker that died, or it cannot be worked on.
 */
export function loseAttempt(draft: Draft, no: number, token: number, reason: string, isFault: boolean): void {
  const state = draft.task(no);
  const isHeld =
    state.token === token &&
    (state.status === 'active' || (state.status === 'integrating' && state.startedAt !== undefined));
  if (!isHeld) return;
  draft.record({ type: 'attempt-lost', task: no, token, reason, isFault });
  const { crashes, losses } = draft.task(no);
  if (crashes >= MAX_CRASHES || losses >= MAX_LOSSES) {
    draft.record({
      type: 'task-failed',
      task: no,
      token,
      reason: 'poison',
      failure: `Lost ${losses} times in a row: ${reason}`,
    });
  }
}

/** SHA-256 over all evidence of an attempt; stands in the event that completes its task (I23). */
export function evidenceDigest(attempt: EndedAttempt): string {
  return sha256(canonicalJson(attempt.evidence));
}
