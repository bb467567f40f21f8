import { messageOf } from '../core/errors';
import { pause } from '../core/execution/pause';
import { diskGate } from '../core/verify/disk-gate';
import type { Disk } from '../ports/disk';
import type { Log } from '../ports/log';
import { type TransactDeps, transact } from './transact';

export type GuardDeps = TransactDeps & {
  readonly disk: Disk;
  /** Name of this host: executions of other hosts are their own gateways'. */
  readonly hostName: string;
  readonly log: Log;
};

/** Pauses every open execution of this host while its disk is nearly full, and lets it go on afterwards. Safe to repeat. */
export async function guardDisk(deps: GuardDeps): Promise<void> {
  const freeBytes = await deps.disk.freeBytes();
  for (const executionId of await deps.store.open()) {
    try {
      await transact(deps, {
        executionId,
        actor: 'gateway',
        decide: (draft) => {
          const { homeHost = deps.hostName } = draft.execution.options;
          if (homeHost !== deps.hostName) return;
          const verdict = diskGate(draft.execution, freeBytes);
          if (verdict.type === 'pause') pause(draft, verdict.reason);
          if (verdict.type === 'resume') draft.record({ type: 'execution-resumed', allowsMore: false });
        },
      });
    } catch (error) {
      deps.log.warn('the disk gate could not look at an execution', { executionId, error: messageOf(error) });
    }
  }
}
