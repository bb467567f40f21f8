import { hasOpenAttempt } from './attempt-rows';
import type { Draft } from './draft';
import { holdsLease } from './held-resources';
import { releaseAttempt } from './settle-attempts';

const REASON = 'the database was restored from a backup';

/**
 * Makes everybody stale who worked on an execution before it was restored: a new epoch, tokens that nobody was given, and nothing
 * that is under way. What was completed, approved or asked stays. Nobody is to blame.
 *
 * @param tokenFloor - No worker can have been given a higher token.
 */
export function fenceRestored(draft: Draft, tokenFloor: number): void {
  const { epoch } = draft.execution;
  draft.record({ type: 'execution-restored', epoch: epoch + 1, tokenFloor });
  for (const [task, state] of draft.execution.tasks.entries()) {
    const { token } = state;
    if (holdsLease(state)) releaseAttempt(draft, task, token, REASON);
    else if (hasOpenAttempt(state)) draft.record({ type: 'assignment-withdrawn', task, token, reason: REASON });
  }
}
