import type { GatewayClient } from '../../../cli/gateway-client';
import { isNightshiftError } from '../../../core/errors';
import type { Scope } from '../../../core/handoff/scopes';
import type { TokenMaker } from '../../../ports/token-maker';

/** Makes tokens as `nightshift token` does, under names of programs. */
export class GatewayTokenMaker implements TokenMaker {
  constructor(private readonly gateway: Pick<GatewayClient, 'createToken' | 'revokeToken'>) {}

  async make(label: string, scopes: readonly Scope[]): Promise<string> {
    await this.revoke(label);
    return (await this.gateway.createToken({ name: label, scopes })).token;
  }

  async revoke(label: string): Promise<void> {
    try {
      await this.gateway.revokeToken(label);
    } catch (error) {
      if (!isNightshiftError(error) || error.code !== 'TOKEN_UNKNOWN') throw error;
    }
  }
}
