import { isNightshiftError, messageOf } from '../core/errors';
import { isOver } from '../core/execution/execution';
import type { Log } from '../ports/log';
import type { Repositories } from '../ports/repositories';
import type { TransactDeps } from './transact';

export type ClearDeps = Pick<TransactDeps, 'cache' | 'time'> & {
  readonly repositories: Pick<Repositories, 'workspaces' | 'removeWorkspaces'>;
  readonly log: Log;
};

/** Milliseconds after the end of an execution in which nobody else but its delivery and its workers clears up. */
const LEFT_TO_OTHERS_MS = 5 * 60_000;

/**
 * Removes workspaces on this host whose execution was over a while ago: its delivery removed them, and a worker that came
 * late, or died, left some again. Safe to repeat; one that cannot be looked at now is looked at the next time.
 *
 * Source: I18, I28.
 */
export async function clearWorkspaces({ repositories, cache, time, log }: ClearDeps): Promise<void> {
  for (const executionId of await repositories.workspaces()) {
    try {
      const { execution } = await cache.refresh(executionId);
      const { status, endedAt } = execution;
      if (!isOver(status) || endedAt === undefined) continue;
      if ((await time.now()).getTime() - Date.parse(endedAt) < LEFT_TO_OTHERS_MS) continue;
      await repositories.removeWorkspaces(executionId);
    } catch (error) {
      if (isNightshiftError(error) && error.code === 'EXECUTION_ARCHIVED') {
        await repositories.removeWorkspaces(executionId);
        continue;
      }
      log.debug('workspaces could not be cleared away', { executionId, error: messageOf(error) });
    }
  }
}
