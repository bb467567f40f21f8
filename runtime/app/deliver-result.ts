import { UnavailableError } from '../core/errors';
import { isOver } from '../core/execution/execution';
import { asExecutionId } from '../core/ids';
import type { OutgoingMessage } from '../ports/outbox';
import type { ProjectStore } from '../ports/records';
import type { Repositories } from '../ports/repositories';
import { type TransactDeps, transact } from './transact';

export type DeliverDeps = TransactDeps & {
  /** Name of this host: another one's folders are delivered to by its own gateway. */
  readonly hostName: string;
  readonly projects: ProjectStore;
  readonly repositories: Repositories;
};

/** Milliseconds for which a message is left to the gateway of another host. */
const ELSEWHERE_MS = 5_000;

/**
 * Puts the result of an execution into the user's repository as one branch, says so in the log of events,
 * and removes the workspaces. Safe to repeat: the same tip makes the same branch.
 */
export async function deliverResult(deps: DeliverDeps, message: OutgoingMessage): Promise<void> {
  if (message.topic !== 'deliver') return;
  const executionId = asExecutionId(message.executionId);
  const { execution } = await deps.cache.refresh(executionId);
  const { projectId } = execution.options;
  const { epoch, tip } = message.payload;
  // A retry or a rollback came in between: the end after it has a message of its own.
  if (execution.epoch > epoch) return;
  const project = projectId === undefined ? undefined : await deps.projects.get(projectId);
  if (project && project.host !== deps.hostName) {
    throw new UnavailableError('home', `The project is on ${project.host}`, { retryAfterMs: ELSEWHERE_MS });
  }
  if (project && tip !== undefined) {
    const { title } = execution.plan;
    // Whoever made the last merge may have died before the branch stood where it should.
    await deps.repositories.setTip(project, { execution: executionId, epoch }, tip);
    const branch = await deps.repositories.deliver(project, { execution: executionId, tip, title });
    await transact(deps, {
      executionId,
      actor: 'gateway',
      decide: (draft) => {
        const isOurs = draft.execution.epoch === epoch && draft.execution.branch !== branch;
        if (isOurs) draft.record({ type: 'result-delivered', branch, tip });
      },
    });
  }
  // Meanwhile a person may have asked for a retry: then somebody works there again.
  const { execution: now } = await deps.cache.refresh(executionId);
  if (isOver(now.status) && now.epoch === epoch) await deps.repositories.removeWorkspaces(executionId);
}
