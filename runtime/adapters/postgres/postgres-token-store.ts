import type { StoredToken, TokenStore } from '../../ports/records';
import type { PostgresDatabase } from './postgres-database';
import { callOf } from './statement';

interface TokenRow {
  readonly digest: string;
  readonly label: string;
  readonly scopes: string[];
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

/** Digests of the gateway's tokens in Postgres. */
export class PostgresTokenStore implements TokenStore {
  constructor(private readonly database: PostgresDatabase) {}

  async replace({ digest, label, scopes }: Parameters<TokenStore['replace']>[0]): Promise<void> {
    await this.database.query(REPLACE, [digest, label, scopes]);
  }

  async add({ digest, label, scopes, expiresAt }: Parameters<TokenStore['add']>[0]): Promise<StoredToken | undefined> {
    const [row] = await this.database.query<TokenRow>(ADD, [digest, label, scopes, expiresAt ?? null]);
    return row && tokenOf(row);
  }

  async list(): Promise<readonly StoredToken[]> {
    return (await this.database.query<TokenRow>(LIST)).map(tokenOf);
  }

  async revoke(digest: string): Promise<StoredToken | undefined> {
    const [row] = await this.database.query<TokenRow>(REVOKE, [digest]);
    return row && tokenOf(row);
  }

  async scopesOf(digest: string): Promise<readonly string[] | undefined> {
    const [row] = await this.database.query<{ ns_token_use: string[] }>(USE, [digest]);
    return row?.ns_token_use;
  }

  async known(digests: readonly string[]): Promise<readonly string[]> {
    return (await this.database.query<{ digest: string }>(KNOWN, [digests])).map(({ digest }) => digest);
  }
}

function tokenOf(row: TokenRow): StoredToken {
  return {
    digest: row.digest,
    label: row.label,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at.toISOString() }),
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at.toISOString() }),
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at.toISOString() }),
  };
}

const REPLACE = callOf('ns_token_replace', 3);
const ADD = callOf('ns_token_add', 4);
const REVOKE = callOf('ns_token_revoke', 1);
const USE = callOf('ns_token_use', 1);
const KNOWN = {
  name: 'ns_tokens_known',
  text: `select t.digest from nightshift.tokens t
    where t.digest = any($1::text[]) and t.revoked_at is null and (t.expires_at is null or t.expires_at > clock_timestamp())`,
};
const LIST = {
  name: 'ns_tokens',
  text: `select t.digest, t.label, t.scopes, t.created_at, t.expires_at, t.last_used_at, t.revoked_at
    from nightshift.tokens t order by t.created_at desc, t.digest`,
};
