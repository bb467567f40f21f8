import { type Floors, fenceRestored } from '../core/execution/fence-restored';
import { asExecutionId } from '../core/ids';
import type { Clock } from '../ports/clock';
import type { ExecutionStore } from '../ports/execution-store';
import { DatabaseTime } from './database-time';
import { ExecutionCache } from './execution-cache';
import { transact } from './transact';

/** Makes everybody of before a restore stale, in every execution: over ones too, which a person may take up again. */
export async function fenceExecutions(
  store: ExecutionStore,
  ids: readonly string[],
  { floors, actor, clock }: { readonly floors: Floors; readonly actor: string; readonly clock: Clock },
): Promise<void> {
  const cache = new ExecutionCache(store);
  const deps = { store, cache, time: new DatabaseTime(store, clock), messages: { targets: {} } };
  for (const id of ids) {
    await transact(deps, {
      executionId: asExecutionId(id),
      actor,
      decide: (draft) => fenceRestored(draft, floors),
    });
  }
}
