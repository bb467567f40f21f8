import {
  AccessError,
  ConfigError,
  InvariantError,
  NightshiftError,
  PlanError,
  RequestError,
  UnavailableError,
} from '../core/errors';
import type { Handoff } from '../core/handoff/handoff-body';
import { type HandoffReply, isHandoffReply } from '../core/handoff/handoff-reply';
import type { PlanText } from '../core/plan/plan';
import type {
  AnswerRequest,
  ControlRequest,
  ForkRequest,
  ProjectRequest,
  ResearchRequest,
  SimilarRequest,
} from '../core/report/requests';
import type { ResearchView, SimilarView } from '../core/report/service-views';
import type { FindFilter, GatewayClient, PreviewThere } from './gateway-client';
import { networkReason } from './network-reason';

export interface GatewayAddress {
  readonly url: string;
  readonly token: string;
}

const TIMEOUT_MS = 30_000;
const RESEARCH_MS = 125_000;

/** Asks the gateway over HTTP. */
export class HttpGatewayClient implements GatewayClient {
  constructor(
    private readonly http: typeof fetch,
    /** Asked anew for each request where it is a function: a gateway may come back at another port. */
    private readonly address: GatewayAddress | (() => GatewayAddress),
    /** Whether something that lives starts that gateway again by itself. */
    private readonly isKeptUp: () => boolean = () => false,
  ) {}

  async handoff(body: Uint8Array, idempotencyKey: string, patienceMs: number): Promise<HandoffReply> {
    const headers = { 'idempotency-key': idempotencyKey };
    const reply = await this.ask('POST', '/api/execution/handoff', body, headers, Math.max(1, Math.ceil(patienceMs)));
    if (isHandoffReply(reply)) return reply;
    // A proxy, or a page for who must log in first: neither a receipt nor a refusal of ours.
    throw new UnavailableError('gateway', 'What answers at the address of the gateway gave no receipt', {
      hint: `${NOT_OURS}, and that it is of the version of this command`,
    });
  }

  async preview(plan: PlanText, asked: Handoff['options'], project?: string) {
    const request = { plan, options: asked, ...(project === undefined ? {} : { project }) };
    const answer = await this.post<PreviewThere>('/api/plan/preview', request);
    const { unmet, releases, options, forecast } = answer;
    return { unmet, ...(releases === undefined ? {} : { releases }), options, forecast };
  }

  async list({ after, ...filter }: Parameters<GatewayClient['list']>[0]) {
    return (await this.find({ ...filter, ...(after === undefined ? {} : { cursor: after }) })).executions;
  }

  find(filter: FindFilter) {
    const query = new URLSearchParams(
      Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return this.get<Awaited<ReturnType<GatewayClient['find']>>>(`/api/execution?${query}`);
  }

  status(id: string) {
    return this.get<Awaited<ReturnType<GatewayClient['status']>>>(`${pathOf(id)}/status`);
  }

  async tasks(id: string) {
    return (await this.get<{ readonly tasks: Awaited<ReturnType<GatewayClient['tasks']>> }>(`${pathOf(id)}/tasks`))
      .tasks;
  }

  task(id: string, taskId: string) {
    return this.get<Awaited<ReturnType<GatewayClient['task']>>>(`${pathOf(id)}/tasks/${encodeURIComponent(taskId)}`);
  }

  events(id: string, after: number) {
    return this.get<Awaited<ReturnType<GatewayClient['events']>>>(`${pathOf(id)}/events?after=${after}`);
  }

  log(id: string, taskId: string) {
    return this.get<Awaited<ReturnType<GatewayClient['log']>>>(`${pathOf(id)}/log/${encodeURIComponent(taskId)}`);
  }

  report(id: string) {
    return this.get<Awaited<ReturnType<GatewayClient['report']>>>(`${pathOf(id)}/report`);
  }

  control(id: string, request: ControlRequest, actor: string) {
    return this.post<Awaited<ReturnType<GatewayClient['control']>>>(`${pathOf(id)}/control`, { ...request, actor });
  }

  fork(id: string, request: ForkRequest, actor: string) {
    return this.post<Awaited<ReturnType<GatewayClient['fork']>>>(`${pathOf(id)}/fork`, { ...request, actor });
  }

  answer(id: string, request: AnswerRequest, actor: string) {
    return this.post<Awaited<ReturnType<GatewayClient['answer']>>>(`${pathOf(id)}/answer`, { ...request, actor });
  }

  async projects() {
    return (await this.get<{ readonly projects: Awaited<ReturnType<GatewayClient['projects']>> }>('/api/projects'))
      .projects;
  }

  addProject(project: ProjectRequest) {
    return this.post<Awaited<ReturnType<GatewayClient['addProject']>>>('/api/projects', project);
  }

  async tokens() {
    return (await this.get<{ readonly tokens: Awaited<ReturnType<GatewayClient['tokens']>> }>('/api/tokens')).tokens;
  }

  createToken(request: Parameters<GatewayClient['createToken']>[0]) {
    return this.post<Awaited<ReturnType<GatewayClient['createToken']>>>('/api/tokens', request);
  }

  revokeToken(wanted: string) {
    const path = `/api/tokens/${encodeURIComponent(wanted)}`;
    return this.ask('DELETE', path) as ReturnType<GatewayClient['revokeToken']>;
  }

  fsck(executionId?: string) {
    const query = executionId === undefined ? '' : `?executionId=${encodeURIComponent(executionId)}`;
    return this.get<Awaited<ReturnType<GatewayClient['fsck']>>>(`/api/fsck${query}`);
  }

  health() {
    return this.get<Awaited<ReturnType<GatewayClient['health']>>>('/readyz');
  }

  async similar(request: SimilarRequest): Promise<readonly SimilarView[]> {
    return (await this.post<{ readonly similar: readonly SimilarView[] }>('/api/similar', request)).similar;
  }

  /** Waits longer than for anything else: a search model looks around first. */
  research(request: ResearchRequest): Promise<ResearchView> {
    const body = Buffer.from(JSON.stringify(request));
    return this.ask('POST', '/api/research', body, {}, RESEARCH_MS) as Promise<ResearchView>;
  }

  private get<Answer>(path: string): Promise<Answer> {
    return this.ask('GET', path) as Promise<Answer>;
  }

  private post<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.ask('POST', path, Buffer.from(JSON.stringify(body))) as Promise<Answer>;
  }

  private async ask(
    method: string,
    path: string,
    body?: Uint8Array,
    headers: Readonly<Record<string, string>> = {},
    timeoutMs = TIMEOUT_MS,
  ): Promise<unknown> {
    const { status, text } = await this.send(method, path, body, headers, timeoutMs);
    const answer = parsed(text);
    // Readiness answers 503 with a body of its own, which is an answer too.
    if (status < 300 || (path === '/readyz' && answer?.['parts'] !== undefined)) return answer;
    throw errorOf(status, answer);
  }

  private async send(
    method: string,
    path: string,
    body: Uint8Array | undefined,
    headers: Readonly<Record<string, string>>,
    timeoutMs: number,
  ) {
    const { url, token } = typeof this.address === 'function' ? this.address() : this.address;
    try {
      const reply = await this.http(new URL(`${url.replace(/\/{1,100}$/, '')}${path}`), {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: Buffer.from(body) }),
      });
      return { status: reply.status, text: await reply.text() };
    } catch (cause) {
      throw new UnavailableError('gateway', `The gateway at ${url} does not answer: ${networkReason(cause)}`, {
        hint: this.isKeptUp()
          ? 'The `nightshift up` that runs here is starting it (again); ask again in a few seconds. If it stays away: `nightshift doctor`'
          : 'Start it with `nightshift up --detach`, or give --url (NIGHTSHIFT_URL) where it runs elsewhere',
        cause,
      });
    }
  }
}

const pathOf = (executionId: string): string => `/api/execution/${encodeURIComponent(executionId)}`;

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** Refusals that no change of the plan mends: something must be installed or set where the workers are. */
const FOR_OPERATORS: ReadonlySet<string> = new Set(['CAPABILITY_MISSING', 'RESOURCE_MISSING', 'SANDBOX_MISSING']);

/** Every answer of the gateway says what to do next. */
const NOT_OURS = 'Check with `nightshift doctor` that the gateway answers at this address, and no other program';

/** The error that a status and body stand for, of the kind that says who must act. */
export function errorOf(status: number, answer: Readonly<Record<string, unknown>> | undefined): NightshiftError {
  const error = (answer?.['error'] ?? {}) as Readonly<Record<string, unknown>>;
  const code = typeof error['code'] === 'string' ? error['code'] : `HTTP_${status}`;
  const message = typeof error['message'] === 'string' ? error['message'] : `The gateway answered ${status}`;
  const { code: _code, message: _message, hint, ...details } = error;
  const options = { hint: typeof hint === 'string' ? hint : NOT_OURS, details };
  if (status === 401 || status === 403) return new AccessError(code, message, options);
  if (code.startsWith('BUG_')) return new InvariantError(code.slice(4), message, options);
  if (FOR_OPERATORS.has(code)) return new ConfigError(code, message, options);
  if (code.startsWith('PLAN_')) return new PlanError(code, message, options);
  if (status === 429 || status === 408 || (status >= 502 && status <= 504)) {
    // Whoever answers without a code of ours stands between us and the gateway.
    return error['code'] === undefined
      ? new UnavailableError('gateway', message, options)
      : new NightshiftError('transient', code, message, options);
  }
  return status >= 500 ? new ConfigError(code, message, options) : new RequestError(code, message, options);
}
