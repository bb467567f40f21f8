import { randomBytes } from 'node:crypto';
import { sha256 } from '../../../core/execution/hash-event';
import type { TokenStore } from '../../../ports/records';
import type { TokenMaker } from '../../../ports/token-maker';

/** Makes tokens by writing their digests where the gateway looks them up. */
export class StoreTokenMaker implements TokenMaker {
  constructor(private readonly tokens: Pick<TokenStore, 'replace'>) {}

  async make(label: string, scopes: readonly string[]): Promise<string> {
    const token = newToken();
    await this.tokens.replace({ digest: sha256(token), label, scopes });
    return token;
  }

  /** In its place comes a token that nobody has and that may do nothing. */
  revoke(label: string): Promise<void> {
    return this.tokens.replace({ digest: sha256(newToken()), label, scopes: [] });
  }
}

const newToken = (): string => `ns_${randomBytes(32).toString('base64url')}`;
