import { z } from 'zod/v4';
import type { PreviewForecast } from '../../../app/runtime';
import type { ErrorPlace, ProblemForm } from '../../../core/error-facts';
import type { ErrorForm } from '../../../core/error-form';
import { SCOPES } from '../../../core/handoff/scopes';
import type { PlanNote } from '../../../core/plan/plan';
import type { PlanPreview } from '../../../core/plan/preview-plan';
import type { ControlView } from '../../../core/report/requests';
import type {
  FsckView,
  HealthView,
  ProjectView,
  ResearchView,
  SimilarView,
  TokenView,
} from '../../../core/report/service-views';
import type { ForkView } from '../../../core/report/views';
import type { ReleaseComparison } from '../../../core/schedule/compare-releases';
import { describing } from './describing';
import { handoffOptions } from './handoff';

/** Answers about anything but executions. What they mean: docs/api.md. */

const time = z.iso.datetime();

export const alive = z.strictObject({ status: z.literal('ok') });

export const health = describing<HealthView>()(
  z.strictObject({
    isReady: z.boolean(),
    version: z.string(),
    parts: z.array(z.strictObject({ name: z.string(), isOk: z.boolean(), detail: z.string().optional() })),
  }),
);

const note = describing<PlanNote>()(
  z.strictObject({
    code: z.string(),
    message: z.string(),
    line: z.int(),
    column: z.int(),
    file: z.string().optional(),
    lines: z.array(z.int()).optional(),
  }),
);

/** R-80's HandoffResponse, and the receipt. */
export const handoffReceipt = z.strictObject({
  executionId: z.uuid(),
  planId: z.uuid(),
  conversationId: z.string(),
  sha256: z.string(),
  receipt: z.string(),
  status: z.enum(['queued', 'running', 'failed']),
  estimatedDuration: z.number(),
  webhookUrl: z.string(),
  title: z.string(),
  tasks: z.int(),
  notes: z.array(note),
  isNew: z.boolean(),
  state: z.enum(['queued', 'running', 'waiting', 'paused', 'succeeded', 'failed', 'cancelled']),
});

export const fork = describing<ForkView>()(
  z.strictObject({
    executionId: z.uuid(),
    planId: z.uuid(),
    sha256: z.string(),
    receipt: z.string(),
    isNew: z.boolean(),
  }),
);

export const preview = z.strictObject({
  preview: describing<PlanPreview>()(
    z.strictObject({
      title: z.string(),
      format: z.string(),
      tasks: z.array(
        z.strictObject({
          id: z.string(),
          originalId: z.string(),
          title: z.string(),
          status: z.enum(['pending', 'in_progress', 'completed', 'failed', 'skipped']),
          wave: z.int(),
          dependencies: z.array(z.string()),
          minutes: z.number(),
          contextTier: z.union([z.literal(32), z.literal(64), z.literal(128), z.literal(200)]),
          autoCriteria: z.int(),
          manualCriteria: z.int(),
          subtasks: z.int(),
          onCriticalPath: z.boolean(),
          agent: z.string(),
          humanGate: z.string().optional(),
          phase: z.string().optional(),
        }),
      ),
      waves: z.array(z.array(z.string())),
      criticalPath: z.array(z.string()),
      criticalMinutes: z.number(),
      notes: z.array(note),
    }),
  ),
  /** What it takes with so many tasks at a time, in minutes: as tasks get free, and in strict waves. Absent: it is too large. */
  releases: describing<ReleaseComparison>()(
    z.strictObject({ slots: z.int(), rolling: z.number(), barrier: z.number(), lowerBound: z.number() }),
  ).optional(),
  /** A flow chart of it. */
  mermaid: z.string(),
  /** What its tasks need and nobody here has: a hand-off would be refused. */
  unmet: z.array(
    z.looseObject({
      code: z.string(),
      message: z.string(),
      line: z.int(),
      column: z.int(),
      path: z.string().optional(),
      hint: z.string().optional(),
    }),
  ),
  /** With what it would run: what was asked for over what holds here. A hand-off takes them as they are. */
  options: handoffOptions,
  /** What it would take so, beside what runs now: in 8 of 10 cases between low and high. Absent: as things are here it would not end. */
  forecast: describing<PreviewForecast>()(
    z.strictObject({ lowMinutes: z.number(), middleMinutes: z.number(), highMinutes: z.number() }),
  ).optional(),
});

export const control = describing<ControlView>()(z.strictObject({ success: z.boolean(), message: z.string() }));

export const project = describing<ProjectView>()(
  z.strictObject({
    id: z.string(),
    name: z.string(),
    dir: z.string(),
    host: z.string(),
    shares: z.array(z.string()),
    dirty: z.array(z.string()).optional(),
    unshared: z.array(z.string()).optional(),
  }),
);

export const projectList = z.strictObject({ projects: z.array(project) });

export const similarList = z.strictObject({
  similar: z.array(
    describing<SimilarView>()(
      z.looseObject({
        executionId: z.string(),
        taskTitle: z.string(),
        similarity: z.number(),
        isSuccess: z.boolean(),
        durationSeconds: z.number(),
        taskType: z.string(),
        commands: z.array(z.string()),
        errors: z.array(z.string()),
        timestamp: z.string(),
      }),
    ),
  ),
});

export const researchAnswer = describing<ResearchView>()(
  z.looseObject({
    answer: z.string(),
    sources: z.array(z.looseObject({ title: z.string(), url: z.string() })),
    model: z.string(),
    costUsd: z.number(),
    isCached: z.boolean(),
  }),
);

export const fsck = describing<FsckView>()(
  z.strictObject({
    isClean: z.boolean(),
    checked: z.array(z.string()),
    executions: z.int().optional(),
    violations: z.array(
      z.strictObject({
        invariant: z.string(),
        executionId: z.string().optional(),
        message: z.string(),
        nextStep: z.string(),
      }),
    ),
  }),
);

const tokenFields = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: time,
  expiresAt: time.optional(),
  lastUsedAt: time.optional(),
  state: z.enum(['valid', 'expired', 'revoked']),
};

export const token = describing<TokenView>()(z.strictObject(tokenFields));

export const tokenList = z.strictObject({ tokens: z.array(token) });

/** Shown this once. */
export const newToken = z.strictObject({ ...tokenFields, token: z.string() });

const problemFields = {
  code: z.string(),
  message: z.string(),
  where: describing<ErrorPlace>()(
    z.strictObject({
      file: z.string().optional(),
      line: z.int().optional(),
      column: z.int().optional(),
      path: z.string().optional(),
    }),
  ).optional(),
  limit: z.number().optional(),
  seen: z.number().optional(),
  hint: z.string().optional(),
};

/** What every refusal says: the one form of errors, without what only who sent something can say. */
export const refusal = z.strictObject({
  error: describing<Omit<ErrorForm, 'arrival'> & { readonly requestId: string }>()(
    z.strictObject({
      ...problemFields,
      problems: z
        .array(describing<ProblemForm>()(z.strictObject(problemFields)))
        .max(50)
        .optional(),
      total: z.int().optional(),
      retryAfterSeconds: z.int().optional(),
      scope: z.string().optional(),
      state: z.string().optional(),
      registered: z.array(z.string()).optional(),
      files: z.array(z.string()).optional(),
      archive: z
        .strictObject({
          status: z.string(),
          endedAt: z.string(),
          archivedAt: z.string(),
          host: z.string(),
          path: z.string(),
        })
        .optional(),
      requestId: z.string(),
    }),
  ),
});
