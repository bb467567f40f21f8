import { canonicalJson } from './canonical-json';
import type { Draft } from './draft';
import type { EndedAttempt, TaskState } from './execution';
import { sha256 } from './hash-event';
import { backoffMs } from './retry';
import { judgeAttempt } from '../verify/judge-attempt';

/** Lost attempts after which a task is poison: it is not given to another worker (I12). */
const MAX_CRASHES = 3;

/**
 * Judges every attempt that ended and settles its task: approved (then it waits for its merge, or is complete where there is
 * no repository), to be tried again, failed, or waiting for a person.
 *
 * @param draw - Random draw in [0, 1) for each backoff.
 */
export function settleAttempts(draft: Draft, draw: () => number): void {
  for (const [no, state] of draft.execution.tasks.entries()) {
    if (state.status === 'verifying' && state.attempt) settleAttempt(draft, no, state, state.attempt, draw);
  }
}

function settleAttempt(draft: Draft, no: number, state: TaskState, attempt: EndedAttempt, draw: () => number): void {
  const { token } = state;
  const judgement = judgeAttempt(draft.execution.plan.tasks[no]!, state, attempt);
  switch (judgement.type) {
    case 'ask':
      return draft.record({ type: 'task-waiting', task: no, token, question: { criteria: judgement.criteria, text: judgement.text } });
    case 'wait-for-limit':
      return draft.record({ type: 'task-retried', task: no, token, failure: judgement.message, dueAt: judgement.until, countsAsTry: false });
    case 'rejected':
      return retryOrFail(draft, no, state, judgement.failure, draw);
    case 'approved':
      if (attempt.tree !== undefined) return draft.record({ type: 'task-approved', task: no, token, passed: judgement.passed });
      return draft.record({
        type: 'task-completed',
        task: no,
        token,
        attemptToken: attempt.token,
        evidenceDigest: evidenceDigest(attempt),
      });
  }
}

function retryOrFail(draft: Draft, no: number, state: TaskState, failure: string, draw: () => number): void {
  const { retry } = draft.execution.options;
  const tries = state.tries + 1;
  if (tries >= retry.maxAttempts) {
    draft.record({ type: 'task-failed', task: no, token: state.token, reason: `failed ${tries} times`, failure });
    return;
  }
  const dueAt = new Date(draft.nowMs + backoffMs(retry, tries, draw())).toISOString();
  draft.record({ type: 'task-retried', task: no, token: state.token, failure, dueAt, countsAsTry: true });
}

/**
 * Takes an attempt or merge back whose worker is gone or whose lease ended, if `token` is still current.
 * The third loss of a task by its own doing fails it as poison.
 *
 * @param isFault - False when the worker, not the task, is to blame: a cut network, a stopped machine.
 */
export function loseAttempt(draft: Draft, no: number, token: number, reason: string, isFault: boolean): void {
  const state = draft.task(no);
  const isHeld = state.token === token && (state.status === 'active' || (state.status === 'integrating' && state.startedAt !== undefined));
  if (!isHeld) return;
  draft.record({ type: 'attempt-lost', task: no, token, reason, isFault });
  const { status, crashes } = draft.task(no);
  if (status === 'pending' && crashes >= MAX_CRASHES) {
    draft.record({ type: 'task-failed', task: no, token, reason: 'poison', failure: `Lost with its worker ${crashes} times: ${reason}` });
  }
}

/** SHA-256 over all evidence of an attempt; stands in the event that completes its task (I23). */
export function evidenceDigest(attempt: EndedAttempt): string {
  return sha256(canonicalJson(attempt.evidence));
}
