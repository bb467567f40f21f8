import { InvariantError } from '../core/errors';
import type { N8nSession } from './n8n-session';

const LABEL = 'nightshift';

/** True when n8n takes this key. @throws what `fetch` throws when n8n does not answer. */
export async function isN8nApiKeyValid(url: string, key: string): Promise<boolean> {
  const response = await fetch(new URL('/api/v1/workflows?limit=1', url), {
    headers: { 'x-n8n-api-key': key },
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  });
  await response.body?.cancel();
  return response.status === 200;
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
