import { join } from 'node:path';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { packageRoot } from '../config/package-root';
import { UnavailableError } from '../core/errors';
import { createN8nApiKey, isN8nApiKeyValid } from './n8n-api-key';
import { openOwnerSession } from './owner-session';
import { readTemplates, type Template } from './read-templates';
import { importTemplates, type TemplateResult } from './templates';
import { waitUntil } from './wait-until';

/** What the set-up of an embedded n8n came to. */
export interface N8nProvision {
  readonly apiKey: string;
  readonly templates: readonly TemplateResult[];
}

/**
 * Sets up a running n8n without a person: an API key, the templates, and webhooks that really answer. Safe to repeat;
 * the second time it only looks.
 *
 * @throws {UnavailableError} `UNAVAILABLE_N8N` when a published webhook does not answer within 30 s.
 */
export async function provisionN8n(home: string, settings: EmbeddedSettings): Promise<N8nProvision> {
  const url = `http://127.0.0.1:${settings.ports.n8n}`;
  const session = await openOwnerSession(home, settings);
  const known = settings.secrets.n8nApiKey;
  const apiKey = known !== undefined && (await isN8nApiKeyValid(url, known)) ? known : await createN8nApiKey(session);
  const templates = await importTemplates(session, readTemplates(templatesFolder()), home);
  await webhooksAnswer(url, templates);
  return { apiKey, templates };
}

/** The folder of the templates of this build. */
export function templatesFolder(): string {
  return join(packageRoot(), 'dist', 'workflows');
}

async function webhooksAnswer(url: string, results: readonly TemplateResult[]): Promise<void> {
  const paths = results
    .filter(({ state }) => state !== 'unpublished')
    .flatMap(({ template }) => webhookPaths(template));
  for (const path of paths) {
    if (await waitUntil(() => isRegistered(`${url}/webhook/${path}`), 30_000, 100)) continue;
    throw new UnavailableError('n8n', `The published webhook ${path} does not answer`, {
      hint: 'Look into the log of n8n.',
    });
  }
}

/** Static paths of webhooks that take POST. */
function webhookPaths(template: Template): readonly string[] {
  return template.workflow.nodes
    .filter((node) => node['type'] === 'n8n-nodes-base.webhook' && node['disabled'] !== true)
    .map((node) => node['parameters'] as { readonly path?: string; readonly httpMethod?: string })
    .filter(({ path, httpMethod }) => httpMethod === 'POST' && typeof path === 'string' && !/[:={]/.test(path))
    .map(({ path }) => path ?? '');
}

/**
 * Asks with the wrong method, so that nothing runs: n8n then names the method that is registered. While it starts it
 * answers 200 with a page, and before the webhook is there a 404 that knows no other method.
 */
async function isRegistered(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    const text = await response.text();
    return response.status === 404 && /not registered for GET requests/.test(text);
  } catch {
    // Not listening for a moment: asked again.
    return false;
  }
}
