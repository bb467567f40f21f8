import { createHash } from 'node:crypto';
import { RequestError } from '../../runtime/core/errors';
import { NO_FACTS } from '../../runtime/core/plan/plan-facts';
import type { EventPage, ExecutionStatusView } from '../../runtime/core/report/views';
import type { GatewayApp } from '../../runtime/gateway/gateway-app';

export const EXECUTION = '01890a5d-ac96-774b-bcce-b302099a8057';
export const TOKENS = {
  submit: `ns_${'s'.repeat(43)}`,
  read: `ns_${'r'.repeat(43)}`,
  control: `ns_${'c'.repeat(43)}`,
  admin: `ns_${'a'.repeat(43)}`,
  research: `ns_${'q'.repeat(43)}`,
  metrics: `ns_${'m'.repeat(43)}`,
  none: `ns_${'n'.repeat(43)}`,
} as const;

const SCOPES: Readonly<Record<string, readonly string[]>> = {
  [TOKENS.submit]: ['plan:submit'],
  [TOKENS.read]: ['plan:read'],
  [TOKENS.control]: ['plan:control'],
  [TOKENS.admin]: ['admin'],
  [TOKENS.research]: ['research'],
  [TOKENS.metrics]: ['metrics:read'],
  [TOKENS.none]: [],
};
const SCOPES_OF_DIGEST = new Map(
  Object.entries(SCOPES).map(([token, scopes]) => [createHash('sha256').update(token).digest('hex'), scopes]),
);

const status: ExecutionStatusView = {
  executionId: EXECUTION,
  planId: 'plan',
  title: 'A plan',
  conversationId: 'conversation',
  status: 'running',
  state: 'running',
  progress: { current: 1, total: 2, percentage: 50 },
  percent: { tasks: 50, time: 40 },
  remaining: { tasks: 1, workMinutes: 6 },
  currentTasks: [],
  completedTasks: ['task-001'],
  failedTasks: [],
  skippedTasks: [],
  remainingTasks: ['task-002'],
  wave: 1,
  waves: 1,
  blocked: [],
  failures: [],
  questions: [],
  submittedAt: '2026-01-01T00:00:00.000Z',
  costUsd: 0,
  lastSeq: 3,
};

/** The events of one execution, to be added to while a test runs. */
export class ScriptedEvents {
  page: EventPage = { events: [], lastSeq: 0, isOver: false };

  add(type: 'execution-started' | 'execution-succeeded'): void {
    const seq = this.page.lastSeq + 1;
    const event = { seq, at: '2026-01-01T00:00:00.000Z', actor: 'gateway', body: { type }, hash: '0'.repeat(64) };
    this.page = { events: [...this.page.events, event], lastSeq: seq, isOver: type === 'execution-succeeded' };
  }
}

export interface ScriptedApp extends GatewayApp {
  /** Calls that would change something or tell something, in order. */
  readonly calls: string[];
  readonly audits: string[];
  /** How many tokens were looked up together, each time. */
  readonly lookups: number[];
  readonly script: ScriptedEvents;
}

/** An app that knows one execution and records what it is asked; `overrides` replace single answers. */
export function scriptedApp(overrides: Partial<GatewayApp> = {}): ScriptedApp {
  const calls: string[] = [];
  const audits: string[] = [];
  const lookups: number[] = [];
  const script = new ScriptedEvents();
  const known = (id: string, call: string) => {
    if (id !== EXECUTION)
      throw new RequestError('EXECUTION_UNKNOWN', 'There is no such execution', { hint: 'Look again' });
    calls.push(call);
  };
  return {
    calls,
    audits,
    lookups,
    script,
    async handoff(request, actor) {
      calls.push(`handoff ${request.idempotencyKey} ${JSON.stringify(request.plan)} by ${actor}`);
      return {
        httpStatus: 202,
        body: { executionId: EXECUTION, planId: 'plan', sha256: request.digest, receipt: 'receipt' },
      };
    },
    async status(id) {
      known(id, 'status');
      return status;
    },
    async preview({ plan }) {
      calls.push(`preview ${JSON.stringify(plan)}`);
      return { type: 'problems', problems: [], total: 0, notes: [], facts: NO_FACTS };
    },
    async readPlan({ file }, project) {
      calls.push(`readPlan ${file} of ${project}`);
      return { text: '# Greeting\n\n- [ ] 1. Say hello\n', fileName: file };
    },
    async registered(project) {
      return project === 'site' ? { dir: 'site', dirty: ['draft.ts'] } : undefined;
    },
    async list(filter) {
      calls.push(`list ${JSON.stringify(filter)}`);
      return [];
    },
    async tasks(id) {
      known(id, 'tasks');
      return [];
    },
    async task(id, taskId) {
      known(id, `task ${taskId}`);
      throw new RequestError('TASK_UNKNOWN', 'not scripted');
    },
    async artifact(id, digest) {
      known(id, `artifact ${digest}`);
      return Buffer.from('output');
    },
    async events(id, after, limit) {
      known(id, 'events');
      return { ...script.page, events: script.page.events.filter(({ seq }) => seq > after).slice(0, limit) };
    },
    async log(id, taskId) {
      known(id, `log ${taskId}`);
      return { taskId, attempt: 1, text: 'line', offset: 0, isTail: true };
    },
    async report(id) {
      known(id, 'report');
      throw new RequestError('EXECUTION_UNKNOWN', 'not scripted');
    },
    async fork(id, { taskId, idempotencyKey }, actor) {
      known(id, `fork ${taskId} ${idempotencyKey} by ${actor}`);
      return { executionId: EXECUTION, planId: 'plan', sha256: 'a', receipt: 'receipt', isNew: true };
    },
    async control(id, request, actor) {
      known(id, `control ${request.action} by ${actor}`);
      return { success: true, message: 'done' };
    },
    async answer(id, request, actor) {
      known(id, `answer ${request.taskId} ${request.criterionId} ${request.result} by ${actor}`);
      return { success: true, message: 'done' };
    },
    async projects() {
      calls.push('projects');
      return [];
    },
    async addProject({ dir, shares = [] }) {
      calls.push(['addProject', dir, ...shares].join(' '));
      return { id: 'p', name: 'p', dir, host: 'here', shares };
    },
    async similar({ text, limit, ...filter }) {
      calls.push(`similar ${text} ${limit} ${JSON.stringify(filter)}`);
      return [];
    },
    async research({ question }) {
      calls.push(`research ${question}`);
      return { answer: 'yes', sources: [], model: 'm', costUsd: 0, isCached: false };
    },
    async health() {
      calls.push('health');
      return { isReady: true, version: '0', parts: [] };
    },
    async fsck(id) {
      calls.push(`fsck ${id ?? 'all'}`);
      return { isClean: true, checked: ['I1'], violations: [] };
    },
    async metrics() {
      calls.push('metrics');
      return {
        tasks: [],
        durations: [],
        errors: [],
        executions: [],
        slots: { used: 0, limit: 0 },
        outbox: { waiting: 0, dead: 0 },
      };
    },
    async tokens() {
      calls.push('tokens');
      return [];
    },
    async createToken({ name = 'token', scopes }, actor) {
      calls.push(`createToken ${name} by ${actor}`);
      return { id: '12345678', name, scopes, createdAt: '2026-01-01T00:00:00.000Z', state: 'valid', token: 'ns_once' };
    },
    async revokeToken(wanted, actor) {
      calls.push(`revokeToken ${wanted} by ${actor}`);
      return { id: '12345678', name: wanted, scopes: [], createdAt: '2026-01-01T00:00:00.000Z', state: 'revoked' };
    },
    async approval(ticket) {
      calls.push(`approval ${ticket}`);
      throw new RequestError('APPROVAL_UNKNOWN', 'This link is not one of ours');
    },
    async approve(ticket) {
      calls.push(`approve ${ticket}`);
      throw new RequestError('APPROVAL_UNKNOWN', 'This link is not one of ours');
    },
    async scopesOf(digest) {
      return SCOPES_OF_DIGEST.get(digest);
    },
    async knownTokens(digests) {
      lookups.push(digests.length);
      return new Set(digests.filter((digest) => SCOPES_OF_DIGEST.has(digest)));
    },
    async audit({ actor, target, outcome, detail }) {
      audits.push(`${actor} ${target ?? ''} ${outcome} ${detail ?? ''}`);
    },
    ...overrides,
  };
}
