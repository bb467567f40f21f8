import { UnavailableError } from '../core/errors';
import { type Execution, isOver } from '../core/execution/execution';
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

/**
 * False for what a person has taken back or gone on from since: the newer epoch's end delivers its own. A restore raises the
 * epoch and changes nothing, so that what was to be delivered is.
 */
const isWanted = (execution: Execution, { epoch, tip }: { readonly epoch: number; readonly tip?: string }): boolean =>
  execution.epoch === epoch || execution.tip === tip;

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
  const project = projectId === undefined ? undefined : await deps.projects.get(projectId);
  if (project && project.host !== deps.hostName) {
    throw new UnavailableError('home', `The project is on ${project.host}`, { retryAfterMs: ELSEWHERE_MS });
  }
  if (project && tip !== undefined && isWanted(execution, message.payload)) {
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
