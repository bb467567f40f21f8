import { createHash, randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { RequestError } from '../core/errors';
import type { GatewayApp } from './gateway-app';
import type { GatewaySettings } from './gateway-settings';
import { answerAllOurselves, answerClientError, MAX_HEADER_BYTES } from './http/answer-client-error';
import { checkHost, checkTarget, refuseSecondHost } from './http/check-host';
import { type Caller, Doorkeeper, type DoorRequest, refuseTokenInAddress } from './http/doorkeeper';
import { errorAnswer, ofCutBody, ofLargeBody } from './http/error-answer';
import { EventFeed } from './http/event-feed';
import { EventStreams } from './http/event-stream';
import { GatewayMeter } from './http/gateway-meter';
import { isKnownTag } from './http/is-known-tag';
import { checkPath } from './http/path-fields';
import { readJsonBody } from './http/read-json-body';
import { refuseMethods, refuseOtherMethods } from './http/refuse-methods';
import { requestIdIn } from './http/request-id';
import type { Route, RouteAnswer } from './http/route';
import { routesOf } from './http/routes';
import { mountMcp } from './mcp/mount-mcp';
import { HTML, PAGE_HEADERS } from './page/approval-page';
import { refusalPage, wantsApprovalPage } from './page/refusal-page';

const NOBODY: Caller = { actor: 'nobody', scopes: [] };
const MAX_HEADER_LINES = 100;

const bodyLimitOf = ({ bodyLimitBytes = 2 * 1024 * 1024 }: GatewaySettings): number => bodyLimitBytes;

interface JsonBody {
  readonly value: unknown;
  readonly raw: Uint8Array;
}

/**
 * The HTTP server, made from the route table, not yet listening. Everything but the open routes needs a token, also what
 * does not exist. Errors are answered in the one form of errors, never with a stack.
 *
 * Source: guarantees D2, S-01…S-09.
 */
export function createGateway(app: GatewayApp, settings: GatewaySettings = {}): FastifyInstance {
  const server = fastify({
    bodyLimit: bodyLimitOf(settings),
    genReqId: (request) => requestIdIn(request.headers['x-request-id']) ?? randomUUID(),
    requestTimeout: settings.requestTimeoutMs ?? 15_000,
    forceCloseConnections: true,
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: 400, querystringParser: (text) => parseQuery(text) },
    http: {
      headersTimeout: settings.headersTimeoutMs ?? 10_000,
      connectionsCheckingInterval: Math.min(1000, settings.headersTimeoutMs ?? 1000),
      maxHeaderSize: MAX_HEADER_BYTES,
      // We look for it ourselves, and answer in our form.
      requireHostHeader: false,
    },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => sendError(reply, error, settings),
  });
  answerAllOurselves(server.server);
  const feed = new EventFeed((id, after, limit) => app.events(id, after, limit), settings.pollMs ?? 250);
  const streams = new EventStreams(feed, {
    maxStreams: settings.maxStreams ?? 100,
    bufferBytes: settings.streamBufferBytes ?? 256 * 1024,
    heartbeatMs: settings.streamHeartbeatMs ?? 15_000,
  });
  const meter = new GatewayMeter(() => streams.count());
  const routes = routesOf(app, streams, meter);
  const door = new Doorkeeper(app, {
    failuresPerMinute: settings.failuresPerMinute ?? 10,
    requestsPerMinute: settings.requestsPerMinute ?? 6000,
  });

  takeOnlyJson(server);
  const metered = new Set([...routes.map(({ method, url }) => `${method} ${url}`), 'POST /mcp']);
  server.addHook('onResponse', async (request, reply) => {
    const asked = `${request.method === 'HEAD' ? 'GET' : request.method} ${request.routeOptions.url}`;
    meter.observe(metered.has(asked) ? asked : 'none', reply.statusCode, reply.elapsedTime / 1000);
  });
  const callers = guardEntrance(server, door, routes, settings);
  for (const route of routes) if (route.bodyType === undefined) addRoute(server, route, callers, door);
  server.register(async (forms) => {
    takeForms(forms);
    for (const route of routes) if (route.bodyType !== undefined) addRoute(forms, route, callers, door);
  });
  refuseOtherMethods(server, routes);
  if (settings.mcp !== undefined) {
    const close = mountMcp(server, app, settings.mcp, (request) => {
      const caller = callers.get(request.raw) ?? NOBODY;
      return { actor: caller.actor, demand: (scope) => door.demand(caller, scope, doorRequest(request)) };
    });
    server.addHook('preClose', close);
    refuseMethods(server, '/mcp', ['POST']);
  }
  server.setNotFoundHandler(async () => {
    throw new RequestError('ROUTE_UNKNOWN', 'There is nothing at this address', {
      hint: 'See docs/api.md for what there is',
    });
  });
  server.setErrorHandler((error, _request, reply) => sendError(reply, error, settings));
  server.addHook('preClose', async () => streams.close());
  return server;
}

/** Checks host, origin, header lines, token and scope before a body is read, and remembers who asks. */
function guardEntrance(
  server: FastifyInstance,
  door: Doorkeeper,
  routes: readonly Route[],
  settings: GatewaySettings,
): WeakMap<object, Caller> {
  const callers = new WeakMap<object, Caller>();
  const scopes = new Map(routes.map((route) => [`${route.method} ${route.url}`, route.scope]));
  server.addHook('onRequest', async (request, reply) => {
    reply
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .header('x-request-id', request.id);
    refuseSecondHost(request.raw.rawHeaders);
    checkHost(request.headers, settings.allowedHosts ?? []);
    checkTarget(request.raw.url ?? '/', settings.allowedHosts ?? []);
    refuseTokenInAddress(request.url);
    refuseManyHeaders(request.raw.rawHeaders.length / 2);
    refuseExpectation(request.headers.expect);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const scope = scopes.get(`${method} ${request.routeOptions.url ?? ''}`);
    if (scope === 'open' || scope === 'link') return;
    const knock = doorRequest(request);
    const caller = await door.admit(knock);
    if (scope !== undefined) await door.demand(caller, scope, knock);
    callers.set(request.raw, caller);
  });
  return callers;
}

function refuseManyHeaders(lines: number): void {
  if (lines <= MAX_HEADER_LINES) return;
  const message = `The request has ${lines} header lines; ${MAX_HEADER_LINES} are allowed`;
  throw new RequestError('HEADERS_TOO_LARGE', message, {
    hint: 'Send fewer',
    details: { limit: MAX_HEADER_LINES, seen: lines },
  });
}

function refuseExpectation(expected: string | undefined): void {
  if (expected === undefined || expected.toLowerCase() === '100-continue') return;
  throw new RequestError('EXPECTATION_REFUSED', 'The request expects what the gateway does not do', {
    hint: 'Send it without Expect, or with Expect: 100-continue',
  });
}

function addRoute(server: FastifyInstance, route: Route, callers: WeakMap<object, Caller>, door: Doorkeeper): void {
  server.route({
    method: route.method,
    url: route.url,
    handler: async (request, reply) => {
      const body = request.body as JsonBody | undefined;
      if (route.method === 'POST' && body === undefined && route.bodyType === undefined) {
        throw new RequestError('BODY_INVALID', 'The body is empty', { hint: 'Send a JSON object' });
      }
      const params = request.params as Readonly<Record<string, string>>;
      checkPath(params);
      const caller = callers.get(request.raw) ?? NOBODY;
      const answer = await route.answer({
        params,
        query: request.query as Readonly<Record<string, unknown>>,
        headers: request.headers,
        body: body === undefined && route.bodyType !== undefined ? {} : body?.value,
        raw: body?.raw ?? new Uint8Array(),
        caller,
        demand: (scope) => door.demand(caller, scope, doorRequest(request)),
      });
      if (answer.type === 'json') return sendJson(request, reply, answer);
      if (answer.type === 'bytes') {
        return reply
          .code(answer.httpStatus ?? 200)
          .headers({ ...answer.headers, 'content-type': answer.contentType })
          .send(answer.bytes);
      }
      reply.hijack();
      if (request.method === 'HEAD')
        reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end();
      else {
        reply.raw.setHeader('x-request-id', request.id);
        answer.start(reply.raw, request.id, () => door.lookAgain(doorRequest(request), route.scope));
      }
      return reply;
    },
  });
}

/** An answer that says its version is sent to those only who have another one. */
function sendJson(
  request: FastifyRequest,
  reply: FastifyReply,
  { httpStatus, body, version }: Extract<RouteAnswer, { readonly type: 'json' }>,
): FastifyReply {
  if (version === undefined) {
    const seconds = (body as { readonly error?: { readonly retryAfterSeconds?: number } }).error?.retryAfterSeconds;
    if (seconds !== undefined) reply.header('retry-after', String(seconds));
    return reply.code(httpStatus).send(withRequestId(body, request.id));
  }
  const tag = createHash('sha256').update(JSON.stringify(version)).digest('base64url').slice(0, 27);
  reply.header('etag', `W/"${tag}"`).header('cache-control', 'private, no-cache');
  return isKnownTag(tag, request.headers['if-none-match']) ? reply.code(304).send() : reply.code(httpStatus).send(body);
}

/** A refusal that the app gives as its answer says the request's id as every other does. */
function withRequestId(body: unknown, requestId: string): unknown {
  const { error } = (body ?? {}) as { readonly error?: unknown };
  return error !== null && typeof error === 'object' ? { error: { ...error, requestId } } : body;
}

/** What a page sends, besides. */
function takeForms(server: FastifyInstance): void {
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, bytes, done) => {
    const raw = bytes as Buffer;
    const body: JsonBody = { value: { ...parseQuery(raw.toString('utf8')) }, raw };
    done(null, body);
  });
}

/** Only `application/json` in UTF-8, not compressed. */
function takeOnlyJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => {
    try {
      const raw = bytes as Buffer;
      const body: JsonBody = { value: readJsonBody(raw), raw };
      done(null, body);
    } catch (error) {
      done(error as Error);
    }
  });
  server.addHook('preParsing', async (request) => {
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
      throw new RequestError('BODY_COMPRESSED', 'Compressed bodies are not taken', {
        hint: 'Send it without Content-Encoding',
      });
    }
    const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
    if (charset !== undefined && charset.toLowerCase() !== 'utf-8' && charset.toLowerCase() !== 'utf8') {
      throw new RequestError('BODY_TYPE_UNSUPPORTED', 'The body must be JSON in UTF-8', {
        hint: 'Send Content-Type: application/json',
      });
    }
  });
}

function sendError(reply: FastifyReply, thrown: unknown, settings: GatewaySettings): FastifyReply {
  const { raw, headers } = reply.request;
  const answer = errorAnswer(ofLargeBody(ofCutBody(thrown, raw), bodyLimitOf(settings), headers['content-length']));
  const requestId = reply.request.id;
  if (answer.isUnexpected) {
    settings.log?.error('unexpected error while answering', {
      requestId,
      stack: thrown instanceof Error ? thrown.stack : String(thrown),
    });
  }
  reply.code(answer.httpStatus).headers({ ...answer.headers, 'x-request-id': requestId });
  if (!wantsApprovalPage(reply.request)) return reply.send({ error: { ...answer.body.error, requestId } });
  return reply.headers({ ...PAGE_HEADERS, 'content-type': HTML }).send(refusalPage(answer, requestId));
}

function doorRequest(request: FastifyRequest): DoorRequest {
  return {
    address: request.ip,
    method: request.method,
    path: request.url.split('?', 1)[0] ?? '',
    rawHeaders: request.raw.rawHeaders,
    nowMs: Date.now(),
  };
}

/** Names and values; a name that comes twice has an array. Without prototype. */
function parseQuery(text: string): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  const params = new URLSearchParams(text);
  for (const name of new Set(params.keys())) {
    const all = params.getAll(name);
    values[name] = all.length === 1 ? (all[0] ?? '') : all;
  }
  return values;
}
