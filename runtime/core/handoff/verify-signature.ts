import { createHmac, timingSafeEqual } from 'node:crypto';
import { RequestError } from '../errors';

/** Seconds that a signed body may be old or early. */
const TOLERANCE_SECONDS = 300;

/** A body as it came in, with the three headers of Standard Webhooks. */
export interface SignedBody {
  readonly body: Uint8Array;
  readonly id: string | undefined;
  /** Seconds since 1970. */
  readonly timestamp: string | undefined;
  /** `v1,<base64>`, several with spaces between. */
  readonly signature: string | undefined;
}

/**
 * Passes when one of the signatures is ours: HMAC-SHA256 over `id.timestamp.body`, by any of the secrets, within 300 s.
 * The body is not looked into.
 *
 * @param secrets - `whsec_<base64>`; several while one is replaced by the next.
 * @throws {RequestError} `SIGNATURE_MISSING`, `SIGNATURE_SKEW` (says how many seconds) or `SIGNATURE_WRONG`.
 * Source: the Standard Webhooks specification; S-11, S-12.
 */
export function verifySignature(
  signed: SignedBody,
  secrets: readonly string[],
  nowMs: number,
): { readonly id: string } {
  const { id, timestamp, signature } = signed;
  if (!id || !timestamp || !signature) {
    throw new RequestError('SIGNATURE_MISSING', 'The body is not signed', {
      hint: 'Send webhook-id, webhook-timestamp and webhook-signature, as `nightshift handoff` does.',
    });
  }
  if (!/^\d{1,12}$/.test(timestamp))
    throw new RequestError('SIGNATURE_WRONG', 'webhook-timestamp is not a number of seconds', {
      hint: 'Send the seconds since 1970 as they were signed',
    });
  const skew = Math.round(nowMs / 1000) - Number(timestamp);
  if (Math.abs(skew) > TOLERANCE_SECONDS) {
    throw new RequestError(
      'SIGNATURE_SKEW',
      `The signature's time is off by ${skew} s; ${TOLERANCE_SECONDS} s are allowed`,
      {
        hint: 'Set the clock of the sender, and sign again.',
        details: { where: { path: 'webhook-timestamp' }, limit: TOLERANCE_SECONDS, seen: Math.abs(skew) },
      },
    );
  }
  const given = signature
    .split(' ')
    .flatMap((part) => (part.startsWith('v1,') ? [Buffer.from(part.slice(3), 'base64')] : []));
  const expected = secrets.map((secret) => hmac(secret, id, timestamp, signed.body));
  // All are compared, so that the time says nothing of which one came near.
  const matches = given.flatMap((one) =>
    expected.filter((other) => one.length === other.length && timingSafeEqual(one, other)),
  );
  if (matches.length === 0) {
    throw new RequestError('SIGNATURE_WRONG', 'The signature does not fit the body', {
      hint: 'Sign the raw bytes with the signing secret of this runtime.',
    });
  }
  return { id };
}

function hmac(secret: string, id: string, timestamp: string, body: Uint8Array): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}
