import type { GatewayClient } from '../../../cli/gateway-client';
import { isNightshiftError, RequestError } from '../../../core/errors';
import { sha256 } from '../../../core/execution/hash-event';
import type { Scope } from '../../../core/handoff/scopes';
import type { TokenMaker } from '../../../ports/token-maker';

/** Makes tokens as `nightshift token` does, under names of programs. */
export class GatewayTokenMaker implements TokenMaker {
  constructor(private readonly gateway: Pick<GatewayClient, 'createToken' | 'revokeToken' | 'tokens'>) {}

  async make(label: string, scopes: readonly Scope[], before?: string): Promise<string> {
    const known = before === undefined ? undefined : sha256(before);
    const taken = (await this.gateway.tokens()).find(({ name, state }) => name === label && state !== 'revoked');
    if (taken !== undefined && known?.startsWith(taken.id) !== true) {
      throw new RequestError(
        'TOKEN_NAME_TAKEN',
        `There is a token ${label} already (${taken.id}), made by somebody else`,
        {
          hint: `If nothing needs it, or it is left of an earlier installation: nightshift token revoke ${taken.id}. Then the same again`,
        },
      );
    }
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
