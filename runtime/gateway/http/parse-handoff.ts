import { RequestError } from '../../core/errors';
import { sha256 } from '../../core/execution/hash-event';
import type { HandoffRequest } from '../gateway-app';
import { Fields } from './fields';

/**
 * A hand-off from its body, in any of three shapes: `{plan: {text, …}, …}` as the webhook takes it, `{plan: ExecutionPlan, …}`,
 * and `{text, fileName, format, …}`.
 *
 * @throws {RequestError} `BODY_INVALID`, `IDEMPOTENCY_KEY_MISSING`.
 */
export function parseHandoff(body: unknown, raw: Uint8Array, idempotencyKey: unknown): HandoffRequest {
  if (typeof idempotencyKey !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(idempotencyKey)) {
    throw new RequestError(
      'IDEMPOTENCY_KEY_MISSING',
      'A hand-off needs the header Idempotency-Key: 1 to 200 visible ASCII characters',
      {
        hint: 'Send the same key again when you repeat a hand-off, and a new one for a new one',
      },
    );
  }
  const fields = Fields.of(body);
  if (!fields.has('plan') && !fields.has('text')) throw noPlan();
  const plan = fields.has('plan') ? planOf(fields) : textOf(fields);
  const project = fields.optionalText('project', 4096);
  const conversationId = fields.optionalText('conversationId', 200);
  const options = fields.record('options');
  fields.end();
  return {
    idempotencyKey,
    digest: sha256(raw),
    plan,
    ...(project === undefined ? {} : { project }),
    ...(conversationId === undefined ? {} : { conversationId }),
    options,
  };
}

function planOf(body: Fields): HandoffRequest['plan'] {
  const plan = body.object('plan');
  if (plan.has('text')) return textOf(plan, true);
  return { text: JSON.stringify(body.value('plan')), fileName: 'plan.json' };
}

function textOf(fields: Fields, isWhole = false): HandoffRequest['plan'] {
  // An empty one is a plan too: what is wrong with it is said in the words for plans. The body's own bound holds.
  const text = fields.optionalText('text', Number.MAX_SAFE_INTEGER) ?? '';
  const fileName = fields.optionalText('fileName', 255);
  const format = fields.optionalText('format', 40);
  if (isWhole) fields.end();
  return { text, ...(fileName === undefined ? {} : { fileName }), ...(format === undefined ? {} : { format }) };
}

function noPlan(): RequestError {
  return new RequestError('BODY_INVALID', 'There is no plan: send /plan or /text', {
    hint: 'Send {"plan": {"text": "# Title\\n- [ ] First task", "fileName": "PLAN.md"}}, or a plan model as "plan"',
    details: { path: '/plan' },
  });
}
