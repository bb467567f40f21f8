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
/** A gateway that something starts again may be there after so long. */
const COMES_BACK_MS = 1_000;

type Asked = [
  method: string,
  path: string,
  body?: Uint8Array,
  headers?: Readonly<Record<string, string>>,
  timeoutMs?: number,
];

type Answer<Name extends keyof GatewayClient> = Awaited<ReturnType<GatewayClient[Name]>>;

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
    const answer = await this.post<PreviewThere>('/api/plan/preview', request, ['unmet', 'options']);
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
    return this.get<Answer<'find'>>(`/api/execution?${query}`, ['executions']);
  }

  status(id: string) {
    return this.get<Answer<'status'>>(`${pathOf(id)}/status`, ['executionId', 'state']);
  }

  async tasks(id: string) {
    return (await this.get<{ readonly tasks: Answer<'tasks'> }>(`${pathOf(id)}/tasks`, ['tasks'])).tasks;
  }

  task(id: string, taskId: string) {
    return this.get<Answer<'task'>>(`${pathOf(id)}/tasks/${encodeURIComponent(taskId)}`, ['id', 'state']);
  }

  events(id: string, after: number) {
    return this.get<Answer<'events'>>(`${pathOf(id)}/events?after=${after}`, ['events', 'lastSeq']);
  }

  log(id: string, taskId: string) {
    return this.get<Answer<'log'>>(`${pathOf(id)}/log/${encodeURIComponent(taskId)}`, ['text', 'offset']);
  }

  report(id: string) {
    return this.get<Answer<'report'>>(`${pathOf(id)}/report`, ['executionId', 'state', 'tasks']);
  }

  control(id: string, request: ControlRequest, actor: string) {
    return this.post<Answer<'control'>>(`${pathOf(id)}/control`, { ...request, actor }, ['success', 'message']);
  }

  fork(id: string, request: ForkRequest, actor: string) {
    return this.post<Answer<'fork'>>(`${pathOf(id)}/fork`, { ...request, actor }, ['executionId', 'receipt']);
  }

  answer(id: string, request: AnswerRequest, actor: string) {
    return this.post<Answer<'answer'>>(`${pathOf(id)}/answer`, { ...request, actor }, ['success', 'message']);
  }

  async projects() {
    return (await this.get<{ readonly projects: Answer<'projects'> }>('/api/projects', ['projects'])).projects;
  }

  addProject(project: ProjectRequest) {
    return this.post<Answer<'addProject'>>('/api/projects', project, ['id', 'dir']);
  }

  async tokens() {
    return (await this.get<{ readonly tokens: Answer<'tokens'> }>('/api/tokens', ['tokens'])).tokens;
  }

  createToken(request: Parameters<GatewayClient['createToken']>[0]) {
    return this.post<Answer<'createToken'>>('/api/tokens', request, ['id', 'token']);
  }

  revokeToken(wanted: string) {
    return this.asked<Answer<'revokeToken'>>(['id', 'name'], 'DELETE', `/api/tokens/${encodeURIComponent(wanted)}`);
  }

  fsck(executionId?: string) {
    const query = executionId === undefined ? '' : `?executionId=${encodeURIComponent(executionId)}`;
    return this.get<Answer<'fsck'>>(`/api/fsck${query}`, ['isClean', 'violations']);
  }

  health() {
    return this.get<Answer<'health'>>('/readyz', ['isReady', 'parts']);
  }

  async similar(request: SimilarRequest): Promise<readonly SimilarView[]> {
    return (await this.post<{ readonly similar: readonly SimilarView[] }>('/api/similar', request, ['similar']))
      .similar;
  }

  /** Waits longer than for anything else: a search model looks around first. */
  research(request: ResearchRequest): Promise<ResearchView> {
    const body = Buffer.from(JSON.stringify(request));
    return this.asked<ResearchView>(['answer', 'sources'], 'POST', '/api/research', body, {}, RESEARCH_MS);
  }

  private get<T>(path: string, fields: readonly (keyof T & string)[]): Promise<T> {
    return this.asked(fields, 'GET', path);
  }

  private post<T>(path: string, body: unknown, fields: readonly (keyof T & string)[]): Promise<T> {
    return this.asked(fields, 'POST', path, Buffer.from(JSON.stringify(body)));
  }

  /**
   * @param fields - Some that every such answer has.
   * @throws {UnavailableError} `UNAVAILABLE_GATEWAY` where somebody else answers: a proxy, or a page for who must log in first.
   */
  private async asked<T>(fields: readonly (keyof T & string)[], ...request: Asked): Promise<T> {
    const answer = await this.ask(...request);
    if (isRecord(answer) && fields.every((field) => answer[field] !== undefined)) return answer as T;
    throw new UnavailableError('gateway', 'What answers at the address of the gateway is none of this version', {
      hint: `${NOT_OURS}, and that it is of the version of this command`,
    });
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
        ...(this.isKeptUp() ? { retryAfterMs: COMES_BACK_MS } : {}),
      });
    }
  }
}

const pathOf = (executionId: string): string => `/api/execution/${encodeURIComponent(executionId)}`;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object';

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
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
