import { z } from 'zod/v4';
import { AGENT_NAMES } from '../../../core/agent/agent-names';
import { OPTION_BOUNDS } from '../../../core/handoff/option-bounds';
import { anyText, conversation, longText, looseObject, object, record, text } from './fields';

const { maxParallel, costCapUsd } = OPTION_BOUNDS;

/** Options of a hand-off as people may give them, in the webhook's body, the gateway's and the node. Others are refused. */
export const handoffOptions = z.strictObject({
  priority: z.enum(['low', 'normal', 'high']).optional(),
  agent: z.enum(['', ...AGENT_NAMES]).optional(),
  base: z
    .string()
    .max(64)
    .regex(/^[0-9a-f]{7,64}$/)
    .optional(),
  maxParallel: z.number().int().min(maxParallel.min).max(maxParallel.max).optional(),
  release: z.enum(['rolling', 'barrier']).optional(),
  advance: z.enum(['workflow', 'direct']).optional(),
  onFailure: z.enum(['skip-dependents', 'halt']).optional(),
  undeclaredWrites: z.enum(['widen', 'fail']).optional(),
  unknownFiles: z.enum(['beside', 'alone']).optional(),
  costCapUsd: z.number().min(costCapUsd.min).max(costCapUsd.max).optional(),
  taskCostCapUsd: z.number().min(costCapUsd.min).max(costCapUsd.max).optional(),
  taskTokenCap: z.number().int().min(1).max(1_000_000_000_000).optional(),
  timeoutMinutes: z.number().min(0.01).max(10_080).optional(),
  retry: z
    .strictObject({
      maxAttempts: z.number().int().min(1).max(100),
      backoffMultiplier: z.number().min(1).max(10),
      whenSpent: z.enum(['fail', 'ask']),
    })
    .partial()
    .optional(),
  notifications: z.strictObject({ voice: z.boolean(), push: z.boolean(), discord: z.boolean() }).partial().optional(),
  /** The node's form of `notifications`: those that are on. */
  channels: z.array(z.enum(['voice', 'push', 'discord'])).optional(),
});

/** A plan as text. An empty one is a plan too: what is wrong with it is said in the words for plans. */
export const planText = object({
  text: anyText(),
  fileName: longText(255).optional(),
  format: longText(40).optional(),
});

/** A plan in a file of the project's repository, as it lies in the folder now. What is no path is said where files are read. */
export const planFile = object({
  file: anyText().min(1, 'is missing').max(1024, 'must have at most 1024 characters'),
  format: longText(40).optional(),
});

/** R-3's model. What is wrong with it is said in the words for plans. */
const planModel = looseObject({ text: z.never().optional(), file: z.never().optional() });

const bodyWith = <Options extends z.ZodType>(options: Options) =>
  object({
    plan: z.union([planText, planFile, planModel]).optional(),
    /** The same as a `plan` with these. */
    text: anyText().optional(),
    fileName: longText(255).optional(),
    format: longText(40).optional(),
    /** Folder, name or id of a registered project; without it tasks run in empty folders. */
    project: text(4096).optional(),
    conversationId: conversation().optional(),
    options,
  });

/** As a hand-off is read: which options there are is for the app to say, in a refusal of its own. */
export const handoffBody = bodyWith(record().optional());

/** As a hand-off is described. */
export const handoffDescription = bodyWith(handoffOptions.optional());

const NO_CONVERSATION = { conversationId: true } as const;

/** A plan that somebody wants to look at first, as it is read. */
export const previewBody = handoffBody.omit(NO_CONVERSATION);

/** The same, as it is described. */
export const previewDescription = handoffDescription.omit(NO_CONVERSATION);
