import { createHmac } from 'node:crypto';
import { ConfigError } from '../core/errors';

export interface WebhookHeaders {
  readonly 'webhook-id': string;
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string;
  /** `v1,` and the HMAC-SHA-256 in base64. */
  readonly 'webhook-signature': string;
}

/**
 * The headers of Standard Webhooks for a body, signed over its bytes as they are sent.
 *
 * @param secret - `whsec_` and base64.
 * @throws {ConfigError} `SIGNING_SECRET_INVALID`.
 *
 * Source: https://www.standardwebhooks.com; S-11.
 */
export function signWebhook(secret: string, id: string, nowMs: number, body: Uint8Array): WebhookHeaders {
  const encoded = /^whsec_([A-Za-z0-9+/]{32,}={0,2})$/.exec(secret)?.[1];
  if (encoded === undefined) {
    throw new ConfigError(
      'SIGNING_SECRET_INVALID',
      'The signing secret is not `whsec_` and base64 of 24 bytes or more',
      {
        hint: 'Set NIGHTSHIFT_SIGNING_SECRETS to the secret of the n8n that takes the plan',
      },
    );
  }
  const timestamp = String(Math.floor(nowMs / 1000));
  const signature = createHmac('sha256', Buffer.from(encoded, 'base64'))
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
