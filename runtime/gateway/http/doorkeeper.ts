import { createHash } from 'node:crypto';
import { isNightshiftError, RequestError } from '../../core/errors';
import { tokenIdOf } from '../../core/handoff/token-id';
import type { GatewayApp } from '../gateway-app';
import { MinuteCounter } from './minute-counter';
import { TokenBatches } from './token-batches';

/** Who asks, once a token was taken. */
export interface Caller {
  /** `gateway:` and the first 8 digits of the token's digest. */
  readonly actor: string;
  readonly scopes: readonly string[];
}

export interface DoorRequest {
  readonly address: string;
  readonly method: string;
  readonly path: string;
  readonly rawHeaders: readonly string[];
  readonly nowMs: number;
}

export interface DoorLimits {
  readonly failuresPerMinute: number;
  readonly requestsPerMinute: number;
}

/**
 * Lets in who brings a token that is known. Where an address has had too many tokens refused, its further ones are looked up
 * together and answered 429 for the rest of the minute, without a line in the audit log each; a good one among them is let in
 * all the same, so that nobody locks others of the same address out.
 *
 * The lookup goes by the SHA-256 of whatever was sent, and is made also for what is no token of ours: how long a refusal takes tells
 * neither how near a guess came nor why it was refused (S-05).
 */
export class Doorkeeper {
  private readonly failures = new MinuteCounter();
  private readonly requests = new MinuteCounter();
  private readonly seen = new Set<string>();
  private readonly batches: TokenBatches;

  constructor(
    private readonly app: Pick<GatewayApp, 'scopesOf' | 'knownTokens' | 'audit'>,
    private readonly limits: DoorLimits,
  ) {
    this.batches = new TokenBatches((digests) => app.knownTokens(digests));
  }

  /** @throws {RequestError} `TOKEN_MISSING` (the same for every reason), `TOO_MANY_REQUESTS`, `REQUEST_MALFORMED`. */
  async admit(request: DoorRequest): Promise<Caller> {
    const { digest, isToken } = presented(request.rawHeaders);
    const isBlocked = this.failures.count(request.address, request.nowMs) >= this.limits.failuresPerMinute;
    const isRefused = isBlocked && !(isToken && (this.seen.has(digest) || (await this.batches.isKnown(digest))));
    if (isRefused) {
      const { failuresPerMinute: limit } = this.limits;
      const seen = this.failures.add(request.address, request.nowMs);
      throw tooMany('refused tokens', { limit, seen }, this.failures.secondsLeft(request.address, request.nowMs));
    }
    const found = await unlessToken(isToken, this.app.scopesOf(digest));
    const scopes = isToken ? found : undefined;
    if (scopes === undefined) {
      this.seen.delete(digest);
      this.failures.add(request.address, request.nowMs);
      await unlessToken(isToken, this.noteRefusal(request, 'unknown', 'no valid token'));
      throw tokenMissing();
    }
    if (this.seen.size < 10_000) this.seen.add(digest);
    const { requestsPerMinute: limit } = this.limits;
    const seen = this.requests.add(digest, request.nowMs);
    if (seen > limit) {
      throw tooMany('requests with this token', { limit, seen }, this.requests.secondsLeft(digest, request.nowMs));
    }
    return { actor: actorOfDigest(digest), scopes };
  }

  /** @throws {RequestError} `SCOPE_MISSING`. `admin` may do everything. */
  async demand(caller: Caller, scope: string, request: DoorRequest): Promise<void> {
    if (caller.scopes.includes(scope) || caller.scopes.includes('admin')) return;
    await this.noteRefusal(request, caller.actor, `scope ${scope} missing`);
    throw new RequestError('SCOPE_MISSING', `This token may not do that: it lacks the scope ${scope}`, {
      hint: `Use a token that has it; who runs nightshift makes one: \`nightshift token create --scope ${scope}\``,
      details: { scope },
    });
  }

  /**
   * Looks again whether what stays open may stay so: a token that was revoked or has expired ends it.
   *
   * @throws {RequestError} `TOKEN_MISSING`, `SCOPE_MISSING`.
   */
  async lookAgain(request: DoorRequest, scope: string): Promise<void> {
    const { digest, isToken } = presented(request.rawHeaders);
    const scopes = isToken ? await this.app.scopesOf(digest) : undefined;
    if (scopes === undefined) throw tokenMissing();
    await this.demand({ actor: actorOfDigest(digest), scopes }, scope, request);
  }

  private async noteRefusal(request: DoorRequest, actor: string, detail: string): Promise<void> {
    const target = `${request.method} ${request.path.slice(0, 120)}`;
    await this.app.audit({ actor, action: 'gateway-request', target, outcome: 'refused', detail });
  }
}

/** What is no token is refused also where there is no database that could be asked, or told of it. */
async function unlessToken<Answer>(isToken: boolean, asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isToken || !isNightshiftError(error) || error.kind !== 'transient') throw error;
    return undefined;
  }
}

const actorOfDigest = (digest: string): string => `gateway:${tokenIdOf(digest)}`;

function tokenMissing(): RequestError {
  return new RequestError('TOKEN_MISSING', 'A valid token is needed', {
    hint: 'Send Authorization: Bearer ns_…; `nightshift up` keeps one in settings.json of its home, `nightshift token create` makes another, `nightshift claude install` gives the plugin of Claude Code a new one',
  });
}

function tooMany(
  what: string,
  counts: { readonly limit: number; readonly seen: number },
  retryAfterSeconds: number,
): RequestError {
  return new RequestError('TOO_MANY_REQUESTS', `Too many ${what}: ${counts.limit} a minute are allowed`, {
    hint: `Try again in ${retryAfterSeconds} s`,
    details: { ...counts, retryAfterSeconds },
  });
}

/**
 * Addresses stand in logs, histories and proxies: a token in one is refused, also beside a good one, so that nobody gets
 * used to it.
 *
 * @throws {RequestError} `TOKEN_IN_ADDRESS`.
 */
export function refuseTokenInAddress(url: string): void {
  const [, query = ''] = url.split('?', 2);
  if (!/=ns_[A-Za-z0-9_-]{20}/.test(query)) return;
  throw new RequestError('TOKEN_IN_ADDRESS', 'A token does not belong in an address', {
    hint: 'Send Authorization: Bearer ns_…, and revoke the one that was sent: addresses stand in logs',
  });
}

/** More than a token has; the rest of something longer is not looked at. */
const MOST_LOOKED_AT = 256;

/** The digest of what the one Authorization header has, and whether that has the form of a token of ours. */
function presented(rawHeaders: readonly string[]): { readonly digest: string; readonly isToken: boolean } {
  const values = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'authorization',
  );
  if (values.length > 1) {
    throw new RequestError('REQUEST_MALFORMED', 'There is more than one Authorization header', { hint: 'Send one' });
  }
  const [value = ''] = values;
  const token = /^bearer +(ns_[A-Za-z0-9_-]{20,200})$/i.exec(value)?.[1];
  // What is no token has the digest of none: nothing is noted of a token that somebody sent in another way.
  const text = token ?? `no token: ${value.slice(0, MOST_LOOKED_AT)}`;
  return { digest: createHash('sha256').update(text).digest('hex'), isToken: token !== undefined };
}
