import { retryAfterOf } from '../adapters/http/retry-after';
import { AccessError, NightshiftError, UnavailableError } from '../core/errors';

/** A logged-in owner of an n8n: what the editor may do. */
export interface N8nSession {
  /**
   * The `data` of an answer, or `undefined` for 404.
   * @throws {UnavailableError} `UNAVAILABLE_N8N` when it cannot be reached, still starts, is asked too often or answers 5xx.
   * @throws {NightshiftError} `N8N_REFUSED` with n8n's own words for every other refusal.
   */
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
}

/** Where the cookie of a login is kept, so that the next session needs no login. */
export interface KeptLogin {
  /** `undefined` when there is none. */
  read(): string | undefined;
  write(cookie: string): void;
}

const NOT_KEPT: KeptLogin = { read: () => undefined, write: () => undefined };
const LOOK = 'Look into the log of n8n.';

/**
 * A session of the owner: with the login that is kept, as long as n8n takes it, else with a new one. n8n takes five logins
 * a minute.
 * @param whenAway - The next step when nobody answers.
 * @throws {AccessError} `N8N_LOGIN_REFUSED` when the password is not (or no longer) the owner's.
 * @throws {UnavailableError} `UNAVAILABLE_N8N` as `call` does.
 */
export async function openN8nSession(
  url: string,
  email: string,
  password: string,
  kept: KeptLogin = NOT_KEPT,
  whenAway: () => string = () => LOOK,
): Promise<N8nSession> {
  const session = new OwnerSession(new URL(url), { email, password }, kept, whenAway);
  await session.ready();
  return session;
}

interface Owner {
  readonly email: string;
  readonly password: string;
}

class OwnerSession implements N8nSession {
  /** Of the login that is used, or under way. */
  private cookie: Promise<string>;

  constructor(
    private readonly url: URL,
    private readonly owner: Owner,
    private readonly kept: KeptLogin,
    private readonly whenAway: () => string,
  ) {
    const known = kept.read();
    this.cookie = known === undefined ? this.logIn() : Promise.resolve(known);
  }

  async ready(): Promise<void> {
    await this.cookie;
  }

  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const used = this.cookie;
    const first = await this.send(method, path, { cookie: await used }, body);
    if (first.status !== 401) return this.dataOf(first, path);
    await first.body?.cancel();
    // Calls side by side that meet the end of a login make one new one together.
    if (this.cookie === used) this.cookie = this.logIn();
    return this.dataOf(await this.send(method, path, { cookie: await this.cookie }, body), path);
  }

  private async logIn(): Promise<string> {
    const { email, password } = this.owner;
    const response = await this.send('POST', '/rest/login', {}, { emailOrLdapLoginId: email, password });
    await response.body?.cancel();
    if (response.status === 429) throw this.tooOften(response);
    if (response.status === 401 || response.status === 403) {
      throw new AccessError('N8N_LOGIN_REFUSED', `n8n at ${this.url.origin} refused the login of ${email}`, {
        hint: 'Start nightshift again: it sets the password of the embedded n8n at every start.',
      });
    }
    const cookie = response.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    if (response.status !== 200 || cookie === '') throw this.starting();
    this.kept.write(cookie);
    return cookie;
  }

  private async send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: unknown,
  ): Promise<Response> {
    try {
      return await fetch(new URL(path, this.url), {
        method,
        // n8n ties a login to the browser's id: any, as long as it stays the same.
        headers: { ...headers, 'browser-id': 'nightshift', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(30_000),
      });
    } catch (cause) {
      throw new UnavailableError('n8n', `n8n at ${this.url.origin} does not answer`, { hint: this.whenAway(), cause });
    }
  }

  private async dataOf(response: Response, path: string): Promise<unknown> {
    const text = await response.text();
    const answer = objectOf(text);
    if (response.status === 429) throw this.tooOften(response);
    // While it starts it has a page for every address, or none.
    if (answer === undefined && (response.ok || response.status === 404)) throw this.starting();
    if (response.status === 404) return undefined;
    if (answer !== undefined && response.ok) return answer['data'];
    const said = `n8n answered ${response.status} to ${path}: ${text.slice(0, 300)}`;
    if (response.status >= 500) throw new UnavailableError('n8n', said);
    // As while a workflow is still being published or taken offline.
    if (response.status === 409 && /try again/i.test(text))
      throw new UnavailableError('n8n', said, { hint: 'Try again in a few seconds.', retryAfterMs: 2_000 });
    throw new NightshiftError('operator', 'N8N_REFUSED', said, {
      hint: 'Look into the log of n8n; a template that n8n refuses is named there.',
    });
  }

  private starting(): UnavailableError {
    const hint = 'Try again in a few seconds; if it lasts, look into the log of n8n.';
    return new UnavailableError('n8n', `n8n at ${this.url.origin} is still starting`, { hint, retryAfterMs: 2_000 });
  }

  private tooOften(response: Response): UnavailableError {
    const retryAfterMs = retryAfterOf(response.headers) ?? 60_000;
    const seconds = Math.ceil(retryAfterMs / 1_000);
    return new UnavailableError('n8n', `n8n at ${this.url.origin} was asked too often within a minute`, {
      hint: `Try again in ${seconds} s.`,
      details: { retryAfterSeconds: seconds },
      retryAfterMs,
    });
  }
}

/** A text as the object of its JSON, or `undefined`. */
function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // A page: n8n answers in JSON once it is up.
    return undefined;
  }
}
