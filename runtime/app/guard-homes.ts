import { messageOf } from '../core/errors';
import type { Draft } from '../core/execution/draft';
import type { Execution } from '../core/execution/execution';
import { pause } from '../core/execution/pause';
import { diskGate } from '../core/verify/disk-gate';
import { homeGate } from '../core/verify/home-gate';
import type { PauseVerdict } from '../core/verify/self-ending-pause';
import type { Clock } from '../ports/clock';
import type { Disk } from '../ports/disk';
import type { Log } from '../ports/log';
import type { WorkerStore } from '../ports/worker-store';
import { type TransactDeps, transact } from './transact';

export type HomeGuardDeps = TransactDeps & {
  readonly disk: Disk;
  /** Name of this host: the disks of other hosts are their own gateways'. */
  readonly hostName: string;
  readonly workers: Pick<WorkerStore, 'list'>;
  readonly clock: Pick<Clock, 'steady'>;
  readonly log: Log;
  /** Milliseconds for which a home may be without a worker. */
  readonly homeGoneMs: number;
};

/**
 * Pauses every open execution whose home cannot be worked in, and lets it go on afterwards: its disk is nearly full or gone, or no
 * worker has been there for long. Since when a home is without one is known to this process alone: whoever begins anew
 * waits once more.
 */
export class HomeGuard {
  /** Steady times, by host; '' for executions that may run anywhere. */
  private readonly goneSince = new Map<string, number>();

  constructor(private readonly deps: HomeGuardDeps) {}

  /** One look. Safe to repeat, and in several gateways at once. */
  async look(): Promise<void> {
    const { deps } = this;
    const freeBytes = await deps.disk.freeBytes();
    const hosts = new Set((await deps.workers.list()).map(({ host }) => host));
    for (const executionId of await deps.store.open()) {
      try {
        await transact(deps, {
          executionId,
          actor: 'gateway',
          decide: (draft) => {
            follow(draft, this.verdictOf(draft.execution, hosts));
            const { homeHost = deps.hostName } = draft.execution.options;
            if (homeHost === deps.hostName) follow(draft, diskGate(draft.execution, freeBytes));
          },
        });
      } catch (error) {
        deps.log.warn('it could not be seen whether an execution can go on', { executionId, error: messageOf(error) });
      }
    }
  }

  private verdictOf(execution: Execution, hosts: ReadonlySet<string>): PauseVerdict {
    const { homeHost } = execution.options;
    const isThere = homeHost === undefined ? hosts.size > 0 : hosts.has(homeHost);
    return homeGate(execution, {
      goneMs: this.goneMs(homeHost ?? '', isThere),
      goneWithinMs: this.deps.homeGoneMs,
    });
  }

  private goneMs(home: string, isThere: boolean): number | undefined {
    if (isThere) {
      this.goneSince.delete(home);
      return undefined;
    }
    const nowMs = this.deps.clock.steady();
    const since = this.goneSince.get(home) ?? nowMs;
    this.goneSince.set(home, since);
    return nowMs - since;
  }
}

function follow(draft: Draft, verdict: PauseVerdict): void {
  if (verdict.type === 'pause') pause(draft, verdict.reason);
  if (verdict.type === 'resume') draft.record({ type: 'execution-resumed', allowsMore: false });
}
