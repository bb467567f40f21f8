import { holdsLease } from '../core/execution/held-resources';
import type { Hint } from '../ports/hints';
import type { AttemptDeps } from './attempt-deps';
import { transact } from './transact';

/** Hands an attempt or merge back because its worker stops; nobody is to blame. Nothing happens when it is not current. */
export async function handBack(deps: AttemptDeps, { executionId, task, token }: Hint): Promise<void> {
  await transact(deps, {
    executionId,
    actor: `worker:${deps.worker}`,
    decide: (draft) => {
      const state = draft.task(task);
      if (state.token === token && holdsLease(state)) {
        draft.record({ type: 'attempt-released', task, token, reason: 'the worker stops' });
      }
    },
  });
}
