import { InvariantError, UnavailableError } from '../core/errors';
import type { N8nSession } from './n8n-session';
import { waitUntil } from './wait-until';

const LABEL = 'nightshift';

/**
 * False when n8n refuses this key. One that is still starting may answer anything else, which says nothing about the key: it is
 * asked again.
 *
 * @throws {UnavailableError} `UNAVAILABLE_N8N` when it neither takes nor refuses the key within 30 s.
 */
export async function isN8nApiKeyValid(url: string, key: string): Promise<boolean> {
  let said: boolean | undefined;
  const ask = async (): Promise<boolean> => {
    said = await answerTo(url, key);
    return said !== undefined;
  };
  await waitUntil(ask, 30_000, 100);
  if (said !== undefined) return said;
  throw new UnavailableError('n8n', `n8n at ${url} neither takes nor refuses nightshift's API key`, {
    hint: 'Look into the log of n8n.',
  });
}

async function answerTo(url: string, key: string): Promise<boolean | undefined> {
  try {
    const response = await fetch(new URL('/api/v1/workflows?limit=1', url), {
      headers: { 'x-n8n-api-key': key },
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    if (response.status === 200) return true;
    return [401, 403].includes(response.status) ? false : undefined;
  } catch {
    return undefined; // not listening for a moment
  }
}

/** A new API key that may read and steer workflows and executions, and nothing else. An older one of ours ends. */
export async function createN8nApiKey(session: N8nSession): Promise<string> {
  const known = await session.call('GET', '/rest/api-keys');
  for (const { id, label } of listOf<{ id: string; label: string }>(known)) {
    if (label === LABEL) await session.call('DELETE', `/rest/api-keys/${id}`);
  }
  const scopes = listOf<string>(await session.call('GET', '/rest/api-keys/scopes'));
  const wanted = scopes.filter((scope) => /^(workflow|execution):/.test(scope));
  const made = await session.call('POST', '/rest/api-keys', { label: LABEL, expiresAt: null, scopes: wanted });
  const key = (made as { readonly rawApiKey?: string } | undefined)?.rawApiKey;
  if (key === undefined) throw new InvariantError('N8N_API_KEY', 'n8n made an API key and did not show it');
  return key;
}

/** n8n pages some lists and not others. */
function listOf<T>(data: unknown): readonly T[] {
  if (Array.isArray(data)) return data;
  const items = (data as { readonly items?: readonly T[] } | undefined)?.items;
  return items ?? [];
}
