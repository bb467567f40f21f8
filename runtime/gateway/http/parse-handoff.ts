import type { z } from 'zod/v4';
import { RequestError } from '../../core/errors';
import { sha256 } from '../../core/execution/hash-event';
import type { HandoffRequest, PlanSent } from '../gateway-app';
import { readBody, withoutNulls } from './read-body';
import { handoffBody } from './schemas/handoff';
import { IDEMPOTENCY_KEY, LONGEST_KEY } from './schemas/requests';

/** The key of a hand-off as it came, and the header that had it. */
export interface KeySent {
  readonly header: 'Idempotency-Key' | 'webhook-id';
  readonly value: unknown;
}

/**
 * A hand-off from its body, in any of its shapes: `{plan: {text, …}, …}` as the webhook takes it, `{plan: {file}, project, …}`,
 * `{plan: ExecutionPlan, …}`, and `{text, fileName, format, …}`.
 *
 * @throws {RequestError} `BODY_INVALID`, `IDEMPOTENCY_KEY_MISSING`.
 */
export function parseHandoff(body: unknown, raw: Uint8Array, sent: KeySent): HandoffRequest {
  const key = parseIdempotencyKey(sent);
  const { plan, text, fileName, format, project, conversationId, options } = readHandoff(handoffBody, body);
  return {
    idempotencyKey: key,
    digest: sha256(raw),
    plan: planSent({ plan, text, fileName, format }),
    ...(project === undefined ? {} : { project }),
    ...(conversationId === undefined ? {} : { conversationId }),
    options: options ?? {},
  };
}

/** @throws {RequestError} `IDEMPOTENCY_KEY_MISSING`. */
function parseIdempotencyKey({ header, value }: KeySent): string {
  if (typeof value === 'string' && IDEMPOTENCY_KEY.test(value)) return value;
  const takes = `1 to ${LONGEST_KEY} visible ASCII characters`;
  const isLong = typeof value === 'string' && value.length > LONGEST_KEY;
  const message =
    typeof value === 'string' && value !== ''
      ? `The header ${header} takes ${takes} and has ${value.length}${/^[\x21-\x7e]*$/.test(value) ? '' : ', others among them'}`
      : `A hand-off needs the header ${header}: ${takes}`;
  throw new RequestError('IDEMPOTENCY_KEY_MISSING', message, {
    hint: 'Send one such header: the same key when you repeat a hand-off, a new one for a new one',
    details: { where: { path: header }, ...(isLong ? { limit: LONGEST_KEY, seen: value.length } : {}) },
  });
}

/** A body that holds a plan; what it says of the plan itself counts as not there where it is null. */
export function readHandoff<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const fields = withoutNulls(body);
  if (fields === null || typeof fields !== 'object' || Array.isArray(fields)) return readBody(schema, fields);
  if (!Object.hasOwn(fields, 'plan') && !Object.hasOwn(fields, 'text')) throw noPlan();
  const { plan } = fields as { readonly plan?: unknown };
  if (plan !== undefined && Object.hasOwn(fields, 'text')) throw twoPlans();
  // The model of a plan is the reader's: it is passed on as it came.
  return readBody(schema, isText(plan) ? { ...fields, plan: withoutNulls(plan) } : fields);
}

/** The plan of a body, whichever of its shapes came in. */
export function planSent(body: Pick<z.output<typeof handoffBody>, 'plan' | 'text' | 'fileName' | 'format'>): PlanSent {
  const { plan } = body;
  if (plan === undefined) return textSent(body);
  const { text, file, fileName, format } = plan as Partial<Record<'text' | 'file' | 'fileName' | 'format', string>>;
  if (text !== undefined) return textSent({ text, fileName, format });
  if (file !== undefined) return { file, ...(format === undefined ? {} : { format }) };
  return { text: JSON.stringify(plan), fileName: 'plan.json' };
}

function textSent({
  text = '',
  fileName,
  format,
}: {
  readonly text?: string | undefined;
  readonly fileName?: string | undefined;
  readonly format?: string | undefined;
}): PlanSent {
  return { text, ...(fileName === undefined ? {} : { fileName }), ...(format === undefined ? {} : { format }) };
}

const isText = (plan: unknown): boolean =>
  plan !== null && typeof plan === 'object' && typeof (plan as { readonly text?: unknown }).text === 'string';

function twoPlans(): RequestError {
  return new RequestError('BODY_INVALID', 'There are two plans: /plan and /text', {
    hint: 'Send one of them: which one is meant, nightshift does not guess',
    details: { where: { path: '/text' } },
  });
}

function noPlan(): RequestError {
  return new RequestError('BODY_INVALID', 'There is no plan: send /plan or /text', {
    hint: 'Send {"plan": {"text": "# Title\\n- [ ] First task", "fileName": "PLAN.md"}}, or a plan model as "plan"',
    details: { where: { path: '/plan' } },
  });
}
