import { newExecution } from '../core/execution/apply-event';
import { Draft } from '../core/execution/draft';
import type { ExecutionOptions, ExecutionStatus } from '../core/execution/execution';
import { submittedInput } from '../core/execution/submitted-input';
import { asExecutionId } from '../core/ids';
import { messagesOf } from '../core/notify/outbox-message';
import type { ExecutionPlan, PlanLimits, PlanProblem, PlanText } from '../core/plan/plan';
import { planRefusal } from '../core/plan/plan-refusal';
import { unmetNeeds } from '../core/schedule/unmet-needs';
import type { LoopOrigin, Receipt } from '../ports/execution-store';
import type { Ids } from '../ports/ids';
import type { PlanReader } from '../ports/plan-reader';
import type { Project, ProjectStore } from '../ports/records';
import type { WorkerStore } from '../ports/worker-store';
import { findProject } from './find-project';
import { resourceLimits } from './scheduling-capacity';
import type { TransactDeps } from './transact';

export type SubmitDeps = TransactDeps & {
  readonly ids: Ids;
  readonly plans: PlanReader;
  readonly projects: ProjectStore;
  readonly workers: Pick<WorkerStore, 'scheduling'>;
  readonly limits: PlanLimits;
  readonly defaults: Omit<ExecutionOptions, 'projectId' | 'homeHost' | 'base' | 'agent' | 'origin'>;
};

export interface PlanHandoff {
  readonly plan: PlanText;
  readonly conversationId?: string;
  /** Folder or id of a registered project. */
  readonly project?: string;
  readonly options: Partial<Omit<ExecutionOptions, 'projectId' | 'homeHost'>>;
  readonly idempotencyKey: string;
  readonly digest: string;
  readonly actor: string;
  readonly loop: LoopOrigin;
}

export interface Accepted {
  readonly type: 'accepted';
  readonly receipt: Receipt;
  readonly plan: ExecutionPlan;
  readonly status: ExecutionStatus;
  readonly estimatedMinutes: number;
}

export type Submitted =
  | Accepted
  | { readonly type: 'problems'; readonly problems: readonly PlanProblem[]; readonly total: number };

/**
 * Reads a plan and commits it with its execution and loop. Accepted only once it is durable;
 * the same key with the same digest gives the same receipt, so it is safe to send again, also once its execution was archived. What was
 * accepted once is not checked again: project, workers and limits may be others by now.
 *
 * @throws {RequestError} `PROJECT_UNKNOWN`, `HANDOFF_KEY_REUSED`.
 */
export async function submitPlan(deps: SubmitDeps, handoff: PlanHandoff): Promise<Submitted> {
  const receipt = await deps.store.findReceipt(handoff.idempotencyKey, handoff.digest);
  if (receipt) return acceptance(deps, receipt, () => readAgain(deps, handoff, receipt));
  const project = handoff.project === undefined ? undefined : await findProject(deps, handoff.project);
  const created = await deps.time.nowIso();
  const reading = await readPlan(deps, handoff, deps.ids.uuid(), created);
  if (reading.type === 'problems') return reading;
  // Who hands over knows in which conversation; what the plan says of it may be of the one that wrote it.
  const { conversationId = reading.plan.conversationId } = handoff;
  return submitTasks(deps, handoff, { ...reading.plan, conversationId }, project, created);
}

async function readPlan(deps: SubmitDeps, handoff: PlanHandoff, planId: string, created: string) {
  const { reading } = await deps.plans.examine(handoff.plan, {
    planId,
    conversationId: handoff.conversationId ?? deps.ids.uuid(),
    created,
    priority: handoff.options.priority ?? deps.defaults.priority,
    limits: deps.limits,
  });
  return reading;
}

/** A plan that was accepted once. @throws {PlanError} where it is refused by now. */
async function readAgain(deps: SubmitDeps, handoff: PlanHandoff, { planId }: Receipt): Promise<ExecutionPlan> {
  const reading = await readPlan(deps, handoff, planId, await deps.time.nowIso());
  if (reading.type === 'problems') throw planRefusal(reading.problems, reading.total);
  return reading.plan;
}

/** The part of `submitPlan` after the reading: also for plans that were made, not read. */
export async function submitTasks(
  deps: SubmitDeps,
  handoff: Omit<PlanHandoff, 'plan' | 'project' | 'conversationId'>,
  plan: ExecutionPlan,
  project: Project | undefined,
  at: string,
): Promise<Submitted> {
  const options: ExecutionOptions = {
    ...deps.defaults,
    origin: 'hand-off',
    ...handoff.options,
    ...(project === undefined ? {} : { projectId: project.id, homeHost: project.host }),
  };
  const { workers, capacity } = await deps.workers.scheduling();
  const unmet = unmetNeeds(plan, options, workers, resourceLimits(capacity));
  if (unmet.length > 0) return { type: 'problems', problems: unmet, total: unmet.length };
  const executionId = asExecutionId(deps.ids.uuid());
  const draft = new Draft(newExecution(executionId, plan, options, at), at, handoff.actor);
  const input = submittedInput(plan, options);
  draft.record({
    type: 'execution-submitted',
    planId: plan.id,
    planDigest: handoff.digest,
    inputDigest: input.digest,
    tasks: plan.tasks.length,
  });
  const receipt = await deps.store.submit({
    executionId,
    plan,
    options,
    input,
    idempotencyKey: handoff.idempotencyKey,
    digest: handoff.digest,
    actor: handoff.actor,
    events: draft.events,
    after: draft.execution,
    outbox: messagesOf(draft.execution, draft.events, deps.messages),
    loop: handoff.loop,
  });
  if (!receipt.isNew) return acceptance(deps, receipt, async () => plan);
  deps.cache.put(draft.execution); // whoever submits mostly takes the first step too
  const { criticalMinutes: estimatedMinutes } = deps.cache.shapeOf(draft.execution);
  return { type: 'accepted', receipt, plan, status: draft.execution.status, estimatedMinutes };
}

/** @param readAgain - The plan, where nothing but its receipt is kept of it. */
async function acceptance(
  { store, cache }: Pick<SubmitDeps, 'store' | 'cache'>,
  receipt: Receipt,
  readAgain: () => Promise<ExecutionPlan>,
): Promise<Accepted> {
  const archived = await store.archived(receipt.executionId);
  if (archived)
    return { type: 'accepted', receipt, plan: await readAgain(), status: archived.status, estimatedMinutes: 0 };
  const { execution, shape } = await cache.refresh(receipt.executionId);
  const { plan, status } = execution;
  return { type: 'accepted', receipt, plan, status, estimatedMinutes: shape.criticalMinutes };
}
