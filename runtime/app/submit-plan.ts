import { newExecution } from '../core/execution/apply-event';
import { Draft } from '../core/execution/draft';
import type { Execution, ExecutionOptions } from '../core/execution/execution';
import { submittedInput } from '../core/execution/submitted-input';
import { asExecutionId } from '../core/ids';
import { messagesOf } from '../core/notify/outbox-message';
import type { ExecutionPlan, PlanLimits, PlanProblem, PlanText } from '../core/plan/plan';
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
  readonly execution: Execution;
  readonly estimatedMinutes: number;
}

export type Submitted =
  | Accepted
  | { readonly type: 'problems'; readonly problems: readonly PlanProblem[]; readonly total: number };

/**
 * Reads a plan and commits it with its execution and loop. Accepted only once it is durable;
 * the same key with the same digest gives the same receipt, so it is safe to send again. What was accepted once is not
 * checked again: project, workers and limits may be others by now.
 *
 * @throws {RequestError} `PROJECT_UNKNOWN`, `HANDOFF_KEY_REUSED`.
 */
export async function submitPlan(deps: SubmitDeps, handoff: PlanHandoff): Promise<Submitted> {
  const accepted = await acceptedBefore(deps, handoff);
  if (accepted) return accepted;
  const project = handoff.project === undefined ? undefined : await findProject(deps, handoff.project);
  const created = await deps.time.nowIso();
  const { reading } = await deps.plans.examine(handoff.plan, {
    planId: deps.ids.uuid(),
    conversationId: handoff.conversationId ?? deps.ids.uuid(),
    created,
    priority: handoff.options.priority ?? deps.defaults.priority,
    limits: deps.limits,
  });
  if (reading.type === 'problems') return reading;
  // Who hands over knows in which conversation; what the plan says of it may be of the one that wrote it.
  const { conversationId = reading.plan.conversationId } = handoff;
  return submitTasks(deps, handoff, { ...reading.plan, conversationId }, project, created);
}

/** The acceptance that a repeat of a hand-off gets, whatever became of project and workers since; undefined for a new one. */
export async function acceptedBefore(
  deps: Pick<SubmitDeps, 'store' | 'cache'>,
  handoff: Pick<PlanHandoff, 'idempotencyKey' | 'digest'>,
): Promise<Accepted | undefined> {
  const receipt = await deps.store.findReceipt(handoff.idempotencyKey, handoff.digest);
  return receipt && acceptance(deps, receipt);
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
  if (!receipt.isNew) return acceptance(deps, receipt);
  deps.cache.put(draft.execution); // whoever submits mostly takes the first step too
  const { criticalMinutes: estimatedMinutes } = deps.cache.shapeOf(draft.execution);
  return { type: 'accepted', receipt, execution: draft.execution, estimatedMinutes };
}

async function acceptance(deps: Pick<SubmitDeps, 'cache'>, receipt: Receipt): Promise<Accepted> {
  const { execution, shape } = await deps.cache.refresh(receipt.executionId);
  return { type: 'accepted', receipt, execution, estimatedMinutes: shape.criticalMinutes };
}
