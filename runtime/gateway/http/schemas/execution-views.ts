import { z } from 'zod/v4';
import type { LogView, TaskDetailView, TaskView } from '../../../core/report/task-view';
import type { EventPage, ExecutionListing, ExecutionStatusView, ReportView } from '../../../core/report/views';
import { describing } from './describing';
import { STATES } from './requests';

/** Answers about executions. What they mean: docs/api.md. */

const time = z.iso.datetime();
const ids = z.array(z.string());
const count = z.int().min(0);
const state = z.enum(STATES);
const status = z.enum(['running', 'completed', 'failed', 'paused']);
const progress = z.strictObject({ current: count, total: count, percentage: z.int().min(0).max(100) });
const percent = z.strictObject({ tasks: z.int().min(0).max(100), time: z.int().min(0).max(100) });
const remaining = z.strictObject({ tasks: count, workMinutes: z.number().min(0) });
const currentTask = z.strictObject({ id: z.string(), title: z.string(), startedAt: time, estimateMs: count });

const question = z.strictObject({
  taskId: z.string(),
  originalId: z.string(),
  taskTitle: z.string(),
  criterionId: z.string(),
  text: z.string(),
});

export const executionStatus = describing<ExecutionStatusView>()(
  z.strictObject({
    executionId: z.uuid(),
    planId: z.string(),
    title: z.string(),
    conversationId: z.string(),
    projectId: z.string().optional(),
    status,
    state,
    reason: z.string().optional(),
    hint: z.string().optional(),
    progress,
    percent,
    remaining,
    currentTask: currentTask.optional(),
    currentTasks: z.array(currentTask),
    completedTasks: ids,
    failedTasks: ids,
    skippedTasks: ids,
    remainingTasks: ids,
    wave: count,
    waves: count,
    blocked: z.array(z.strictObject({ id: z.string(), why: z.string() })),
    eta: time.optional(),
    etaUnknown: z.string().optional(),
    forecast: z
      .strictObject({
        earliest: time,
        latest: time,
        isFounded: z.boolean(),
        speedup: z.number(),
        note: z.string().optional(),
        efficiency: z.number(),
      })
      .optional(),
    failures: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        isFinal: z.boolean(),
        tries: count,
        failure: z.string(),
      }),
    ),
    questions: z.array(question),
    submittedAt: time,
    startedAt: time.optional(),
    endedAt: time.optional(),
    branch: z.string().optional(),
    costUsd: z.number(),
    lastSeq: count,
  }),
);

const listing = describing<ExecutionListing>()(
  z.strictObject({
    executionId: z.uuid(),
    planId: z.string(),
    title: z.string(),
    conversationId: z.string(),
    projectId: z.string().optional(),
    project: z.string().optional(),
    status,
    state,
    reason: z.string().optional(),
    progress,
    failed: count,
    costUsd: z.number(),
    submittedAt: time,
    endedAt: time.optional(),
    archive: z.string().optional(),
  }),
);

export const executionList = z.strictObject({
  executions: z.array(listing),
  /** Absent on the last page. */
  nextCursor: z.uuid().optional(),
});

const evidence = z.strictObject({
  criterionId: z.string(),
  criterion: z.string(),
  isPassed: z.boolean(),
  command: z.string().optional(),
  exitCode: z.int().optional(),
  outputDigest: z.string().optional(),
  durationMs: z.number().optional(),
  actor: z.string().optional(),
  note: z.string().optional(),
});

const taskFields = {
  id: z.string(),
  originalId: z.string(),
  title: z.string(),
  state: z.enum(['backlog', 'pending', 'assigned', 'active', 'waiting', 'done', 'failed', 'skipped']),
  kernelStatus: z.enum([
    'pending',
    'assigned',
    'active',
    'verifying',
    'waiting',
    'integrating',
    'completed',
    'failed',
    'skipped',
  ]),
  wave: count,
  dependencies: ids,
  agent: z.string().optional(),
  worker: z.string().optional(),
  undeclaredFiles: z.array(z.string()).optional(),
  attempts: count,
  startedAt: time.optional(),
  attemptStartedAt: time.optional(),
  endedAt: time.optional(),
  durationMs: z.number().optional(),
  estimateMs: count.optional(),
  costUsd: z.number(),
  evidence: z.array(evidence),
  hadNothingToChange: z.literal(true).optional(),
  why: z.string().optional(),
  lastFailure: z.string().optional(),
  dueAt: time.optional(),
  questions: z.array(question),
};

export const task = describing<TaskView>()(z.strictObject(taskFields));

export const taskList = z.strictObject({ tasks: z.array(task) });

export const log = describing<LogView>()(
  z.strictObject({ taskId: z.string(), attempt: count, text: z.string(), offset: count, isTail: z.boolean() }),
);

export const taskDetail = describing<TaskDetailView>()(
  z.strictObject({
    ...taskFields,
    description: z.string(),
    files: z.array(z.string()),
    command: z.string().optional(),
    criteria: z.array(
      z.strictObject({
        id: z.string(),
        criterion: z.string(),
        test: z.enum(['auto', 'manual']),
        command: z.string().optional(),
      }),
    ),
    history: z.array(
      z.strictObject({
        attempt: z.int().min(1),
        token: z.int().min(1),
        worker: z.string(),
        agent: z.string().optional(),
        startedAt: time,
        endedAt: time.optional(),
        outcome: z.string().optional(),
        verdict: z.enum(['completed', 'rejected', 'conflict', 'lost']).optional(),
        message: z.string().optional(),
        durationMs: z.number().optional(),
        costUsd: z.number(),
        summary: z.string().optional(),
        changedFiles: z.array(z.string()),
        evidence: z.array(
          z.strictObject({
            criterionId: z.string(),
            command: z.string(),
            exitCode: z.int(),
            outputDigest: z.string(),
            keptDigest: z.string().optional(),
            outputTail: z.string(),
            durationMs: z.number(),
          }),
        ),
      }),
    ),
    log,
    artifacts: z.array(
      z.strictObject({
        digest: z.string(),
        kind: z.enum(['output']),
        attempt: z.int().min(1),
        criterionId: z.string(),
      }),
    ),
  }),
);

export const eventPage = describing<EventPage>()(
  z.strictObject({
    events: z.array(
      z.strictObject({
        seq: z.int().min(1),
        at: time,
        actor: z.string(),
        body: z.looseObject({ type: z.string() }),
        hash: z.string(),
      }),
    ),
    lastSeq: count,
    isOver: z.boolean(),
  }),
);

export const report = describing<ReportView>()(
  z.strictObject({
    executionId: z.uuid(),
    title: z.string(),
    status,
    state,
    reason: z.string().optional(),
    hint: z.string().optional(),
    summary: z.string(),
    tasks: z.array(task),
    questions: z.array(question),
    costUsd: z.number(),
    durationMs: z.number(),
    serialMs: z.number(),
    gain: z.strictObject({ speedup: z.number(), efficiency: z.number() }).optional(),
    result: z
      .strictObject({
        dir: z.string(),
        branch: z.string(),
        commit: z.string(),
        changedFiles: z.array(z.string()),
      })
      .optional(),
    isResultPending: z.boolean(),
    resultProblem: z.string().optional(),
    leftOut: z.array(z.string()),
    advice: z.array(z.string()),
  }),
);
