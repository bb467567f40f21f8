import { asExecutionId } from '../core/ids';
import type { OutgoingMessage } from '../ports/outbox';
import type { ProjectStore } from '../ports/records';
import type { Repositories } from '../ports/repositories';
import { type TransactDeps, transact } from './transact';

export type DeliverDeps = TransactDeps & { readonly projects: ProjectStore; readonly repositories: Repositories };

/**
 * Puts the result of an execution into the user's repository as one branch, says so in the log of events,
 * and removes the workspaces. Safe to repeat: the same tip makes the same branch.
 */
export async function deliverResult(deps: DeliverDeps, message: OutgoingMessage): Promise<void> {
  if (message.topic !== 'deliver') return;
  const executionId = asExecutionId(message.executionId);
  const { execution } = await deps.cache.refresh(executionId);
  const { projectId } = execution.options;
  const project = projectId === undefined ? undefined : await deps.projects.get(projectId);
  if (!project) return;
  const { epoch, tip } = message.payload;
  const branch = await deps.repositories.deliver(project, {
    execution: executionId,
    epoch,
    tip,
    title: execution.plan.title,
  });
  await transact(deps, {
    executionId,
    actor: 'gateway',
    decide: (draft) => {
      if (draft.execution.branch !== branch) draft.record({ type: 'result-delivered', branch, tip });
    },
  });
  await deps.repositories.removeWorkspaces(executionId);
}
