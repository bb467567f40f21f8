import { RequestError } from '../../core/errors';
import { sha256 } from '../../core/execution/hash-event';
import { bodyTooLarge } from '../../core/handoff/body-too-large';
import { verifySignature } from '../../core/handoff/verify-signature';
import { parseHandoff } from '../../gateway/http/parse-handoff';
import { readJsonBody } from '../../gateway/http/read-json-body';
import type { HandoffWithText } from './accept-handoff';
import type { parseSubmission } from './parse-node-input';

const WHAT_IS_SENT =
  'Send {"plan": {"text": "…", "fileName": "ROADMAP.md"}, "project": "DIR", "options": {}} as `nightshift handoff` does.';

export interface HandoffDoor {
  readonly signingSecrets: readonly string[];
  readonly nowMs: number;
  readonly maxBytes: number;
}

/**
 * A hand-off from what Parse Plan was given. A webhook's signature is checked over the raw bytes before anything is
 * looked into; its id is the idempotency key, so that a body sent again is the same hand-off.
 *
 * @throws {RequestError} `SIGNATURE_…`, `BODY_INVALID`, `BODY_TOO_LARGE`.
 */
export function readHandoff(submission: ReturnType<typeof parseSubmission>, door: HandoffDoor): HandoffWithText {
  if (submission.source === 'text') {
    const { text, fileName, format, callKey, options } = submission;
    const { project, idempotencyKey, ...rest } = options;
    return {
      idempotencyKey: textOr(idempotencyKey, `node:${callKey}`),
      digest: sha256(text),
      plan: { text, ...(fileName ? { fileName } : {}), ...(format ? { format } : {}) },
      ...(project ? { project: String(project) } : {}),
      options: rest,
    };
  }
  const { body, headers, requireSignature, options } = submission;
  if (body.length > door.maxBytes) throw bodyTooLarge(door.maxBytes, body.length);
  const header = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined);
  const signed = {
    body,
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
  };
  const key = requireSignature
    ? verifySignature(signed, door.signingSecrets, door.nowMs).id
    : (signed.id ?? sha256(body));
  const request = parseHandoff(readJsonBody(body, WHAT_IS_SENT), body, { header: 'webhook-id', value: key });
  const { project, idempotencyKey: _, ...rest } = options;
  const { plan } = request;
  if (!('text' in plan)) throw onlyAtTheGateway();
  return {
    ...request,
    plan,
    ...(request.project === undefined && project ? { project: String(project) } : {}),
    options: { ...rest, ...request.options },
  };
}

/** n8n may be on a host that has no project's folder. */
function onlyAtTheGateway(): RequestError {
  return new RequestError('BODY_INVALID', '/plan/file is taken by the gateway only, not by the webhook', {
    hint: 'Send the plan itself as /plan/text, or ask POST /api/execution/handoff of the gateway',
    details: { where: { path: '/plan/file' } },
  });
}

const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;
