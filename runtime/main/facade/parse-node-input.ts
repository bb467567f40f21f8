import { z } from 'zod/v4';
import { RequestError } from '../../core/errors';
import { URGENCIES } from '../../core/notify/route-typed';

/** A node's field that its item does not have. */
const absent = (value: unknown) => (value === null || value === '' ? undefined : value);

const loopSchema = z.object({
  executionId: z.preprocess(absent, z.uuid().optional()),
  generation: z.preprocess(absent, z.coerce.number().int().min(1).optional()),
  restartKey: z.preprocess(absent, z.string().max(200).optional()),
});

const entrySchema = z.object({
  executionId: z.uuid(),
  generation: z.coerce.number().int().min(1),
  restartKey: z.string().min(1).max(200),
});

/** The moment right after a task was completed. */
const pointSchema = z.object({
  executionId: z.uuid(),
  taskId: z.string().trim().min(1).max(100),
  callKey: z.string().min(1).max(500).optional(),
});

/** What a person's workflow asks of an execution. */
const controlSchema = z.object({
  executionId: z.uuid(),
  action: z.enum(['pause', 'resume', 'cancel', 'retry']),
  taskId: z.preprocess(absent, z.string().trim().max(100).optional()),
  stopsRunning: z.boolean().optional(),
});

const finalSchema = z.object({ final: z.boolean().default(false) });

const criteriaSchema = z
  .array(z.object({ criterion: z.string().max(2_000), command: z.string().max(32_768).optional() }))
  .max(50)
  .default([]);

const inlineSchema = z.object({
  kind: z.enum(['task', 'verify']),
  key: z.string().min(1).max(500),
  title: z.string().max(200).optional(),
  prompt: z.string().max(262_144).optional(),
  command: z.string().max(32_768).optional(),
  agent: z.string().max(64).optional(),
  project: z.string().max(4_096).optional(),
  criteria: criteriaSchema,
  options: z
    .object({
      costCapUsd: z.number().min(0).optional(),
      timeoutMinutes: z.number().min(0.01).max(10_080).optional(),
      maxAttempts: z.number().int().min(1).max(100).optional(),
    })
    .default({}),
});

const researchSchema = z.object({
  question: z.string().trim().min(1).max(10_000),
  maxAgeHours: z.number().min(0).optional(),
});

const recommendSchema = z.object({
  text: z.string().trim().min(1).max(100_000),
  limit: z.number().int().min(1).max(50).optional(),
  projectId: z.preprocess((id) => (id === '' ? undefined : id), z.uuid().optional()),
  taskType: z.string().max(64).optional(),
  isSuccess: z.boolean().optional(),
});

const messageSchema = z.object({
  title: z.string().max(200).default(''),
  message: z.string().min(1).max(10_000),
  channels: z.array(z.enum(['voice', 'push', 'discord'])).default([]),
  urgency: z.enum(URGENCIES).default('normal'),
  key: z.string().min(1).max(500),
});

const textSchema = z.object({
  source: z.literal('text'),
  text: z.string(),
  fileName: z.string().max(255).optional(),
  format: z.string().max(40).optional(),
  callKey: z.string().min(1).max(500),
  options: z.record(z.string(), z.unknown()).default({}),
});

const webhookSchema = z.object({
  source: z.literal('webhook'),
  body: z.instanceof(Uint8Array),
  headers: z.record(z.string(), z.unknown()).default({}),
  requireSignature: z.boolean().default(true),
  options: z.record(z.string(), z.unknown()).default({}),
});

/** What a loop node was given of its loop. @throws {RequestError} `NODE_INPUT_INVALID`, as all of these. */
export const parseLoopInput = (input: unknown) => parse(loopSchema, input);

/** With what a restarted loop enters; undefined when it is not that. */
export const parseEntry = (input: unknown) => entrySchema.safeParse(input).data;

/** Whether a report node is to name reasons, as at the end of an execution. */
export const parseIsFinal = (input: unknown): boolean => parse(finalSchema, input).final;
export const parsePoint = (input: unknown) => parse(pointSchema, input);
export const parseControl = (input: unknown) => parse(controlSchema, input);
export const parseInline = (input: unknown) => parse(inlineSchema, input);
export const parseResearch = (input: unknown) => parse(researchSchema, input);
export const parseRecommend = (input: unknown) => parse(recommendSchema, input);
export const parseMessage = (input: unknown) => parse(messageSchema, input);
export const parseSubmission = (input: unknown) => parse(z.union([textSchema, webhookSchema]), input);

function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new RequestError('NODE_INPUT_INVALID', z.prettifyError(parsed.error), {
    hint: 'Check the parameters of the node.',
  });
}
