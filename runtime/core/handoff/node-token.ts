import { createHmac } from 'node:crypto';

/**
 * The token with which nodes ask the gateway, made from a signing secret that both have: n8n needs no key of a model and
 * no token of its own. It opens `NODE_SCOPES` only, and says nothing about the secret.
 *
 * @param signingSecret - `whsec_<base64>`.
 */
export function nodeToken(signingSecret: string): string {
  const key = Buffer.from(signingSecret.replace(/^whsec_/, ''), 'base64');
  return `ns_${createHmac('sha256', key).update('nightshift: what nodes ask').digest('base64url')}`;
}

/** What nodes may ask of the gateway: past attempts, and questions to the search model. */
export const NODE_SCOPES = ['plan:read', 'research'] as const;
