import { UnavailableError } from '../../core/errors';
import type { HostedState } from '../../core/execution/decide-loop';
import { between, type CrashPoints, NO_CRASH_POINTS } from '../../ports/crash-points';
import type { LoopHost, WakeOutcome } from '../../ports/loop-host';
import type { Wake } from '../../ports/loop-store';

export interface N8nAddress {
  /** Origin, such as `http://127.0.0.1:5678`. */
  readonly url: string;
  /** Path of the webhook that starts a loop, such as `/webhook/nightshift/loop`. */
  readonly loopPath: string;
  /** Without it the state of executions cannot be asked. */
  readonly apiKey?: string;
}

const TIMEOUT_MS = 10_000;
const HOSTED_STATES: ReadonlySet<string> = new Set([
  'new',
  'running',
  'waiting',
  'success',
  'error',
  'crashed',
  'canceled',
  'unknown',
]);

/** n8n as the host of loops, over its webhooks and its public API. */
export class HttpLoopHost implements LoopHost {
  constructor(
    private readonly n8n: N8nAddress,
    private readonly crash: CrashPoints = NO_CRASH_POINTS,
  ) {}

  async wake(wake: Wake): Promise<WakeOutcome> {
    const { executionId, generation, wait } = wake;
    const body = wake.type === 'start' ? { executionId, generation, key: wake.key } : { executionId, generation, wait };
    const url = wake.type === 'start' ? new URL(this.n8n.loopPath, this.n8n.url).href : this.reachable(wake.resumeUrl);
    try {
      const response = await between(this.crash, `wake.${wake.type}`, () => this.post(url, body));
      return wake.type === 'start' ? startOutcome(response) : resumeOutcome(response);
    } catch {
      // n8n is away or too slow; the sender repeats, the reconciler looks: nothing is lost by not knowing why.
      return 'away';
    }
  }

  async executionState(n8nExecutionId: string): Promise<HostedState> {
    const response = await this.api(`/api/v1/executions/${encodeURIComponent(n8nExecutionId)}`);
    // While it boots, n8n answers 404 to everything.
    if (response.status === 404 && (await this.isReady())) return 'missing';
    const json = (await response.json().catch(() => undefined)) as { status?: unknown } | undefined;
    if (!response.ok || typeof json?.status !== 'string') {
      throw new UnavailableError('n8n', `n8n answered ${response.status} when asked for execution ${n8nExecutionId}`);
    }
    return HOSTED_STATES.has(json.status) ? (json.status as HostedState) : 'unknown';
  }

  async isReady(): Promise<boolean> {
    try {
      return (await this.get('/healthz/readiness')).ok;
    } catch {
      return false;
    }
  }

  private async post(url: string, body: unknown): Promise<Reply> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    return { status: response.status, json: parsed(text) };
  }

  private async api(path: string): Promise<Response> {
    if (this.n8n.apiKey === undefined)
      throw new UnavailableError('n8n', 'No n8n API key is configured', { hint: 'Set NIGHTSHIFT_N8N_API_KEY.' });
    try {
      return await this.get(path, { 'x-n8n-api-key': this.n8n.apiKey });
    } catch (cause) {
      throw new UnavailableError('n8n', `n8n does not answer at ${this.n8n.url}`, { cause });
    }
  }

  /** Redirects are not followed: the key is n8n's alone. */
  private get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return fetch(new URL(path, this.n8n.url), { headers, redirect: 'manual', signal });
  }

  /** The resume URL as n8n gave it, at the address where we reach n8n: its own idea of its address may be another. */
  private reachable(resumeUrl: string): string {
    const given = new URL(resumeUrl);
    return new URL(given.pathname + given.search, this.n8n.url).href;
  }
}

interface Reply {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

function parsed(text: string): Reply['json'] {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Only an answer that our node wrote says that the loop goes on. */
function resumeOutcome({ status, json }: Reply): WakeOutcome {
  if (json?.['resumed'] === true) return 'taken';
  if (json?.['resumed'] === false) return status === 409 ? 'gone' : 'not-yet';
  if (status === 404) return 'gone';
  if (status === 409) return String(json?.['message'] ?? '').includes('finished') ? 'gone' : 'not-yet';
  return status === 500 ? 'not-yet' : 'away';
}

function startOutcome({ status, json }: Reply): WakeOutcome {
  return status >= 200 && status < 300 && json?.['accepted'] === true ? 'taken' : 'away';
}
