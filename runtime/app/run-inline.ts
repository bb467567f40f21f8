import { RequestError } from '../core/errors';
import { canonicalJson } from '../core/execution/canonical-json';
import { isOver } from '../core/execution/execution';
import { sha256 } from '../core/execution/hash-event';
import { asTaskId } from '../core/ids';
import type { ExecutionPlan, ExecutionTask } from '../core/plan/plan';
import type { Receipt } from '../ports/execution-store';
import { advanceExecution } from './advance-execution';
import { findProject } from './find-project';
import type { LoopDeps } from './release-and-assign';
import type { WaitAnswer } from './runtime';
import { type SubmitDeps, submitTasks } from './submit-plan';

export type InlineDeps = LoopDeps & SubmitDeps;

/** One task that a node in anybody's workflow hands to a worker. */
export interface InlineTask {
  readonly title: string;
  readonly description: string;
  readonly command?: string;
  readonly agent?: string;
  readonly project?: string;
  readonly criteria: readonly { readonly criterion: string; readonly command?: string }[];
  readonly timeoutMinutes?: number;
  readonly costCapUsd?: number;
  /** Unique per node run: a repeat finds the same execution. */
  readonly key: string;
  readonly maxAttempts: number;
}

export interface InlineCaller {
  readonly workflowId: string;
  readonly n8nExecutionId: string;
  readonly resumeUrl: string;
}

/**
 * Hands one task to a worker as a plan of its own, driven by the runtime, and registers the node's wait for its end.
 * The node's n8n execution belongs to somebody: it is never restarted.
 */
export async function runInline(deps: InlineDeps, task: InlineTask, caller: InlineCaller): Promise<WaitAnswer> {
  const { workflowId, n8nExecutionId, resumeUrl } = caller;
  const { executionId } = await submitInline(deps, task, caller);
  const advanced = await advanceExecution(deps, executionId, `n8n:${workflowId}`);
  const call = { executionId, generation: 1, n8nExecutionId, workflowId };
  const wait = await deps.loops.wait({ ...call, resumeUrl, isDue: false });
  if (wait === 'stale') return { type: 'stale' };
  const { execution } = advanced ?? (await deps.cache.refresh(executionId));
  if (isOver(execution.status)) await deps.loops.markDue([executionId]);
  return { type: 'wait', executionId, generation: 1, wait };
}

async function submitInline(
  deps: InlineDeps,
  task: InlineTask,
  { workflowId, n8nExecutionId }: InlineCaller,
): Promise<Receipt> {
  const handoff = {
    idempotencyKey: `inline:${n8nExecutionId}:${task.key}`,
    digest: sha256(canonicalJson(task)),
    actor: `n8n:${workflowId}`,
    loop: { type: 'inline', workflowId, n8nExecutionId },
    options: {
      origin: 'inline',
      advance: 'direct',
      retry: { ...deps.defaults.retry, maxAttempts: task.maxAttempts, whenSpent: 'fail' },
      notifications: { voice: false, push: false, discord: false },
      ...(task.costCapUsd === undefined ? {} : { costCapUsd: task.costCapUsd, taskCostCapUsd: task.costCapUsd }),
    },
  } as const;
  const receipt = await deps.store.findReceipt(handoff.idempotencyKey, handoff.digest);
  if (receipt) return receipt;
  const at = await deps.time.nowIso();
  const project = task.project === undefined ? undefined : await findProject(deps, task.project);
  const submitted = await submitTasks(deps, handoff, inlinePlan(deps, task, at), project, at);
  if (submitted.type === 'accepted') return submitted.receipt;
  throw new RequestError('PLAN_REFUSED', submitted.problems[0]?.message ?? 'The task was refused', {
    hint: submitted.problems[0]?.hint ?? 'Correct the task in the node.',
  });
}

function inlinePlan(deps: InlineDeps, task: InlineTask, created: string): ExecutionPlan {
  const only: ExecutionTask = {
    id: asTaskId('task-001'),
    originalId: '1',
    title: task.title,
    description: task.description,
    dependencies: [],
    contextTier: 64,
    status: 'pending',
    where: { line: 1, column: 1 },
    files: [],
    subtasks: [],
    verification: task.criteria.map(({ criterion, command }, index) => ({
      id: `c${index + 1}`,
      criterion,
      test: command === undefined ? 'manual' : 'auto',
      ...(command === undefined ? {} : { command }),
    })),
    ...(task.command === undefined ? {} : { command: task.command }),
    ...(task.agent === undefined ? {} : { agent: task.agent }),
    ...(task.timeoutMinutes === undefined ? {} : { timeoutMinutes: task.timeoutMinutes }),
  };
  return {
    id: deps.ids.uuid(),
    conversationId: deps.ids.uuid(),
    source: 'INLINE',
    title: task.title,
    format: 'inline',
    notes: [],
    tasks: [only],
    metadata: { created, estimatedDuration: task.timeoutMinutes ?? 10, contextBudget: 64_000, priority: 'normal' },
  };
}
