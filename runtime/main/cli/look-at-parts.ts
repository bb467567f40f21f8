import { networkReason } from '../../cli/network-reason';
import type { Config } from '../../config/config';
import type { HealthView } from '../../core/report/service-views';

/** Why a part does not answer; absent where it does. */
export interface PartProblems {
  readonly gatewayProblem?: string;
  readonly n8nProblem?: string;
  readonly workersProblem?: string;
}

const PATIENCE_MS = 5_000;

/** Asks gateway and n8n, each with the key that only ours knows: on one machine there may be several. Never throws. */
export async function lookAtParts({ gateway, n8n, token }: Config): Promise<PartProblems> {
  const [gatewayProblem, n8nProblem] = await Promise.all([
    problemOf(new URL('/api/execution?limit=1', gateway.url), { authorization: `Bearer ${token ?? ''}` }),
    n8n.apiKey === undefined
      ? problemOf(new URL('/healthz/readiness', n8n.url), {})
      : problemOf(new URL('/api/v1/workflows?limit=1', n8n.url), { 'x-n8n-api-key': n8n.apiKey }),
  ]);
  const workersProblem =
    gatewayProblem === undefined ? await workersProblemOf(gateway.url, token) : 'only the gateway can tell';
  return {
    ...(gatewayProblem === undefined ? {} : { gatewayProblem }),
    ...(n8nProblem === undefined ? {} : { n8nProblem }),
    ...(workersProblem === undefined ? {} : { workersProblem }),
  };
}

async function problemOf(url: URL, headers: Readonly<Record<string, string>>): Promise<string | undefined> {
  try {
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.body?.cancel();
    if (response.ok) return undefined;
    const who = `what answers at ${url.host}`;
    return response.status === 401 || response.status === 403
      ? `${who} does not take our key: it was revoked, or another nightshift answers there`
      : `${who} says ${response.status}`;
  } catch (error) {
    return `nobody answers at ${url.host}: ${networkReason(error)}`;
  }
}

async function workersProblemOf(gatewayUrl: string, token: string | undefined): Promise<string | undefined> {
  try {
    const response = await fetch(new URL('/readyz', gatewayUrl), {
      headers: { authorization: `Bearer ${token ?? ''}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    // Also where something is not ready.
    const { parts = [] } = (await response.json()) as Partial<HealthView>;
    const workers = parts.find(({ name }) => name === 'workers');
    return workers === undefined || workers.isOk ? undefined : (workers.detail ?? 'none');
  } catch (error) {
    return `the gateway does not tell: ${networkReason(error)}`;
  }
}
