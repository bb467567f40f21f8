import { counted } from '../core/counted';
import { releaseTasks } from '../core/execution/release-tasks';
import { rollBack } from '../core/execution/roll-back';
import type { ExecutionId } from '../core/ids';
import type { ProjectStore } from '../ports/records';
import type { Repositories } from '../ports/repositories';
import { bringLoopBack, type ControlDeps } from './control-execution';
import { findTask } from './find-task';
import { sendStops } from './send-hints';
import { stateAfter } from './state-after';
import { transact } from './transact';

export type RollbackDeps = ControlDeps & {
  readonly hostName: string;
  readonly projects: ProjectStore;
  /** Absent where no git may run: then the next merge sets the branch. */
  readonly repositories?: Pick<Repositories, 'setTip'>;
};

export interface RollbackInput {
  readonly executionId: ExecutionId;
  readonly taskId: string;
  readonly actor: string;
}

/**
 * Takes an execution back to the moment right after a task was completed, its integration branch too, and lets it go on from there.
 * What ran since is stopped, the epoch is raised, and no late result of before counts. A death after the commit leaves only the
 * branch behind, which every merge sets first.
 *
 * @throws {RequestError} `EXECUTION_UNKNOWN`, `TASK_UNKNOWN`, `CONTROL_REFUSED`.
 */
export async function rollBackExecution(
  deps: RollbackDeps,
  { executionId, taskId, actor }: RollbackInput,
): Promise<{ readonly message: string }> {
  const { execution: before } = await deps.cache.refresh(executionId);
  const task = findTask(before, taskId);
  const point = await stateAfter(deps.store, before, task);
  const { execution, draft } = await transact(deps, {
    executionId,
    actor,
    decide: (draft, shape) => {
      rollBack(draft, point);
      if (draft.events.length > 0) releaseTasks(draft, shape);
    },
  });
  const { id } = execution.plan.tasks[task]!;
  if (draft.events.length === 0) return { message: `Nothing to do: nothing came after ${id}.` };
  await sendStops(deps, draft);
  const { tip, epoch, options } = execution;
  const project = options.projectId === undefined ? undefined : await deps.projects.get(options.projectId);
  if (deps.repositories && project?.host === deps.hostName && tip !== undefined)
    await deps.repositories.setTip(project, { execution: executionId, epoch }, tip);
  await bringLoopBack(deps, executionId);
  const reopened = draft.events.filter(({ body }) => body.type === 'task-reopened').length;
  return {
    message: `It is as it was right after ${id}; ${counted(reopened, 'task begins', 'tasks begin')} anew. The execution is ${execution.status}.`,
  };
}
