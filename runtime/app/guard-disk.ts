import { diskGate } from '../core/verify/disk-gate';
import type { Disk } from '../ports/disk';
import { type TransactDeps, transact } from './transact';

/** Pauses every open execution while this host's disk is nearly full, and lets it go on afterwards. Safe to repeat. */
export async function guardDisk(deps: TransactDeps & { readonly disk: Disk }): Promise<void> {
  const freeBytes = await deps.disk.freeBytes();
  for (const executionId of await deps.store.open()) {
    await transact(deps, {
      executionId,
      actor: 'gateway',
      decide: (draft) => {
        const verdict = diskGate(draft.execution, freeBytes);
        if (verdict.type === 'pause') draft.record({ type: 'execution-paused', reason: verdict.reason });
        if (verdict.type === 'resume') draft.record({ type: 'execution-resumed' });
      },
    });
  }
}
