import type { GatewayClient } from '../../../cli/gateway-client';
import { isNightshiftError, RequestError } from '../../../core/errors';
import { sha256 } from '../../../core/execution/hash-event';
import type { Scope } from '../../../core/handoff/scopes';
import { tokenIdOf } from '../../../core/handoff/token-id';
import type { TokenMaker } from '../../../ports/token-maker';

/** Makes tokens as `nightshift token` does, under names of programs. */
export class GatewayTokenMaker implements TokenMaker {
  constructor(private readonly gateway: Pick<GatewayClient, 'createToken' | 'revokeToken' | 'tokens'>) {}

  async make(label: string, scopes: readonly Scope[], before?: string): Promise<string> {
    const taken = (await this.gateway.tokens()).find(({ name, state }) => name === label && state !== 'revoked');
    if (taken !== undefined && (before === undefined || idOf(before) !== taken.id)) {
      throw new RequestError(
        'TOKEN_NAME_TAKEN',
        `There is a token ${label} already (${taken.id}), and this installation does not have it`,
        {
          hint: `If it is left of an earlier installation, or nothing needs it: nightshift token revoke ${taken.id}. Then the same again`,
        },
      );
    }
    if (before !== undefined) await this.revoke(before);
    return (await this.gateway.createToken({ name: label, scopes })).token;
  }

  async revoke(token: string): Promise<void> {
    try {
      await this.gateway.revokeToken(idOf(token));
    } catch (error) {
      if (!isNightshiftError(error) || error.code !== 'TOKEN_UNKNOWN') throw error;
    }
  }
}

/** As the gateway names it, which keeps digests only. */
const idOf = (token: string): string => tokenIdOf(sha256(token));
