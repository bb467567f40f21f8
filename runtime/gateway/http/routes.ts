import { RequestError } from '../../core/errors';
import type { GatewayApp } from '../gateway-app';
import type { EventStreams } from './event-stream';
import { Fields } from './fields';
import { parseActor } from './parse-actor';
import { parseHandoff } from './parse-handoff';
import type { Route, RouteAnswer, RouteRequest } from './route';

const STATES = ['queued', 'running', 'waiting', 'paused', 'succeeded', 'failed', 'cancelled'] as const;
/** Longer than a search model may take for one answer. */
const RESEARCH_MS = 120_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Every route of the gateway, with the scope that it needs. The server is made from this table and from nothing else. */
export function routesOf(app: GatewayApp, streams: EventStreams): readonly Route[] {
  return [
    { method: 'GET', url: '/healthz', scope: 'open', answer: async () => ok({ status: 'ok' }) },
    { method: 'GET', url: '/readyz', scope: 'plan:read', answer: async () => readiness(app) },
    {
      method: 'POST',
      url: '/api/execution/handoff',
      scope: 'plan:submit',
      answer: async ({ body, raw, headers, caller }) => {
        const { httpStatus, body: answer } = await app.handoff(
          parseHandoff(body, raw, headers['idempotency-key']),
          caller.actor,
        );
        return { type: 'json', httpStatus, body: answer };
      },
    },
    { method: 'GET', url: '/api/execution', scope: 'plan:read', answer: async (request) => list(app, request) },
    {
      method: 'GET',
      url: '/api/execution/:id/status',
      scope: 'plan:read',
      answer: async (request) => ok(await app.status(plain(request).executionId)),
    },
    {
      method: 'GET',
      url: '/api/execution/:id/tasks',
      scope: 'plan:read',
      answer: async (request) => ok({ tasks: await app.tasks(plain(request).executionId) }),
    },
    {
      method: 'GET',
      url: '/api/execution/:id/events',
      scope: 'plan:read',
      answer: async (request) => events(app, request),
    },
    {
      method: 'GET',
      url: '/api/execution/:id/events/stream',
      scope: 'plan:read',
      answer: async (request) => stream(app, streams, request),
    },
    {
      method: 'GET',
      url: '/api/execution/:id/log/:taskId',
      scope: 'plan:read',
      answer: async (request) => ok(await app.log(plain(request).executionId, taskIdOf(request.params['taskId']))),
    },
    {
      method: 'GET',
      url: '/api/execution/:id/report',
      scope: 'plan:read',
      answer: async (request) => ok(await app.report(plain(request).executionId)),
    },
    {
      method: 'POST',
      url: '/api/execution/:id/control',
      scope: 'plan:control',
      answer: async (request) => control(app, request),
    },
    {
      method: 'POST',
      url: '/api/execution/:id/fork',
      scope: 'plan:submit',
      answer: async (request) => fork(app, request),
    },
    {
      method: 'POST',
      url: '/api/execution/:id/answer',
      scope: 'plan:control',
      answer: async (request) => answer(app, request),
    },
    {
      method: 'GET',
      url: '/api/projects',
      scope: 'plan:read',
      answer: async ({ query }) => {
        query.end();
        return ok({ projects: await app.projects() });
      },
    },
    { method: 'POST', url: '/api/projects', scope: 'admin', answer: async (request) => addProject(app, request) },
    { method: 'GET', url: '/api/similar', scope: 'plan:read', answer: async (request) => similar(app, request) },
    { method: 'POST', url: '/api/similar', scope: 'plan:read', answer: async (request) => similarTo(app, request) },
    { method: 'POST', url: '/api/research', scope: 'research', answer: async (request) => research(app, request) },
    { method: 'GET', url: '/api/fsck', scope: 'admin', answer: async (request) => fsck(app, request) },
  ];
}

const ok = (body: unknown): RouteAnswer => ({ type: 'json', httpStatus: 200, body });

async function readiness(app: GatewayApp): Promise<RouteAnswer> {
  const health = await app.health();
  return { type: 'json', httpStatus: health.isReady ? 200 : 503, body: health };
}

async function list(app: GatewayApp, { query }: RouteRequest): Promise<RouteAnswer> {
  const conversationId = query.optionalText('conversationId', 200);
  const status = query.optionalText('status', 100)?.split(',');
  const limit = query.integer('limit', { min: 1, max: 200, otherwise: 50 });
  query.end();
  const unknown = status?.find((word) => !STATES.some((state) => state === word));
  if (unknown !== undefined) {
    throw new RequestError('QUERY_INVALID', `Query parameter status must be made of ${STATES.join(', ')}`, {
      hint: 'Separate several with commas',
      details: { path: 'status' },
    });
  }
  const filter = {
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(status === undefined ? {} : { status }),
    limit,
  };
  return ok({ executions: await app.list(filter) });
}

async function events(app: GatewayApp, request: RouteRequest): Promise<RouteAnswer> {
  const executionId = executionIdOf(request.params['id']);
  const after = request.query.integer('after', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 });
  const limit = request.query.integer('limit', { min: 1, max: 1000, otherwise: 500 });
  request.query.end();
  return ok(await app.events(executionId, after, limit));
}

/** Answers like any other request until it is sure that there is something to stream. */
async function stream(app: GatewayApp, streams: EventStreams, request: RouteRequest): Promise<RouteAnswer> {
  const executionId = executionIdOf(request.params['id']);
  const asked = request.query.integer('after', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 });
  request.query.end();
  const after = lastEventIdOf(request.headers['last-event-id']) ?? asked;
  const { lastSeq } = await app.events(executionId, after, 1);
  if (after > lastSeq) throw forgedEventId();
  streams.admit();
  return { type: 'stream', start: (response) => streams.start(response, executionId, after) };
}

async function control(app: GatewayApp, request: RouteRequest): Promise<RouteAnswer> {
  const { executionId } = plain(request);
  const fields = Fields.of(request.body);
  const action = fields.oneOf('action', ['pause', 'resume', 'cancel', 'retry', 'rollback'] as const);
  const taskId = fields.has('taskId') ? taskIdOf(fields.value('taskId')) : undefined;
  const actor = parseActor(fields, request.caller.actor);
  fields.end();
  if (taskId === undefined && action === 'rollback') {
    throw new RequestError('BODY_INVALID', '/taskId is missing: a rollback goes to the moment right after a task', {
      hint: 'Give the id of a completed task as taskId',
      details: { path: '/taskId' },
    });
  }
  if (taskId !== undefined && action !== 'retry' && action !== 'rollback') {
    throw new RequestError(
      'BODY_INVALID',
      `/taskId goes with retry and rollback only: ${action} is for the whole execution`,
      {
        hint: `Leave taskId out to ${action} all of it`,
        details: { path: '/taskId' },
      },
    );
  }
  return ok(await app.control(executionId, { action, ...(taskId === undefined ? {} : { taskId }) }, actor));
}

async function fork(app: GatewayApp, request: RouteRequest): Promise<RouteAnswer> {
  const { executionId } = plain(request);
  const fields = Fields.of(request.body);
  const taskId = taskIdOf(fields.value('taskId'));
  const idempotencyKey = fields.text('idempotencyKey', 200);
  const actor = parseActor(fields, request.caller.actor);
  fields.end();
  return { type: 'json', httpStatus: 202, body: await app.fork(executionId, { taskId, idempotencyKey }, actor) };
}

async function answer(app: GatewayApp, request: RouteRequest): Promise<RouteAnswer> {
  const { executionId } = plain(request);
  const fields = Fields.of(request.body);
  const taskId = taskIdOf(fields.value('taskId'));
  const criterionId = fields.text('criterionId', 60);
  const result = fields.oneOf('result', ['pass', 'fail'] as const);
  const note = fields.optionalText('note', 2000);
  const actor = parseActor(fields, request.caller.actor);
  fields.end();
  return ok(
    await app.answer(executionId, { taskId, criterionId, result, ...(note === undefined ? {} : { note }) }, actor),
  );
}

async function addProject(app: GatewayApp, { body, caller }: RouteRequest): Promise<RouteAnswer> {
  const fields = Fields.of(body);
  const dir = fields.text('dir', 4096);
  const name = fields.optionalText('name', 100);
  const shares = fields.optionalTexts('shares', 50, 1024);
  fields.end();
  if (!dir.startsWith('/') || dir.includes('\0')) {
    throw new RequestError('BODY_INVALID', '/dir must be an absolute path', {
      hint: 'Send the whole path of the folder',
      details: { path: '/dir' },
    });
  }
  return {
    type: 'json',
    httpStatus: 201,
    body: await app.addProject(
      { dir, ...(name === undefined ? {} : { name }), ...(shares === undefined ? {} : { shares }) },
      caller.actor,
    ),
  };
}

async function similar(app: GatewayApp, { query }: RouteRequest): Promise<RouteAnswer> {
  const text = query.text('q', 2000);
  const limit = query.integer('limit', { min: 1, max: 20, otherwise: 3 });
  const projectId = query.optionalText('project', 100);
  const taskType = query.optionalText('taskType', 64);
  const isSuccess = query.flag('isSuccess');
  query.end();
  return ok({ similar: await app.similar(defined({ text, limit, projectId, taskType, isSuccess })) });
}

/** The same for texts of any length. */
async function similarTo(app: GatewayApp, { query, body }: RouteRequest): Promise<RouteAnswer> {
  query.end();
  const fields = Fields.of(body);
  const text = fields.text('text', 100_000);
  const limit = fields.optionalNumber('limit', { min: 1, max: 50 });
  const projectId = fields.optionalText('projectId', 100);
  const taskType = fields.optionalText('taskType', 64);
  const isSuccess = fields.optionalFlag('isSuccess');
  fields.end();
  return ok({ similar: await app.similar(defined({ text, limit, projectId, taskType, isSuccess })) });
}

async function research(app: GatewayApp, { query, body }: RouteRequest): Promise<RouteAnswer> {
  query.end();
  const fields = Fields.of(body);
  const question = fields.text('question', 10_000);
  const maxAgeHours = fields.optionalNumber('maxAgeHours', { min: 0, max: 87_600 });
  fields.end();
  return ok(await app.research(defined({ question, maxAgeHours }), AbortSignal.timeout(RESEARCH_MS)));
}

async function fsck(app: GatewayApp, { query }: RouteRequest): Promise<RouteAnswer> {
  const id = query.optionalText('executionId', 60);
  query.end();
  return ok(await app.fsck(id === undefined ? undefined : executionIdOf(id)));
}

/** The execution of a request that takes no query. */
function plain(request: RouteRequest): { readonly executionId: string } {
  const executionId = executionIdOf(request.params['id']);
  request.query.end();
  return { executionId };
}

function executionIdOf(value: unknown): string {
  if (typeof value === 'string' && UUID.test(value)) return value;
  throw new RequestError('EXECUTION_UNKNOWN', 'There is no such execution', {
    hint: 'See the ids with `nightshift status`',
  });
}

function taskIdOf(value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z0-9._-]{1,100}$/.test(value) && !/^\.+$/.test(value)) return value;
  throw new RequestError('TASK_UNKNOWN', 'There is no such task in this execution', {
    hint: 'See the ids with `nightshift status ID`',
  });
}

function lastEventIdOf(header: string | readonly string[] | undefined): number | undefined {
  if (header === undefined || header === '') return undefined;
  if (typeof header !== 'string' || !/^\d{1,15}$/.test(header)) throw forgedEventId();
  return Number(header);
}

function forgedEventId(): RequestError {
  return new RequestError('QUERY_INVALID', 'Last-Event-ID names no event of this execution', {
    hint: 'Send the id of the last event that came, or none',
  });
}

type Defined<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the fields that nobody gave. */
function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
