import { type AddressInfo, connect } from 'node:net';
import { UnavailableError } from '../../../runtime/core/errors';
import type { GatewaySettings } from '../../../runtime/gateway/gateway-settings';
import { AppWorld } from '../../support/app-world';
import { expectErrorForm } from '../../support/error-form';
import { manual, smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';
import { ADMIN, LiveGateway } from '../live-gateway';

const HANDOFF = '/api/execution/handoff';
const PLAN = '- [ ] One\n  run: `true`\n';
const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';

let gateway: LiveGateway;
const start = async (settings: GatewaySettings = {}, world = new AppWorld()) => {
  await gateway?.close();
  gateway = await LiveGateway.open(world, settings);
  await gateway.world.addWorker('w1');
};
beforeEach(() => start());
afterEach(() => gateway.close());

const codes = (reply: { statusCode: number; json(): { error: { code: string } } }) => [
  reply.statusCode,
  reply.json().error.code,
];
const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  gateway.server.inject({
    method: 'POST',
    url: HANDOFF,
    payload: body,
    headers: {
      authorization: `Bearer ${ADMIN}`,
      'content-type': 'application/json',
      'idempotency-key': 'k',
      ...headers,
    },
  });
const control = (id: string, body: object) => gateway.ask('POST', `/api/execution/${id}/control`, body);
const executions = async () => (await gateway.ask('GET', '/api/execution?limit=200')).json().executions;
const handed = async () => (await gateway.handOver({ text: PLAN })).json().executionId as string;

/** Bytes as they are, and everything that comes back until the server closes, or only what comes first. */
async function raw(request: string, wanted: 'all' | 'first' = 'all'): Promise<string> {
  const { server } = gateway.server;
  if (!server.listening) await gateway.server.listen({ host: '127.0.0.1', port: 0 });
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (wanted === 'first') socket.destroy();
    });
    socket.on('close', () => {
      // What Node would answer by itself has our form, too.
      const said = /\r\n\r\n(\{"error".*\})$/s.exec(answer)?.[1];
      try {
        if (said !== undefined) expectErrorForm(JSON.parse(said).error, request);
        resolve(answer);
      } catch (fault) {
        reject(fault as Error);
      }
    });
    socket.on('error', reject);
  });
}
const head = (line: string, ...more: string[]) =>
  `${[line, 'Host: localhost', `Authorization: Bearer ${ADMIN}`, 'Connection: close', ...more].join('\r\n')}\r\n\r\n`;

describe(`bad API bodies and HTTP (D2)${verifies('S-49')}`, () => {
  it('D2-1: the wrong method is 405, and says which there are', async () => {
    const reply = await gateway.ask('DELETE', HANDOFF);
    expect([codes(reply), reply.headers.allow]).toEqual([[405, 'METHOD_NOT_ALLOWED'], 'POST']);
  });

  it('D2-2: an unknown path is 404, in JSON', async () => {
    expect(codes(await gateway.ask('GET', '/api/unknown'))).toEqual([404, 'ROUTE_UNKNOWN']);
  });

  it('D2-3: no, an empty, an unknown token is 401, everywhere the same', async () => {
    const bodies = new Set<string>();
    for (const authorization of [undefined, '', 'Bearer', `Bearer ns_${'x'.repeat(43)}`]) {
      const reply = await gateway.server.inject({
        url: '/api/projects',
        headers: authorization === undefined ? {} : { authorization },
      });
      expect(codes(reply)).toEqual([401, 'TOKEN_MISSING']);
      bodies.add(JSON.stringify({ ...reply.json().error, requestId: '' }));
    }
    expect(bodies.size).toBe(1);
  });

  it('D2-4: two Authorization headers are 400, one in small letters is taken, one of 8 KiB is 401', async () => {
    expect(await raw(head('GET /api/projects HTTP/1.1', 'authorization: x'))).toMatch(
      /^HTTP\/1\.1 400 .*REQUEST_MALFORMED/s,
    );
    const asked = async (value: string) =>
      (await gateway.server.inject({ url: '/api/projects', headers: { authorization: value } })).statusCode;
    expect([await asked(`bearer ${ADMIN}`), await asked(`Bearer ns_${'x'.repeat(8_192)}`)]).toEqual([200, 401]);
  });

  it.each(['', 'text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'])(
    'D2-5: a body of the type "%s" is 415: no page of the web can send a hand-off to loopback',
    async (type) =>
      expect(codes(await post('{"text":"x"}', { 'content-type': type }))).toEqual([415, 'BODY_TYPE_UNSUPPORTED']),
  );

  it('D2-6: a charset other than UTF-8 is 415', async () => {
    expect((await post('{}', { 'content-type': 'application/json; charset=utf-16' })).statusCode).toBe(415);
    expect(
      (await post(JSON.stringify({ text: PLAN }), { 'content-type': 'application/json; charset=UTF-8' })).statusCode,
    ).toBe(202);
  });

  it.each(['br', 'gzip', 'zstd', 'deflate'])(
    'D2-7: a body in %s is 413 before anything is unpacked',
    async (encoding) => {
      expect(codes(await post(Buffer.alloc(1_000), { 'content-encoding': encoding }))).toEqual([
        413,
        'BODY_COMPRESSED',
      ]);
    },
  );

  it('D2-8: a chunked body that never ends is 408', async () => {
    await start({ requestTimeoutMs: 300, headersTimeoutMs: 300 });
    const request = head(`POST ${HANDOFF} HTTP/1.1`, 'Content-Type: application/json', 'Transfer-Encoding: chunked');
    expect(await raw(`${request}1\r\n{\r\n`)).toMatch(/^HTTP\/1\.1 408 .*REQUEST_TIMEOUT/s);
  });

  it('D2-9: headers that never end are 408', async () => {
    await start({ requestTimeoutMs: 300, headersTimeoutMs: 300 });
    expect(await raw('GET / HTTP/1.1\r\nHost: local')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('D2-10: 101 header lines and 17 KiB of headers are 431', async () => {
    const many = Array.from({ length: 98 }, () => 'X: 1');
    expect(await raw(head('GET /healthz HTTP/1.1', ...many))).toMatch(/^HTTP\/1\.1 431 .*HEADERS_TOO_LARGE/s);
    expect(await raw(head('GET /healthz HTTP/1.1', `X: ${'x'.repeat(17 * 1024)}`))).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('D2-11: a length and chunks together are 400', async () => {
    const request = head(`POST ${HANDOFF} HTTP/1.1`, 'Content-Length: 2', 'Transfer-Encoding: chunked');
    expect(await raw(`${request}{}`)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('D2-12: Expect: 100-continue is answered, then the body is taken', async () => {
    const body = JSON.stringify({ text: PLAN });
    const request = head(
      `POST ${HANDOFF} HTTP/1.1`,
      'Idempotency-Key: k',
      'Content-Type: application/json',
      'Expect: 100-continue',
      `Content-Length: ${Buffer.byteLength(body)}`,
    );
    expect(await raw(`${request}${body}`)).toMatch(/^HTTP\/1\.1 100 .*HTTP\/1\.1 202 /s);
  });

  it.each([
    ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    ['no host in HTTP/1.0', 'GET /healthz HTTP/1.0\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    ['two hosts', head('GET /healthz HTTP/1.1', 'host: localhost'), 400, 'REQUEST_MALFORMED'],
    ['another expectation', head('GET /healthz HTTP/1.1', 'Expect: foo'), 417, 'EXPECTATION_REFUSED'],
    ['a tunnel', head('CONNECT localhost:22 HTTP/1.1'), 405, 'METHOD_NOT_ALLOWED'],
    ['HTTP/2 without a word before', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    ['no HTTP at all', 'EHLO localhost\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    ['a header without a colon', head('GET /healthz HTTP/1.1', 'nonsense'), 400, 'REQUEST_MALFORMED'],
    ['a length that is no number', head('POST /healthz HTTP/1.1', 'Content-Length: x'), 400, 'REQUEST_MALFORMED'],
    ['a target with a space', head('GET /a b HTTP/1.1'), 400, 'REQUEST_MALFORMED'],
  ])('a request with %s is refused in the one form, with its id', async (_, request, status, code) => {
    const answer = await raw(request);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    const [, id] = /^x-request-id: (.+?)\r$/im.exec(answer)!;
    const { error } = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as { error: Record<string, unknown> };
    expect(error).toEqual({ code, message: expect.any(String), hint: expect.any(String), requestId: id });
  });

  it.each([
    ['HTTP/1.0 without a host', 'GET /healthz HTTP/1.0\r\n\r\n', 400],
    [
      'a whole address of a foreign host',
      'GET http://evil.example/healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      421,
    ],
    [
      'a whole address of a foreign host under our own name',
      head('GET http://evil.example/api/projects HTTP/1.1'),
      421,
    ],
    ['an address of another kind', head('GET ftp://localhost/healthz HTTP/1.1'), 400],
    ['//', head('GET // HTTP/1.1'), 404],
    ['%00', head('GET /api/execution/%00/status HTTP/1.1'), 404],
    ['..;/', head('GET /api/..;/execution HTTP/1.1'), 404],
    ['../', head('GET /api/execution/../../etc/passwd HTTP/1.1'), 404],
    ['half a percent sign', head('GET /api/execution/%zz/status HTTP/1.1'), 400],
  ])('D2-13: %s is refused', async (_, request, expected) => {
    expect(await raw(request)).toMatch(new RegExp(`^HTTP/1.1 ${expected} `));
  });

  it('D2-13: a whole address of our own name is the same as its path', async () => {
    expect(await raw(head('GET http://localhost:4114/api/projects HTTP/1.1'))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each(['undefined', 'null', '%2e%2e', 'x'.repeat(10_000), NOBODY, `${NOBODY}'--`])(
    'D2-14: the id %.40s is 404',
    async (id) => {
      for (const what of ['status', 'tasks', 'tasks/a', 'report', 'events', 'log/a']) {
        expect([what, (await gateway.ask('GET', `/api/execution/${id}/${what}`)).statusCode]).toEqual([what, 404]);
      }
    },
  );

  it('D2-15: one key and body are one plan, also 100 times at once; the key with another body is 409', async () => {
    const replies = await Promise.all(Array.from({ length: 100 }, () => gateway.handOver({ text: PLAN }, 'key')));
    expect(new Set(replies.map((reply) => reply.json().receipt)).size).toBe(1);
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([...Array.from({ length: 99 }, () => 200), 202]);
    expect(codes(await gateway.handOver({ text: `${PLAN}- [ ] More\n  run: \`true\`\n` }, 'key'))).toEqual([
      409,
      'HANDOFF_KEY_REUSED',
    ]);
    expect(await executions()).toHaveLength(1);
  });

  it('D2-16: no key is 400', async () => {
    expect(codes(await gateway.ask('POST', HANDOFF, { text: PLAN }))).toEqual([400, 'IDEMPOTENCY_KEY_MISSING']);
  });

  it('D2-17: to control what is unknown is 404, what is over 409', async () => {
    expect(codes(await control(NOBODY, { action: 'pause' }))).toEqual([404, 'EXECUTION_UNKNOWN']);
    const id = await handed();
    await control(id, { action: 'cancel' });
    expect(codes(await control(id, { action: 'pause' }))).toEqual([409, 'CONTROL_REFUSED']);
  });

  it('D2-18: to pause twice is 200 and the same', async () => {
    const id = await handed();
    await control(id, { action: 'pause' });
    const before = await gateway.world.deps.store.eventsAfter(id as never, 0);
    expect((await control(id, { action: 'pause' })).statusCode).toBe(200);
    expect(await gateway.world.deps.store.eventsAfter(id as never, 0)).toEqual(before);
  });

  it('D2-19: a cancel while it completes leaves exactly one end', async () => {
    for (let times = 0; times < 5; times++) {
      const id = await gateway.world.submit(smallPlan(['a', 'b<a']));
      await Promise.all([gateway.world.loop(id), control(id, { action: 'cancel' }), control(id, { action: 'cancel' })]);
      const ends = (await gateway.world.deps.store.eventsAfter(id, 0)).filter(({ body }) =>
        ['execution-succeeded', 'execution-failed', 'execution-cancelled'].includes(body.type),
      );
      expect(ends).toHaveLength(1);
    }
  });

  it('D2-20: to try again what did not fail is 409', async () => {
    expect(codes(await control(await handed(), { action: 'retry' }))).toEqual([409, 'CONTROL_REFUSED']);
  });

  it('D2-21: to resume what runs is 200 and changes nothing', async () => {
    const id = await handed();
    const { lastSeq } = await gateway.world.state(id as never);
    expect((await control(id, { action: 'resume' })).statusCode).toBe(200);
    expect((await gateway.world.state(id as never)).lastSeq).toBe(lastSeq);
  });

  it.each(['unknown', 'task-999'])(
    'D2-22: to go back to the task %s, or to try it again, which there is not, is 404',
    async (taskId) => {
      const id = await gateway.world.submit(smallPlan(['a'], { a: { verification: [manual('c1')] } }));
      for (const action of ['rollback', 'retry'])
        expect([action, ...codes(await control(id, { action, taskId }))]).toEqual([action, 404, 'TASK_UNKNOWN']);
      const { lastSeq } = await gateway.world.state(id);
      expect(codes(await control(id, { action: 'rollback' }))[0]).toBe(400);
      expect((await gateway.world.state(id)).lastSeq).toBe(lastSeq);
    },
  );

  it('D2-23: a task of another plan is 404', async () => {
    const [one] = [await gateway.world.submit(smallPlan(['a'])), await gateway.world.submit(smallPlan(['z']))];
    expect(codes(await gateway.ask('GET', `/api/execution/${one}/tasks/z`))).toEqual([404, 'TASK_UNKNOWN']);
    const answer = { taskId: 'z', criterionId: 'c1', result: 'pass' };
    expect(codes(await gateway.ask('POST', `/api/execution/${one}/answer`, answer))).toEqual([404, 'TASK_UNKNOWN']);
  });

  it.each(['-1', '0', '1e9', 'NaN', 'abc', '1.5', '0x10', '201', ''])('D2-24: limit=%s is 400', async (limit) => {
    const reply = await gateway.ask('GET', `/api/execution?limit=${limit}`);
    expect([codes(reply), reply.json().error.where.path]).toEqual([[400, 'QUERY_INVALID'], 'limit']);
  });

  it.each(['x', NOBODY, `${NOBODY}' or 1=1`])('D2-25: the cursor %s, which is of no page, is 400', async (cursor) => {
    expect(codes(await gateway.ask('GET', `/api/execution?cursor=${encodeURIComponent(cursor)}`))).toEqual([
      400,
      'QUERY_INVALID',
    ]);
  });

  it('D2-26: to sort by a column that there is not is 400', async () => {
    expect(codes(await gateway.ask('GET', '/api/execution?sort=cost;drop'))).toEqual([400, 'QUERY_INVALID']);
  });

  it('D2-27: a filter of 10,000 terms is 400', async () => {
    expect((await gateway.ask('GET', `/api/execution?status=${'failed,'.repeat(1_500)}failed`)).statusCode).toBe(400);
  });

  it('D2-28: a body that is too deep is 400', async () => {
    for (const body of [`${'{"a":'.repeat(70)}1${'}'.repeat(70)}`, '['.repeat(100_000)]) {
      expect(codes(await post(body))).toEqual([400, 'BODY_INVALID']);
    }
  });

  it.each(['[]', '""', 'null', '7', 'true', '', '{'])('D2-29: the body %s is 400', async (body) => {
    expect(codes(await post(body))).toEqual([400, 'BODY_INVALID']);
  });

  it(`D2-30: fields that nobody knows are 400, all named at once${verifies('S-53')}`, async () => {
    const reply = await post('{"plan":{"text":"x","surprise":1},"more":1,"options":7}');
    expect(
      reply
        .json()
        .error.problems.map(({ where }: { where: { path: string } }) => where.path)
        .sort(),
    ).toEqual(['/more', '/options', '/plan/surprise']);
    const prototype = await post('{"text":"x","options":{"__proto__":{"isAdmin":true}}}');
    expect([prototype.statusCode, ({} as { isAdmin?: boolean }).isAdmin]).toEqual([400, undefined]);
  });

  it(`D2-31: 50 hand-offs at once over a database whose answers get lost: 503 with Retry-After, and with a receipt none is lost or doubled`, async () => {
    const { store } = gateway.world.deps;
    const submit = store.submit.bind(store);
    let calls = 0;
    store.submit = async (submission) => {
      const turn = calls++ % 3;
      if (turn === 0) throw new UnavailableError('postgres', 'No connection is free');
      const receipt = await submit(submission);
      // The answer is cut after the commit: whoever asked must ask again.
      if (turn === 1) throw new UnavailableError('postgres', 'The connection was lost');
      return receipt;
    };
    const handOver = async (no: number): Promise<string> => {
      for (;;) {
        const reply = await gateway.handOver({ text: `# ${no}\n${PLAN}` }, `key-${no}`);
        if (reply.statusCode === 202 || reply.statusCode === 200) return reply.json().executionId;
        expect([reply.statusCode, Number(reply.headers['retry-after']) > 0]).toEqual([503, true]);
      }
    };
    const ids = await Promise.all(Array.from({ length: 50 }, (_, no) => handOver(no)));
    const stored = (await executions()).map(({ executionId }: { executionId: string }) => executionId);
    expect([...stored].sort()).toEqual([...ids].sort());
  });

  it('D2-32: of 1,000 clients that only listen those beyond the limit are 503 with Retry-After, and the gateway answers on', async () => {
    const limit = 100; // as it is unless set otherwise
    await start();
    const id = await handed();
    const url = await gateway.server.listen({ host: '127.0.0.1', port: 0 });
    const leave = new AbortController();
    const ask = () =>
      fetch(`${url}/api/execution/${id}/events/stream`, {
        headers: { authorization: `Bearer ${ADMIN}` },
        signal: leave.signal,
      });
    const replies = await Promise.all(Array.from({ length: 1_000 }, ask));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(limit);
    const refused = replies.filter(({ status }) => status === 503);
    expect([refused.length, new Set(refused.map(({ headers }) => headers.get('retry-after')))]).toEqual([
      1_000 - limit,
      new Set(['5']),
    ]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    leave.abort();
  }, 30_000);

  it.each(['-1', 'x', '999', '9999999999999999', '1, 2'])('D2-33: the Last-Event-ID %s is 400', async (id) => {
    const url = `/api/execution/${await handed()}/events/stream`;
    expect((await gateway.ask('GET', url, undefined, { 'last-event-id': id })).statusCode).toBe(400);
  });

  it('D2-34: a client that does not read is dropped', async () => {
    await start({ streamBufferBytes: 1 });
    const id = await gateway.world.submit(smallPlan(Array.from({ length: 50 }, (_, no) => `t${no}`)));
    await gateway.world.loop(id);
    const url = await gateway.server.listen({ host: '127.0.0.1', port: 0 });
    const stream = fetch(`${url}/api/execution/${id}/events/stream`, { headers: { authorization: `Bearer ${ADMIN}` } });
    await expect(stream.then((reply) => reply.text())).rejects.toThrow();
  });

  it.each(['OPTIONS', 'GET', 'POST'])(
    'D2-35: a page of another origin is refused, also before it asks (%s)',
    async (method) => {
      const foreign = ['https://evil.example', 'null', 'http://127.0.0.1.evil.example', 'file://'];
      // What another program of this machine serves.
      const neighbours = ['http://127.0.0.1:3000', 'http://localhost:5678', 'http://[::1]:8080'];
      for (const origin of [...foreign, ...neighbours]) {
        const reply = await gateway.ask(method, '/api/projects', method === 'POST' ? { dir: '/x' } : undefined, {
          origin,
          'access-control-request-method': 'POST',
        });
        expect([origin, ...codes(reply)]).toEqual([origin, 403, 'ORIGIN_REFUSED']);
        expect(reply.headers['access-control-allow-origin']).toBeUndefined();
      }
      expect(await gateway.world.stores.projects.list()).toEqual([]);
    },
  );

  it.each(['evil', 'evil.example:4114', '127.0.0.1.nip.example', 'localhost.evil', '0x7f000001', '[::ffff:7f00:1]'])(
    'D2-36: asked as %s, as a page does that rebinds its own name to loopback, it is 421',
    async (host) =>
      expect(codes(await gateway.ask('GET', '/api/projects', undefined, { host }))).toEqual([421, 'HOST_UNKNOWN']),
  );

  it('D2-37: X-Forwarded-For changes nothing: who guesses under ever new addresses is stopped too', async () => {
    const statuses: number[] = [];
    for (let no = 0; no < 12; no++) {
      const headers = {
        authorization: `Bearer ns_${'y'.repeat(42)}${no}`,
        'x-forwarded-for': `10.0.0.${no}`,
        forwarded: `for=10.0.0.${no}`,
      };
      statuses.push((await gateway.server.inject({ url: '/api/projects', headers })).statusCode);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  });

  it('D2-38: a WebSocket without a token is 401', async () => {
    const request = [
      'GET /api/execution HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ];
    // The connection is kept alive: what comes first is the answer.
    expect(await raw(`${request.join('\r\n')}\r\n\r\n`, 'first')).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('D2-39: answers to HEAD and OPTIONS have no body', async () => {
    const id = await handed();
    for (const url of ['/healthz', '/readyz', '/api/execution', `/api/execution/${id}/status`]) {
      const looked = await gateway.ask('HEAD', url);
      expect([url, looked.statusCode, looked.body]).toEqual([url, 200, '']);
      const options = await gateway.ask('OPTIONS', url);
      expect([url, options.statusCode, options.body, options.headers.allow]).toEqual([url, 204, '', 'GET, HEAD']);
    }
  });

  it('D2-40: too many requests are 429 with Retry-After, of one token and not of others', async () => {
    await start({ requestsPerMinute: 3 });
    const other = (await gateway.ask('POST', '/api/tokens', { scopes: ['plan:read'] })).json().token;
    const asked = (token: string) =>
      gateway.server.inject({ url: '/api/projects', headers: { authorization: `Bearer ${token}` } });
    const mine = [await asked(ADMIN), await asked(ADMIN), await asked(ADMIN)];
    expect(mine.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429]);
    expect(Number(mine[2]!.headers['retry-after'])).toBeGreaterThan(0);
    expect(mine[2]!.json().error).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: expect.any(Number) });
    expect((await asked(other)).statusCode).toBe(200);
  });
});
