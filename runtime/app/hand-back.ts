import { releaseAttempt } from '../core/execution/settle-attempts';
import type { Hint } from '../ports/hints';
import type { AttemptDeps } from './attempt-deps';
import { transact } from './transact';

/**
 * Hands an attempt or merge back because its worker stops; nobody is to blame. Nothing happens when it is not current.
 *
 * @param costUsd - What it had cost by then.
 */
export async function handBack(deps: AttemptDeps, { executionId, task, token }: Hint, costUsd = 0): Promise<void> {
  await transact(deps, {
    executionId,
    actor: `worker:${deps.worker}`,
    decide: (draft) => void releaseAttempt(draft, task, token, 'the worker stops', costUsd),
  });
}
