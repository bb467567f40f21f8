import { RequestError } from '../core/errors';
import { sha256 } from '../core/execution/hash-event';
import type { Scope } from '../core/handoff/scopes';
import { tokenIdOf } from '../core/handoff/token-id';
import type { TokenView } from '../core/report/service-views';
import type { Ids } from '../ports/ids';
import type { AuditLog, StoredToken, TokenStore } from '../ports/records';
import type { DatabaseTime } from './database-time';

export interface TokenDeps {
  readonly tokens: TokenStore;
  readonly audit: AuditLog;
  readonly ids: Pick<Ids, 'secret'>;
  readonly time: Pick<DatabaseTime, 'now'>;
  /** Digest of the token that the commands of this machine ask with. */
  readonly ownToken?: string;
}

const SECRET_BYTES = 32;

/**
 * Makes a token: 256 random bits, of which the database keeps the SHA-256 only. The answer is the one place that has it.
 *
 * *Repeat*: makes another one, under another name. Source: S-03, S-04.
 *
 * @throws {RequestError} `TOKEN_NAME_TAKEN`, `TOKEN_EXPIRED` when it would never be good.
 */
export async function createToken(
  deps: TokenDeps,
  request: { readonly name?: string; readonly scopes: readonly Scope[]; readonly expiresAt?: string },
  actor: string,
): Promise<TokenView & { readonly token: string }> {
  const now = await deps.time.now();
  const { expiresAt } = request;
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime()) {
    throw new RequestError('TOKEN_EXPIRED', 'The token would have expired already', {
      hint: 'Give a time in the future: `nightshift token create --expires 30d`',
      details: { where: { path: '/expiresAt' } },
    });
  }
  const token = `ns_${deps.ids.secret(SECRET_BYTES)}`;
  const digest = sha256(token);
  const name = request.name ?? `token-${tokenIdOf(digest)}`;
  const scopes = [...new Set(request.scopes)];
  const added = await deps.tokens.add({
    digest,
    label: name,
    scopes,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  if (added === undefined) {
    throw new RequestError('TOKEN_NAME_TAKEN', `There is a token ${name} already`, {
      hint: 'Give it another name (`nightshift token create --name NAME`), or revoke the other one first',
    });
  }
  await deps.audit.write({ actor, action: 'token.create', target: name, outcome: 'done', detail: scopes.join(' ') });
  return { ...tokenView(added, now), token };
}

/** All tokens, newest first; never their secrets. */
export async function listTokens(deps: Pick<TokenDeps, 'tokens' | 'time'>): Promise<readonly TokenView[]> {
  const [tokens, now] = await Promise.all([deps.tokens.list(), deps.time.now()]);
  return tokens.map((token) => tokenView(token, now));
}

/** Refuses a token from now on. Safe to repeat. @throws {RequestError} `TOKEN_UNKNOWN`, `TOKEN_OWN`. */
export async function revokeToken(deps: TokenDeps, wanted: string, actor: string): Promise<TokenView> {
  const tokens = await deps.tokens.list();
  const token =
    tokens.find(({ label, revokedAt }) => label === wanted && revokedAt === undefined) ??
    tokens.find(({ label, digest }) => label === wanted || tokenIdOf(digest) === wanted);
  if (token !== undefined && token.digest === deps.ownToken) throw ownToken(token.label);
  const revoked = token && (await deps.tokens.revoke(token.digest));
  if (revoked === undefined) {
    throw new RequestError('TOKEN_UNKNOWN', `There is no token ${wanted}`, {
      hint: 'See them with `nightshift token list`',
    });
  }
  await deps.audit.write({ actor, action: 'token.revoke', target: revoked.label, outcome: 'done' });
  return tokenView(revoked, await deps.time.now());
}

/** Whoever revoked it would be locked out with the next command, and could not take it back. */
function ownToken(name: string): RequestError {
  return new RequestError('TOKEN_OWN', `${name} is the token that nightshift's own commands ask with; it stays`, {
    hint: 'To replace it: `nightshift down`, write another one (ns_ and 43 random characters) as `token` into settings.json of the home, or into NIGHTSHIFT_TOKEN where you set that, and start again: the old one is refused from then on',
  });
}

function tokenView(token: StoredToken, now: Date): TokenView {
  const { digest, label, scopes, createdAt, expiresAt, lastUsedAt, revokedAt } = token;
  const isExpired = expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime();
  return {
    id: tokenIdOf(digest),
    name: label,
    scopes: scopes as readonly Scope[],
    createdAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
    state: revokedAt !== undefined ? 'revoked' : isExpired ? 'expired' : 'valid',
  };
}
