import type { TokenStore } from '../../ports/records';
import type { PostgresDatabase } from './postgres-database';
import { callOf } from './statement';

/** Digests of the gateway's tokens in Postgres. */
export class PostgresTokenStore implements TokenStore {
  constructor(private readonly database: PostgresDatabase) {}

  async replace({ digest, label, scopes }: Parameters<TokenStore['replace']>[0]): Promise<void> {
    await this.database.query(REPLACE, [digest, label, scopes]);
  }

  async scopesOf(digest: string): Promise<readonly string[] | undefined> {
    const [row] = await this.database.query<{ scopes: string[] }>(SCOPES, [digest]);
    return row?.scopes;
  }
}

const REPLACE = callOf('ns_token_replace', 3);
const SCOPES = { name: 'ns_scopes_of', text: 'select t.scopes from nightshift.tokens t where t.digest = $1' };
