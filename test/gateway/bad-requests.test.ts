import { type AddressInfo, connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { InvariantError, PlanError, RequestError, UnavailableError } from '../../runtime/core/errors';
import { createGateway } from '../../runtime/gateway/create-gateway';
import type { GatewayApp } from '../../runtime/gateway/gateway-app';
import { EXECUTION, type ScriptedApp, scriptedApp, TOKENS } from './scripted-app';

const authorization = `Bearer ${TOKENS.admin}`;
const HANDOFF = '/api/execution/handoff';

let app: ScriptedApp;
let server: FastifyInstance;
const serve = (overrides: Partial<GatewayApp> = {}, settings = {}) => {
  app = scriptedApp(overrides);
  server = createGateway(app, settings);
};
beforeEach(() => serve());
afterEach(() => server.close());

const get = (url: string, headers = {}) => server.inject({ url, headers: { authorization, ...headers } });
const post = (url: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
  server.inject({
    method: 'POST',
    url,
    payload,
    headers: { authorization, 'content-type': 'application/json', 'idempotency-key': 'key-1', ...headers },
  });
const codeOf = (reply: { json(): { error: { code: string } } }) => reply.json().error.code;

describe('bad requests (guarantees D2)', () => {
  it.each([
    ['DELETE', HANDOFF, 'POST'],
    ['GET', HANDOFF, 'POST'],
    ['POST', '/api/projects/', 'ROUTE_UNKNOWN'],
    ['PUT', '/api/projects', 'GET, POST, HEAD'],
    ['POST', `/api/execution/${EXECUTION}/status`, 'GET, HEAD'],
  ] as const)('%s %s: the wrong method is 405 and says which are taken', async (method, url, allowed) => {
    const reply = await server.inject({ method, url, headers: { authorization } });
    if (allowed === 'ROUTE_UNKNOWN') return expect(reply.statusCode).toBe(404);
    expect([reply.statusCode, reply.headers['allow'], codeOf(reply)]).toEqual([405, allowed, 'METHOD_NOT_ALLOWED']);
  });

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/json; charset=latin1', 'application/xml', ''])(
    'a body of type "%s" is 415',
    async (type) => {
      const reply = await post(HANDOFF, '{"text":"x"}', { 'content-type': type });
      expect([reply.statusCode, codeOf(reply)]).toEqual([415, 'BODY_TYPE_UNSUPPORTED']);
    },
  );

  const BAD_LINES = ['', ' ', 'a\nb', '\u0000', 'a\u0007', '\u202eb', 'a\u200b', 'a\ud800'];
  const one = `/api/execution/${EXECUTION}`;
  const PLAN = { plan: { text: '- [ ] a' } };

  it.each(BAD_LINES)('what names something is one line that can be seen, and not %j', async (name) => {
    for (const [url, field, body] of [
      [HANDOFF, '/conversationId', { ...PLAN, conversationId: name }],
      [`${one}/answer`, '/criterionId', { taskId: 'a', criterionId: name, result: 'pass' }],
      [`${one}/fork`, '/idempotencyKey', { taskId: 'a', idempotencyKey: name }],
      ['/api/projects', '/name', { dir: '/srv/a', name }],
    ] as const) {
      const reply = await post(url, JSON.stringify(body));
      expect([field, reply.statusCode, codeOf(reply)]).toEqual([field, 400, 'BODY_INVALID']);
      expect(reply.json().error.where.path).toBe(field);
    }
    const listed = await get(`/api/execution?conversationId=${encodeURIComponent(name.replace('\ud800', '\u0001'))}`);
    expect([listed.statusCode, codeOf(listed)]).toEqual([400, 'QUERY_INVALID']);
    expect(app.calls).toEqual([]);
  });

  it.each([
    ['null', 'null'],
    ['[]', 'a list'],
    ['"text"', 'a string'],
    ['1', 'a number'],
  ])('a body that is no object is told what is allowed: %s', async (body, found) => {
    for (const url of [HANDOFF, `${one}/answer`, `${one}/control`, '/api/projects']) {
      const reply = await post(url, body);
      const { code, message } = reply.json().error;
      expect([url, reply.statusCode, code, message]).toEqual([
        url,
        400,
        'BODY_INVALID',
        `The body must be a JSON object, and is ${found}`,
      ]);
    }
  });

  it('HEAD needs no token where GET needs none, and one everywhere else', async () => {
    const head = async (url: string) => (await server.inject({ method: 'HEAD', url })).statusCode;
    expect([await head('/healthz'), await head('/api/execution'), await head('/api/nothing')]).toEqual([200, 401, 401]);
  });

  it.each(['a\u0000', '\ud800'])('no text is taken that cannot be kept as it came: %j', async (text) => {
    for (const [url, field, body] of [
      [HANDOFF, '/project', { ...PLAN, project: text }],
      [HANDOFF, '/plan/fileName', { plan: { text: '- [ ] a', fileName: text } }],
      [`${one}/answer`, '/note', { taskId: 'a', criterionId: 'c', result: 'pass', note: text }],
      ['/api/similar', '/text', { text }],
      ['/api/research', '/question', { question: text }],
    ] as const) {
      const reply = await post(url, JSON.stringify(body));
      expect([field, reply.statusCode, reply.json().error.where.path]).toEqual([field, 400, field]);
    }
    for (const query of ['title=%00', 'project=%00']) {
      expect([query, (await get(`/api/execution?${query}`)).statusCode]).toEqual([query, 400]);
    }
    expect(app.calls).toEqual([]);
  });

  it.each(['gzip', 'br', 'zstd'])('a body in %s is 413', async (encoding) => {
    const reply = await post(HANDOFF, '{"text":"x"}', { 'content-encoding': encoding });
    expect([reply.statusCode, codeOf(reply)]).toEqual([413, 'BODY_COMPRESSED']);
  });

  it('a body larger than 2 MiB is 413, one of 2 MiB is read', async () => {
    const text = 'x'.repeat(2 * 1024 * 1024);
    const large = await post(HANDOFF, JSON.stringify({ text }));
    expect([large.statusCode, codeOf(large)]).toEqual([413, 'BODY_TOO_LARGE']);
    const fitting = await post(HANDOFF, JSON.stringify({ text: text.slice(11) }));
    expect(fitting.statusCode).toBe(202);
  });

  it.each([
    ['an array', '[]'],
    ['a text', '""'],
    ['null', 'null'],
    ['a number', '7'],
    ['nothing', ''],
    ['half an object', '{"text":'],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['70 levels', `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`],
    ['a million brackets', '['.repeat(1_000_000)],
    ['a prototype', '{"text":"x","options":{"__proto__":{"isAdmin":true}}}'],
    ['an extra field', '{"text":"x","surprise":1}'],
    ['an extra field inside', '{"plan":{"text":"x","surprise":1}}'],
    ['a text that is none', '{"text":7}'],
    ['no plan at all', '{}'],
    ['options that are a list', '{"text":"x","options":[]}'],
  ])('a body that is %s is 400, and nothing happens', async (_, payload) => {
    const reply = await post(HANDOFF, payload);
    expect(reply.statusCode).toBe(400);
    expect(codeOf(reply)).toBe('BODY_INVALID');
    expect(app.calls).toEqual([]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('says what may carry the plan when a body has none', async () => {
    const { error } = (await post(HANDOFF, '{}')).json();
    expect(error).toMatchObject({ where: { path: '/plan' }, message: 'There is no plan: send /plan or /text' });
    expect(error.hint).toContain('{"plan": {"text": ');
  });

  it('refuses two plans in one body, and takes an empty place of one for none', async () => {
    const plan = { text: '# P\n- [ ] a\n' };
    const reply = await post(HANDOFF, JSON.stringify({ plan, text: '# Q\n- [ ] b\n' }));
    expect([reply.statusCode, reply.json().error]).toEqual([
      400,
      expect.objectContaining({
        code: 'BODY_INVALID',
        where: { path: '/text' },
        message: 'There are two plans: /plan and /text',
      }),
    ]);
    expect((await post(HANDOFF, JSON.stringify({ plan, text: null }))).statusCode).toBe(202);
  });

  it.each(['{"text":""}', '{"plan":{"text":"","fileName":"PLAN.md"}}'])(
    'the empty plan of %s is left to the reader, who says what a plan is',
    async (payload) => expect((await post(HANDOFF, payload)).statusCode).toBe(202),
  );

  it.each(['pause', 'resume', 'cancel'])(
    'a task cannot be asked to %s: nothing happens to all of it',
    async (action) => {
      const reply = await post(`/api/execution/${EXECUTION}/control`, JSON.stringify({ action, taskId: 'task-001' }));
      expect([reply.statusCode, reply.json().error.where.path]).toEqual([400, '/taskId']);
      expect(app.calls).toEqual([]);
    },
  );

  it.each([undefined, '', 'two words', 'ü', 'x'.repeat(201)])('a hand-off with the key %j is 400', async (key) => {
    const reply = await server.inject({
      method: 'POST',
      url: HANDOFF,
      payload: { text: 'x' },
      headers: { authorization, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    });
    expect([reply.statusCode, codeOf(reply)]).toEqual([400, 'IDEMPOTENCY_KEY_MISSING']);
    const { message } = reply.json<{ error: { message: string } }>().error;
    expect(message).toContain(
      key ? `takes 1 to 200 visible ASCII characters and has ${key.length}` : 'needs the header',
    );
  });

  it.each(['undefined', 'null', '%2e%2e', '..;', '%00', '7', `${EXECUTION}x`, 'x'.repeat(199)])(
    'the id %s is 404',
    async (id) => {
      const reply = await get(`/api/execution/${id}/status`);
      expect(reply.statusCode).toBe(404);
      expect(app.calls).toEqual([]);
    },
  );

  it('an id of 10 kB and an id nobody has are 404', async () => {
    expect((await get(`/api/execution/${'x'.repeat(10_000)}/status`)).statusCode).toBe(404);
    const other = await get(`/api/execution/${EXECUTION.replace('0189', '0190')}/status`);
    expect([other.statusCode, codeOf(other)]).toEqual([404, 'EXECUTION_UNKNOWN']);
  });

  it('an address that cannot be read is 400 JSON', async () => {
    const reply = await get('/api/execution/%zz/status');
    expect([reply.statusCode, codeOf(reply)]).toEqual([400, 'REQUEST_MALFORMED']);
  });

  it.each([
    '/api/execution?limit=-1',
    '/api/execution?limit=0',
    '/api/execution?limit=1e9',
    '/api/execution?limit=NaN',
    '/api/execution?limit=abc',
    '/api/execution?limit=1&limit=2',
    '/api/execution?sort=cost',
    '/api/execution?status=happy',
    `/api/execution?status=${'failed,'.repeat(10_000)}`,
    '/api/execution?token=ns_secret',
    `/api/execution/${EXECUTION}/events?after=-1`,
    `/api/execution/${EXECUTION}/events?after=x`,
    `/api/execution/${EXECUTION}/status?verbose=1`,
    '/api/similar',
    '/api/similar?q=',
    '/api/similar?q=x&limit=21',
    '/api/projects?__proto__=1',
  ])('%s is 400', async (url) => {
    const reply = await get(url);
    expect([reply.statusCode, codeOf(reply)]).toEqual([400, 'QUERY_INVALID']);
    expect(app.calls).toEqual([]);
  });

  it.each([
    ['control', { action: 'explode' }],
    ['control', { action: 'retry', taskId: '../x' }],
    ['control', { action: 'pause', actor: 'gateway' }],
    ['answer', { taskId: 'task-001', criterionId: 'c1', result: 'maybe' }],
    ['answer', { taskId: 'task-001', result: 'pass' }],
    ['answer', { taskId: 'task-001', criterionId: 'c1', result: 'pass', note: 'x'.repeat(2001) }],
  ])('%s with %j is refused', async (what, payload) => {
    const reply = await post(`/api/execution/${EXECUTION}/${what}`, JSON.stringify(payload));
    expect([400, 404]).toContain(reply.statusCode);
    expect(app.calls).toEqual([]);
  });

  it('a project at a relative path is 400', async () => {
    expect((await post('/api/projects', '{"dir":"../etc"}')).statusCode).toBe(400);
    expect((await post('/api/projects', '{"dir":"/x\\u0000"}')).statusCode).toBe(400);
  });

  it('two Authorization headers are 400', async () => {
    const answer = await raw(
      `GET /api/projects HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\nauthorization: x\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*REQUEST_MALFORMED/s);
  });

  it('a forged Last-Event-ID is 400', async () => {
    const stream = `/api/execution/${EXECUTION}/events/stream`;
    for (const id of ['-1', 'x', '7', '9999999999999999']) {
      expect((await get(stream, { 'last-event-id': id })).statusCode).toBe(400);
    }
  });
});

describe('errors of the app', () => {
  it.each([
    [
      new RequestError('CONTROL_REFUSED', 'It is over', { hint: 'Hand it over again', details: { state: 'failed' } }),
      409,
    ],
    [new RequestError('PROJECT_NOT_GIT', 'No repository'), 400],
    [new PlanError('PLAN_CYCLE', 'a needs itself'), 422],
    [new UnavailableError('database', 'No database', { retryAfterMs: 2500 }), 503],
  ])('%s answers its code and %i', async (error, expected) => {
    serve({ status: () => Promise.reject(error) });
    const reply = await get(`/api/execution/${EXECUTION}/status`);
    expect(reply.statusCode).toBe(expected);
    expect(reply.json().error).toMatchObject({ ...error.details, code: error.code, message: error.message });
    if (expected === 503) expect(reply.headers['retry-after']).toBe('3');
  });

  it.each([
    [new TypeError('cannot read /home/somebody/secret'), 'BUG_UNEXPECTED'],
    [new InvariantError('FOLD', 'select * from secrets', { details: { sql: 'select' } }), 'BUG_FOLD'],
  ])('a mistake of ours says nothing of our insides', async (error, code) => {
    const told: unknown[] = [];
    const log = { error: (message: string, fields: unknown) => told.push(message, fields) };
    serve({ status: () => Promise.reject(error) }, { log });
    const reply = await get(`/api/execution/${EXECUTION}/status`);
    expect([reply.statusCode, codeOf(reply)]).toEqual([500, code]);
    expect(reply.body).not.toMatch(/secret|select|\bat .*\.ts/);
    expect(JSON.stringify(told)).toContain(error.message);
  });
});

describe('what comes in over the wire', () => {
  it('a request that never ends is 408, headers that never end too', async () => {
    serve({}, { requestTimeoutMs: 300, headersTimeoutMs: 300 });
    const chunked = `POST ${HANDOFF} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`;
    expect(await raw(chunked)).toMatch(/^HTTP\/1\.1 408 .*REQUEST_TIMEOUT/s);
    expect(await raw('GET / HTTP/1.1\r\nHost: local')).toMatch(/^HTTP\/1\.1 408 .*REQUEST_TIMEOUT/s);
  });

  it.each([
    [
      'more than 16 KiB of headers',
      `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(17 * 1024)}\r\n\r\n`,
      431,
    ],
    [
      '101 header lines',
      `GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${'X: 1\r\n'.repeat(99)}\r\n`,
      431,
    ],
    [
      'a length and chunks',
      `POST ${HANDOFF} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`,
      400,
    ],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['HTTP/1.0 without a host', 'GET /healthz HTTP/1.0\r\n\r\n', 400],
    [
      'a whole address of a foreign host',
      'GET http://evil.example/healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      421,
    ],
  ])('%s is refused', async (_, request, expected) => {
    const answer = await raw(request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${expected} `));
    expect(answer).toMatch(/"error":\{"code":"/);
  });

  it('waits for a body when asked to (Expect: 100-continue)', async () => {
    const body = '{"text":"x"}';
    const answer = await raw(
      `POST ${HANDOFF} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 100 .*HTTP\/1\.1 202 /s);
  });
});

/** Sends bytes and answers with everything that comes back until the server closes. */
async function raw(request: string): Promise<string> {
  if (!server.server.listening) await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
