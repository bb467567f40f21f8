import { hasOpenAttempt } from './attempt-rows';
import type { Draft } from './draft';
import { holdsLease } from './held-resources';
import { releaseAttempt } from './settle-attempts';

const REASON = 'the database was restored from a backup';

/** What nobody of before a restore was given more of: workers no higher token, executions no higher epoch. */
export interface Floors {
  readonly token: number;
  readonly epoch: number;
}

/**
 * Makes everybody stale who worked on an execution before it was restored: a new epoch, tokens that nobody was given, and nothing
 * that is under way. What was completed, approved or asked stays. Nobody is to blame.
 */
export function fenceRestored(draft: Draft, floors: Floors): void {
  const epoch = Math.max(draft.execution.epoch, floors.epoch) + 1;
  draft.record({ type: 'execution-restored', epoch, tokenFloor: floors.token });
  for (const [task, state] of draft.execution.tasks.entries()) {
    const { token } = state;
    if (holdsLease(state)) releaseAttempt(draft, task, token, REASON);
    else if (hasOpenAttempt(state)) draft.record({ type: 'assignment-withdrawn', task, token, reason: REASON });
  }
}
