import { NightshiftError, UnavailableError } from '../core/errors';
import type { N8nSession } from './n8n-session';
import { workflowPath } from './n8n-workflow';
import { waitUntil } from './wait-until';

/** Milliseconds until a published version has to be the one that runs. */
const PUBLICATION_MS = 30_000;

/** n8n's `publication-status` of a workflow. Source: n8n 2.41. */
interface PublicationStatus {
  readonly status: 'not_published' | 'in_progress' | 'published' | 'partial' | 'failed';
  readonly liveVersionId: string | null;
  readonly pendingVersionId: string | null;
  readonly triggers: readonly { readonly errorMessage: string | null }[];
}

/**
 * Makes the newest saved version the one that answers webhooks and triggers, and resolves once it is: until then n8n
 * goes on with the version before.
 *
 * @throws {UnavailableError} `UNAVAILABLE_N8N` when n8n does not come to it within 30 s.
 * @throws {NightshiftError} `N8N_REFUSED` with n8n's own words.
 */
export async function publishWorkflow(session: N8nSession, id: string): Promise<void> {
  const path = workflowPath(id);
  const { versionId } = (await session.call('GET', path)) as { readonly versionId: string };
  await session.call('POST', `${path}/activate`, { versionId });
  await untilLive(session, path, versionId);
}

async function untilLive(session: N8nSession, path: string, versionId: string): Promise<void> {
  const isLive = await waitUntil(
    async () => {
      const status = (await session.call('GET', `${path}/publication-status`)) as PublicationStatus | undefined;
      // An n8n that publishes at once knows no such status.
      if (status === undefined) return true;
      if (status.status === 'failed' || status.status === 'partial') throw refusedPublication(status);
      return status.status === 'published' && status.pendingVersionId === null && status.liveVersionId === versionId;
    },
    PUBLICATION_MS,
    50,
  );
  if (!isLive) {
    throw new UnavailableError('n8n', `n8n did not publish a workflow within ${PUBLICATION_MS / 1000} s`, {
      hint: 'Look into the log of n8n; `nightshift templates import` tries again.',
    });
  }
}

function refusedPublication({ triggers }: PublicationStatus): NightshiftError {
  const said = triggers.flatMap(({ errorMessage }) => (errorMessage ? [errorMessage] : []));
  return new NightshiftError('operator', 'N8N_REFUSED', `n8n could not publish a workflow: ${said.join('; ')}`, {
    hint: 'Look into the log of n8n; a template that n8n refuses is named there.',
  });
}
