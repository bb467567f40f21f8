/** Longer waits are the plan's business, not a sleeping connection's. */
const LONGEST_RETRY_WAIT_MS = 20_000;

/**
 * `fetch` for a model SDK that would itself sleep as long as an answer tells it to: an answer that asks for more than
 * 20 s is marked as not to be retried, so that it reaches the caller at once. Redirects are not followed: prompt and key
 * are for the configured host.
 */
export async function patientFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' });
  if (response.ok || waitMs(response.headers) <= LONGEST_RETRY_WAIT_MS) return response;
  const headers = new Headers(response.headers);
  headers.set('x-should-retry', 'false');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

function waitMs(headers: Headers): number {
  const ms = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (!Number.isNaN(ms)) return ms;
  const after = headers.get('retry-after');
  if (after === null) return 0;
  const seconds = Number(after);
  const wait = Number.isNaN(seconds) ? Date.parse(after) - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? 0 : wait;
}
