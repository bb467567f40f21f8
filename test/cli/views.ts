import type { QuestionView, TaskView } from '../../runtime/core/report/task-view';
import type { ExecutionStatusView, ReportView } from '../../runtime/core/report/views';
import { EXECUTION } from '../gateway/scripted-app';

/** A task that nothing happened to, but for what is given. */
export const aTask = (id: string, given: Partial<TaskView> = {}): TaskView => ({
  id,
  originalId: id,
  title: `Title of ${id}`,
  state: 'pending',
  kernelStatus: 'pending',
  wave: 1,
  dependencies: [],
  attempts: 0,
  costUsd: 0,
  evidence: [],
  questions: [],
  ...given,
});

export const aQuestion: QuestionView = {
  taskId: 'task-002',
  originalId: '2.1',
  taskTitle: 'Look at it',
  criterionId: 'c1',
  text: 'Does it look right?',
};

export const aStatus = (given: Partial<ExecutionStatusView> = {}): ExecutionStatusView => ({
  executionId: EXECUTION,
  planId: 'plan-1',
  title: 'A plan',
  conversationId: 'conversation',
  status: 'running',
  state: 'running',
  progress: { current: 1, total: 2, percentage: 50 },
  percent: { tasks: 50, time: 40 },
  remaining: { tasks: 1, workMinutes: 6 },
  currentTasks: [],
  completedTasks: [],
  failedTasks: [],
  skippedTasks: [],
  remainingTasks: [],
  wave: 1,
  waves: 1,
  blocked: [],
  failures: [],
  questions: [],
  submittedAt: '2026-01-01T00:00:00.000Z',
  startedAt: '2026-01-01T00:00:00.000Z',
  costUsd: 0,
  lastSeq: 1,
  ...given,
});

export const aReport = (given: Partial<ReportView> = {}): ReportView => ({
  executionId: EXECUTION,
  title: 'A plan',
  status: 'completed',
  state: 'succeeded',
  summary: 'All is done.',
  tasks: [],
  questions: [],
  costUsd: 0.25,
  durationMs: 65_000,
  serialMs: 120_000,
  isResultPending: false,
  leftOut: [],
  advice: [],
  ...given,
});

/** A row of a list of executions. */
export const aListing = (executionId: string) =>
  ({
    executionId,
    planId: 'p',
    title: 'A plan',
    conversationId: 'c',
    status: 'running',
    state: 'running',
    progress: { current: 1, total: 2, percentage: 50 },
    failed: 0,
    costUsd: 0,
    submittedAt: '2026-01-01T00:00:00.000Z',
  }) as const;
