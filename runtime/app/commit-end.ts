import type { ExecutionId } from '../core/ids';
import { persist } from './persist';
import type { RecordEnd } from './record-end';
import type { Decided } from './transact';
import type { WorkDeps } from './work-deps';

/**
 * Commits the end of a merge; in direct mode with all that follows, in the same transition.
 * Tried until it works or `signal` says that nobody wants it.
 */
export function commitEnd(
  deps: Pick<WorkDeps, 'ends' | 'clock' | 'log'>,
  executionId: ExecutionId,
  record: RecordEnd,
  signal: AbortSignal,
): Promise<Decided> {
  return persist(deps, signal, () => deps.ends.commit(executionId, record));
}
