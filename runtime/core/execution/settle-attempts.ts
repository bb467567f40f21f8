import type { PlanShape } from '../schedule/plan-shape';
import { judgeAttempt } from '../verify/judge-attempt';
import { undeclaredWrites } from '../verify/undeclared-writes';
import { canonicalJson } from './canonical-json';
import type { Draft } from './draft';
import type { TaskEventBody } from './event';
import type { EndedAttempt, TaskState } from './execution';
import { sha256 } from './hash-event';
import { holdsLease } from './held-resources';
import { indexOf } from './index-of';
import { owesOf } from './owed-costs';
import { backoffMs } from './retry';

/** Attempts lost by its own doing after which a task is poison: it is not given to another worker (I12). */
export const MAX_CRASHES = 3;
/** Milliseconds until something that was away is tried again: the first time, and at most. */
const AWAY_FIRST_MS = 60_000;
const AWAY_LONGEST_MS = 15 * 60_000;
/** Attempts lost in a row, whoever is to blame, after which it is given up all the same. */
export const MAX_LOSSES = 10;

/**
 * Judges every attempt that ended and settles its task: approved (then it waits for its merge, or is complete where there is
 * no repository), to be tried again, failed, or waiting for a person.
 *
 * @param draw - Random draw in [0, 1) for each backoff.
 */
export function settleAttempts(draft: Draft, shape: PlanShape, draw: () => number): void {
  for (const task of indexOf(draft, shape).in('verifying')) {
    const state = draft.task(task);
    if (!state.attempt) continue;
    noteUndeclared(draft, task, state, state.attempt);
    draft.record(settlementOf(draft, task, state, state.attempt, draw));
  }
}

/** Once for each file: one that a person is asked about is judged again with the answer. */
function noteUndeclared(
  draft: Draft,
  task: number,
  { token, undeclared = [] }: TaskState,
  attempt: EndedAttempt,
): void {
  const files = undeclaredWrites(draft.execution.plan.tasks[task]!, attempt).filter(
    (file) => !undeclared.includes(file),
  );
  if (files.length > 0) draft.record({ type: 'writes-undeclared', task, token, files });
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
  const judgement = judgeAttempt(draft.execution.plan.tasks[task]!, state, attempt, draft.execution.options);
  switch (judgement.type) {
    case 'ask':
      return { type: 'task-waiting', task, token, question: { criteria: judgement.criteria, text: judgement.text } };
    case 'wait': {
      const { message: failure, until } = judgement;
      return {
        type: 'task-retried',
        task,
        token,
        failure,
        dueAt: laterOf(until, awayUntil(draft, state)),
        countsAsTry: false,
      };
    }
    case 'rejected':
      if (!judgement.isFinal) return retryOrFailure(draft, task, state, judgement.failure, draw);
      return {
        type: 'task-failed',
        task,
        token,
        reason: 'the same try would fail again: something must be mended first',
        failure: judgement.failure,
      };
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

/** What was away once may be back in a minute; what is away again and again is asked ever more seldom. */
function awayUntil({ nowMs }: Draft, { aways }: TaskState): string | undefined {
  if (aways === 0) return undefined;
  const waitMs = Math.min(AWAY_FIRST_MS * 2 ** (aways - 1), AWAY_LONGEST_MS);
  return new Date(nowMs + waitMs).toISOString();
}

const laterOf = (one: string, other: string | undefined): string => (other !== undefined && other > one ? other : one);

function retryOrFailure(
  draft: Draft,
  task: number,
  { token, tries: before }: TaskState,
  failure: string,
  draw: () => number,
): TaskEventBody {
  const { retry } = draft.execution.options;
  const tries = before + 1;
  if (tries >= retry.maxAttempts && retry.whenSpent !== 'ask')
    return { type: 'task-failed', task, token, reason: `failed ${tries} times`, failure };
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
  if (state.token !== token || !holdsLease(state)) return;
  draft.record({ type: 'attempt-lost', task: no, token, reason, isFault, ...owesOf(state) });
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

/**
 * Hands an attempt or merge back for which nobody is to blame; false, and nothing happens, when `token` is not current.
 *
 * @param costUsd - What it had cost by then; its worker may say so afterwards unless given.
 */
export function releaseAttempt(draft: Draft, no: number, token: number, reason: string, costUsd?: number): boolean {
  const state = draft.task(no);
  if (state.token !== token || !holdsLease(state)) return false;
  const cost = costUsd === undefined ? owesOf(state) : costUsd > 0 ? { costUsd } : {};
  draft.record({ type: 'attempt-released', task: no, token, reason, ...cost });
  return true;
}

/** SHA-256 over all evidence of an attempt; stands in the event that completes its task (I23). */
export function evidenceDigest(attempt: EndedAttempt): string {
  return sha256(canonicalJson(attempt.evidence));
}
