import { messageOf } from '../core/errors';
import { decideLoop, type LoopSighting } from '../core/execution/decide-loop';
import { isOver } from '../core/execution/execution';
import { pause } from '../core/execution/pause';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { LoopHost } from '../ports/loop-host';
import type { Loop, LoopStore } from '../ports/loop-store';
import { type TransactDeps, transact } from './transact';

export type ReconcileDeps = TransactDeps & {
  readonly loops: LoopStore;
  readonly host: LoopHost;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Compares what n8n says of each open loop with what its execution needs, and restarts, pauses or leaves it.
 * Keeps what it saw before: an n8n execution counts as missing only when it was missing twice, 10 s apart.
 */
export class LoopReconciler {
  /** When each n8n execution was first seen missing, on the steady clock. */
  private readonly missingSince = new Map<string, number>();

  constructor(private readonly deps: ReconcileDeps) {}

  /** One look at all open loops. A loop that cannot be looked at now is looked at the next time. */
  async look(): Promise<void> {
    let since: number | undefined;
    const databaseSince = async (): Promise<number> => {
      since ??= (await this.deps.loops.servesSince()).getTime();
      return since;
    };
    for (const loop of await this.deps.loops.openLoops()) {
      try {
        await this.lookAt(loop, databaseSince);
      } catch (error) {
        this.deps.log.warn('a loop could not be looked at', { executionId: loop.executionId, error: messageOf(error) });
      }
    }
  }

  /** @param databaseSince - Since when the database serves: the same for all loops of a look. */
  private async lookAt(loop: Loop, databaseSince: () => Promise<number>): Promise<void> {
    const { deps } = this;
    const { execution } = await deps.cache.refresh(loop.executionId);
    if (isOver(execution.status) && loop.kind === 'inline') return;
    const verdict = decideLoop(loop, execution, await this.sight(loop, databaseSince));
    switch (verdict.type) {
      case 'leave':
        return;
      case 'restart': {
        const next = await deps.loops.restart(loop.executionId, loop.generation, verdict.reason);
        if (next)
          deps.log.info('a loop starts anew', {
            executionId: loop.executionId,
            generation: next.generation,
            reason: verdict.reason,
          });
        return;
      }
      case 'pause':
        await transact(deps, {
          executionId: loop.executionId,
          actor: 'gateway',
          decide: (draft) => {
            const { status } = draft.execution;
            if (!isOver(status)) pause(draft, verdict.reason);
          },
        });
    }
  }

  private async sight(loop: Loop, databaseSince: () => Promise<number>): Promise<LoopSighting> {
    const now = (await this.deps.time.now()).getTime();
    if (loop.n8nExecutionId === undefined) {
      // Nobody can begin while n8n is away: that is no death.
      return { now, state: (await this.deps.host.isReady()) ? 'unbound' : 'new', missingForMs: 0 };
    }
    const state = await this.deps.host.executionState(loop.n8nExecutionId);
    if (state !== 'missing') {
      this.missingSince.delete(loop.n8nExecutionId);
      const sighting = { now, state, missingForMs: 0 };
      return state === 'running' ? { ...sighting, databaseSince: await databaseSince() } : sighting;
    }
    const since = this.missingSince.get(loop.n8nExecutionId) ?? this.deps.clock.steady();
    this.missingSince.set(loop.n8nExecutionId, since);
    return { now, state, missingForMs: this.deps.clock.steady() - since };
  }
}
