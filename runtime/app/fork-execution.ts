import { canonicalJson } from '../core/execution/canonical-json';
import { sha256 } from '../core/execution/hash-event';
import type { ExecutionId } from '../core/ids';
import { planRefusal } from '../core/plan/plan-refusal';
import type { ExecutionStore, Receipt } from '../ports/execution-store';
import { findTask } from './find-task';
import { stateAfter } from './state-after';
import { type SubmitDeps, submitTasks } from './submit-plan';

export type ForkDeps = SubmitDeps & { readonly store: Pick<ExecutionStore, 'eventsAfter'> };

export interface ForkInput {
  readonly executionId: ExecutionId;
  readonly taskId: string;
  readonly idempotencyKey: string;
  readonly actor: string;
}

/**
 * Starts a new execution of the same plan from the moment right after a task was completed: what was completed then is completed in it,
 * and its branch begins where the other one stood. The other one is not touched. The same key gives the same receipt.
 *
 * @throws {RequestError} `EXECUTION_UNKNOWN`, `TASK_UNKNOWN`, `CONTROL_REFUSED`; `PROJECT_UNKNOWN`, `CAPABILITY_MISSING` and others as a hand-off.
 */
export async function forkExecution(
  deps: ForkDeps,
  { executionId, taskId, idempotencyKey, actor }: ForkInput,
): Promise<Receipt> {
  const { execution } = await deps.cache.refresh(executionId);
  const { then } = await stateAfter(deps.store, execution, findTask(execution, taskId));
  const digest = sha256(canonicalJson({ fork: executionId, epoch: then.epoch, seq: then.lastSeq }));
  const known = await deps.store.findReceipt(idempotencyKey, digest);
  if (known) return known;
  const { projectId, homeHost: _homeHost, ...options } = execution.options;
  const project = projectId === undefined ? undefined : await deps.projects.get(projectId);
  const { plan } = execution;
  const at = await deps.time.nowIso();
  const tasks = plan.tasks.map((task, no) => {
    const { status, reason } = then.tasks.at(no)!;
    // What the plan itself skips stays skipped; what its own execution skipped is tried again.
    const isDone = status === 'completed' || (status === 'skipped' && reason === undefined);
    return { ...task, status: isDone ? status : ('pending' as const) };
  });
  const submitted = await submitTasks(
    deps,
    {
      options: { ...options, origin: 'hand-off', ...(then.tip === undefined ? {} : { base: then.tip }) },
      idempotencyKey,
      digest,
      actor,
      loop: { type: 'to-start' },
    },
    { ...plan, id: deps.ids.uuid(), tasks },
    project,
    at,
  );
  if (submitted.type === 'accepted') return submitted.receipt;
  throw planRefusal(submitted.problems, submitted.total);
}
