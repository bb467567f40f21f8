import type { EventBody, ExecutionEvent } from '../../../runtime/core/execution/event';
import type { Execution, TaskState } from '../../../runtime/core/execution/execution';
import { asExecutionId, asTaskId, asWorkerId } from '../../../runtime/core/ids';
import type { ExecutionTask } from '../../../runtime/core/plan/plan';

export const ID = '0198f2c0-0000-7000-8000-000000000001';

const aTask = (title: string, number: number): ExecutionTask => ({
  id: asTaskId(`task-${number + 1}`),
  title,
  description: '',
  dependencies: [],
  contextTier: 32,
  verification: [],
  status: 'pending',
  originalId: String(number + 1),
  where: { line: 1, column: 1 },
  files: [],
  subtasks: [],
});

export const aState: TaskState = {
  status: 'pending',
  token: 0,
  kind: 'attempt',
  tries: 0,
  crashes: 0,
  losses: 0,
  aways: 0,
  costUsd: 0,
  modelTokens: 0,
  conflicts: 0,
  announcements: 0,
  answers: [],
};

export const anAttempt = (durationMs: number, summary = ''): NonNullable<TaskState['attempt']> => ({
  token: 1,
  worker: asWorkerId('w1'),
  agent: 'shell',
  outcome: { type: 'done' },
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:01:00.000Z',
  durationMs,
  changedFiles: [],
  summary,
  evidence: [],
  costUsd: 0,
  inputTokens: 0,
  outputTokens: 0,
  logDigest: '0'.repeat(64),
});

/** An execution whose tasks have these titles and states. */
export function anExecution(
  tasks: Readonly<Record<string, Partial<TaskState>>>,
  options: Partial<Execution['options']> = {},
): Execution {
  const titles = Object.keys(tasks);
  return {
    id: asExecutionId(ID),
    plan: {
      id: 'p',
      conversationId: 'c',
      source: 'INLINE',
      tasks: titles.map(aTask),
      metadata: { created: '2026-01-01T00:00:00.000Z', estimatedDuration: 1, contextBudget: 1, priority: 'normal' },
      title: 'Release the parser',
      format: 'checkbox',
      notes: [],
    },
    options: {
      priority: 'normal',
      maxParallel: 4,
      release: 'rolling',
      advance: 'workflow',
      onFailure: 'skip-dependents',
      retry: { maxAttempts: 3, firstDelayMs: 1, backoffMultiplier: 2, maxDelayMs: 1 },
      costCapUsd: 1,
      taskCostCapUsd: 1,
      taskTokenCap: 1_000_000,
      taskTimeoutMs: 1,
      notifications: { voice: true, push: true, discord: true },
      origin: 'hand-off',
      ...options,
    },
    status: 'running',
    epoch: 0,
    lastSeq: 9,
    lastHash: '0'.repeat(64),
    wavesCompleted: 0,
    failuresInARow: 0,
    costUsdAtResume: 0,
    costUsd: 0,
    submittedAt: '2026-01-01T00:00:00.000Z',
    tasks: titles.map((title) => ({ ...aState, ...tasks[title] })),
  };
}

export const anEvent = (body: EventBody, more: Partial<ExecutionEvent> = {}): ExecutionEvent => ({
  seq: 7,
  at: '2026-01-01T12:00:00.000Z',
  actor: 'worker:w1',
  hash: '0'.repeat(64),
  body,
  ...more,
});
