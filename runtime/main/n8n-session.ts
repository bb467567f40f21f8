import { AccessError, NightshiftError, UnavailableError } from '../core/errors';

/** A logged-in owner of an n8n: what the editor may do. */
export interface N8nSession {
  /**
   * The `data` of an answer, or `undefined` for 404.
   * @throws {UnavailableError} `UNAVAILABLE_N8N` when it cannot be reached or answers 5xx.
   * @throws {NightshiftError} `N8N_REFUSED` with n8n's own words for every other refusal.
   */
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
}

/**
 * Logs in as the owner.
 * @throws {AccessError} `N8N_LOGIN_REFUSED` when the password is not (or no longer) the owner's.
 */
export async function openN8nSession(url: string, email: string, password: string): Promise<N8nSession> {
  const response = await send(url, 'POST', '/rest/login', {}, { emailOrLdapLoginId: email, password });
  await response.body?.cancel();
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  if (response.status !== 200 || cookie === '') {
    throw new AccessError('N8N_LOGIN_REFUSED', `n8n at ${url} refused the login of ${email} (${response.status})`, {
      hint: 'Start nightshift again: it sets the password of the embedded n8n at every start.',
    });
  }
  return { call: async (method, path, body) => dataOf(await send(url, method, path, { cookie }, body), path) };
}

async function send(
  url: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<Response> {
  try {
    return await fetch(new URL(path, url), {
      method,
      // n8n ties a login to the browser's id: any, as long as it stays the same.
      headers: { ...headers, 'browser-id': 'nightshift', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
  } catch (cause) {
    throw new UnavailableError('n8n', `n8n at ${url} does not answer`, { hint: 'Look into the log of n8n.', cause });
  }
}

async function dataOf(response: Response, path: string): Promise<unknown> {
  if (response.status === 404) {
    await response.body?.cancel();
    return undefined;
  }
  const text = await response.text();
  if (response.ok) return (JSON.parse(text) as { readonly data?: unknown }).data;
  const said = text.slice(0, 300);
  if (response.status >= 500) throw new UnavailableError('n8n', `n8n answered ${response.status} to ${path}: ${said}`);
  throw new NightshiftError('operator', 'N8N_REFUSED', `n8n answered ${response.status} to ${path}: ${said}`, {
    hint: 'Look into the log of n8n; a template that n8n refuses is named there.',
  });
}
