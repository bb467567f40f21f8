import { randomUUID } from 'node:crypto';
import { applyEvents, newExecution } from '../../runtime/core/execution/apply-event';
import type { EventBody } from '../../runtime/core/execution/event';
import type { EndedAttempt, Execution, ExecutionOptions } from '../../runtime/core/execution/execution';
import { sha256 } from '../../runtime/core/execution/hash-event';
import { submittedInput } from '../../runtime/core/execution/submitted-input';
import { asExecutionId, asTaskId, asWorkerId } from '../../runtime/core/ids';
import type { ExecutionPlan } from '../../runtime/core/plan/plan';
import type { Submission, Transition } from '../../runtime/ports/execution-store';
import { chainEvents } from './chain-events';

export const AT = '2026-01-02T03:04:05.678Z';
export const W1 = asWorkerId('host.1.a');

/** A plan of `tasks` tasks in which task n depends on what `edges` says. */
export function planOf(tasks: number, edges: readonly (readonly [from: number, to: number])[] = []): ExecutionPlan {
  return {
    id: randomUUID(),
    conversationId: `conversation-${randomUUID()}`,
    source: 'INLINE',
    title: 'A plan',
    format: 'task-list',
    notes: [],
    metadata: { created: AT, estimatedDuration: tasks, contextBudget: 32 * tasks, priority: 'normal' },
    tasks: Array.from({ length: tasks }, (_, number) => ({
      id: asTaskId(`task-${number + 1}`),
      title: `Task ${number + 1}`,
      description: '',
      dependencies: edges.filter(([, to]) => to === number).map(([from]) => asTaskId(`task-${from + 1}`)),
      contextTier: 32 as const,
      verification: [{ id: 'c1', criterion: 'it works', test: 'auto' as const, command: 'true' }],
      status: 'pending' as const,
      originalId: String(number + 1),
      where: { line: number + 1, column: 1 },
      files: [],
      subtasks: [],
    })),
  };
}

export const OPTIONS: ExecutionOptions = {
  priority: 'normal',
  maxParallel: 4,
  release: 'rolling',
  advance: 'workflow',
  onFailure: 'skip-dependents',
  retry: { maxAttempts: 3, firstDelayMs: 1_000, backoffMultiplier: 2, maxDelayMs: 60_000 },
  costCapUsd: 10,
  taskCostCapUsd: 5,
  taskTokenCap: 1_000_000,
  taskTimeoutMs: 60_000,
  notifications: { voice: false, push: false, discord: false },
  origin: 'hand-off',
};

/** A hand-off of `plan`, with its first events. */
export function submissionOf(plan: ExecutionPlan, more: Partial<Submission> = {}): Submission {
  const executionId = asExecutionId(randomUUID());
  const digest = sha256(plan.id);
  const options = more.options ?? OPTIONS;
  const input = submittedInput(plan, options);
  const before = newExecution(executionId, plan, options, AT);
  const events = chainEvents(
    before,
    [
      {
        type: 'execution-submitted',
        planId: plan.id,
        planDigest: digest,
        inputDigest: input.digest,
        tasks: plan.tasks.length,
      },
      { type: 'execution-started' },
    ],
    AT,
    'gateway',
  );
  return {
    executionId,
    plan,
    options,
    input,
    idempotencyKey: `key-${executionId}`,
    digest,
    actor: 'gateway',
    events,
    after: applyEvents(before, events),
    outbox: [],
    loop: { type: 'to-start' },
    ...more,
  };
}

/** The transition that `bodies` make of `before`. */
export function transitionOf(
  before: Execution,
  bodies: readonly EventBody[],
  more: Partial<Transition> = {},
  at = AT,
): Transition {
  const events = chainEvents(before, bodies, at, `worker:${W1}`);
  return {
    before,
    after: applyEvents(before, events),
    events,
    outbox: [],
    capacity: [],
    leases: [],
    isLoopDue: false,
    ...more,
  };
}

/** The end of an attempt that did what was asked. */
export function endedAttempt(token: number, more: Partial<EndedAttempt> = {}): EndedAttempt {
  return {
    token,
    worker: W1,
    agent: 'shell',
    outcome: { type: 'done' },
    startedAt: AT,
    endedAt: AT,
    durationMs: 5,
    changedFiles: [],
    summary: 'Did it \u0000 "quoted" \\ \n 🌙',
    evidence: [
      { criterionId: 'c1', command: 'true', exitCode: 0, outputDigest: sha256(''), outputTail: '', durationMs: 1 },
    ],
    costUsd: 0.25,
    inputTokens: 10,
    outputTokens: 20,
    logDigest: sha256('log'),
    ...more,
  };
}

export const assigned = (task: number, token: number, worker = W1): EventBody => ({
  type: 'task-assigned',
  task,
  token,
  worker,
  kind: 'attempt',
});
export const started = (task: number, token: number, worker = W1): EventBody => ({
  type: 'attempt-started',
  task,
  token,
  worker,
  agent: 'shell',
});
export const ended = (task: number, token: number): EventBody => ({
  type: 'attempt-ended',
  task,
  token,
  attempt: endedAttempt(token),
});
export const approved = (task: number, token: number): EventBody => ({
  type: 'task-approved',
  task,
  token,
  passed: ['c1'],
});
export const completed = (task: number, token: number): EventBody => ({
  type: 'task-completed',
  task,
  token,
  attemptToken: token,
  evidenceDigest: sha256('evidence'),
});

/** All of a task's life in one batch. */
export const wholeTask = (task: number, token = 1): readonly EventBody[] => [
  assigned(task, token),
  started(task, token),
  ended(task, token),
  approved(task, token),
  completed(task, token),
];
