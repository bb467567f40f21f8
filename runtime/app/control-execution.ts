import { isNightshiftError } from '../core/errors';
import { type ControlAction, control } from '../core/execution/control';
import { isOver } from '../core/execution/execution';
import { releaseTasks } from '../core/execution/release-tasks';
import type { ExecutionId } from '../core/ids';
import type { LoopHost } from '../ports/loop-host';
import type { Loop } from '../ports/loop-store';
import { findTask } from './find-task';
import type { LoopDeps } from './release-and-assign';
import { sendStops } from './send-hints';
import { transact } from './transact';

export type ControlDeps = LoopDeps & { readonly host: LoopHost };

export interface ControlInput {
  readonly executionId: ExecutionId;
  readonly action: ControlAction;
  readonly taskId?: string;
  /** For `pause`: what runs is stopped, too. */
  readonly stopsRunning?: boolean;
  readonly actor: string;
}

export interface Controlled {
  readonly message: string;
  /** False when it was so already. */
  readonly isNew: boolean;
}

/**
 * Pauses, resumes, cancels, or retries what failed. Asking for what is already so succeeds and changes nothing.
 * After a resume or retry the loop is started again where n8n no longer runs it.
 *
 * @throws {RequestError} `EXECUTION_UNKNOWN`, `TASK_UNKNOWN`, `CONTROL_REFUSED`.
 */
export async function controlExecution(deps: ControlDeps, input: ControlInput): Promise<Controlled> {
  const { executionId, action, actor } = input;
  const { execution, draft } = await transact(deps, {
    executionId,
    actor,
    decide: (draft, shape) => {
      control(draft, shape, action, {
        ...(input.taskId === undefined ? {} : { task: findTask(draft.execution, input.taskId) }),
        ...(input.stopsRunning === undefined ? {} : { stopsRunning: input.stopsRunning }),
      });
      if (action !== 'pause' && draft.events.length > 0) releaseTasks(draft, shape);
    },
  });
  if (action === 'cancel' || action === 'pause') await sendStops(deps, draft);
  if (action === 'resume' || action === 'retry') await bringLoopBack(deps, executionId);
  if (isOver(execution.status)) await deps.loops.markDue([executionId]);
  const isNew = draft.events.length > 0;
  return {
    isNew,
    message: isNew ? `The execution is ${execution.status}.` : `Nothing to do: the execution is ${execution.status}.`,
  };
}

/** Starts the loop again where n8n no longer runs it, and else wakes it. */
export async function bringLoopBack(deps: ControlDeps, executionId: ExecutionId): Promise<void> {
  const loop = await deps.loops.get(executionId);
  if (loop?.kind !== 'workflow') return;
  if (!loop.isEnded && (await isHosted(deps, loop))) await deps.loops.markDue([executionId]);
  else await deps.loops.restart(executionId, loop.generation, 'asked for by a person');
}

/** Whether n8n still runs a loop. While n8n is away it counts as hosted: the reconciler looks once it is back. */
async function isHosted({ host }: ControlDeps, { n8nExecutionId }: Loop): Promise<boolean> {
  if (n8nExecutionId === undefined) return false;
  try {
    return ['running', 'waiting', 'new'].includes(await host.executionState(n8nExecutionId));
  } catch (error) {
    if (isNightshiftError(error) && error.kind === 'transient') return true;
    throw error;
  }
}
