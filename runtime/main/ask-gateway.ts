import { HttpGatewayClient } from '../cli/http-gateway-client';
import type { Config } from '../config/config';
import { ConfigError } from '../core/errors';
import { nodeToken } from '../core/handoff/node-token';
import type { AskedOfGateway } from './facade/node-runtime';

/**
 * Asks the gateway for the nodes of one n8n process, with the token that follows from their signing secret.
 * Its calls throw `CONFIG_MISSING` where there is no signing secret.
 */
export function askGateway({ gateway, signingSecrets }: Pick<Config, 'gateway' | 'signingSecrets'>): AskedOfGateway {
  const client = () => {
    const [secret] = signingSecrets;
    if (secret !== undefined) return new HttpGatewayClient(fetch, { url: gateway.url, token: nodeToken(secret) });
    throw new ConfigError('CONFIG_MISSING', 'No signing secret, with which nodes ask the gateway', {
      hint: 'Set NIGHTSHIFT_SIGNING_SECRETS to the same value as in the gateway, or give the node the credential.',
    });
  };
  return {
    similar: async (request) => client().similar(request),
    research: async (request) => client().research(request),
  };
}
