import type { EndedAttempt } from '../core/execution/execution';
import { bookCost } from '../core/execution/owed-costs';
import { releaseAttempt } from '../core/execution/settle-attempts';
import type { Hint } from '../ports/hints';
import type { AttemptDeps } from './attempt-deps';
import { transact } from './transact';

/** What an attempt cost. */
export type Spent = Pick<EndedAttempt, 'costUsd' | 'inputTokens' | 'outputTokens'>;

const NOTHING: Spent = { costUsd: 0, inputTokens: 0, outputTokens: 0 };

/**
 * Hands an attempt or merge back that this worker does not end; nobody is to blame. Where it was taken from it before, what it had
 * cost is booked, once.
 */
export async function handBack(
  deps: AttemptDeps,
  { executionId, task, token }: Hint,
  spent: Spent = NOTHING,
  reason = 'the worker stops',
): Promise<void> {
  await transact(deps, {
    executionId,
    actor: `worker:${deps.worker}`,
    decide: (draft) => {
      if (!releaseAttempt(draft, task, token, reason, spent.costUsd)) bookCost(draft, { task, token }, spent);
    },
  });
}
