import type { EndedAttempt } from '../core/execution/execution';
import { bookCost } from '../core/execution/owed-costs';
import { releaseAttempt } from '../core/execution/settle-attempts';
import type { Hint } from '../ports/hints';
import type { AttemptDeps } from './attempt-deps';
import { persist } from './persist';
import { transact } from './transact';

/**
 * Books what an attempt cost whose end does not count: it was taken from this worker, or cut short because the database was away.
 * In the latter case it is handed back with it, where nobody has taken it yet.
 *
 * *Repeat*: booked once. If it stops before, what was spent is not known to anybody.
 *
 * @param signal - While it has not aborted, a database that is away is waited for.
 */
export async function bookWhatWasSpent(
  deps: AttemptDeps,
  { executionId, task, token }: Hint,
  spent: EndedAttempt,
  signal: AbortSignal,
): Promise<void> {
  if (spent.costUsd + spent.inputTokens + spent.outputTokens === 0) return;
  await persist(deps, signal, () =>
    transact(deps, {
      executionId,
      actor: `worker:${deps.worker}`,
      decide: (draft) => {
        if (!releaseAttempt(draft, task, token, 'it was cut short', spent.costUsd))
          bookCost(draft, { task, token }, spent);
      },
    }),
  );
}
