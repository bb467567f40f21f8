import type { AddressInfo } from 'node:net';
import { UnavailableError } from '../../runtime/core/errors';
import { sha256 } from '../../runtime/core/execution/hash-event';
import type { EventPage } from '../../runtime/core/report/views';
import { createGateway } from '../../runtime/gateway/create-gateway';
import type { GatewayApp, HandoffRequest } from '../../runtime/gateway/gateway-app';
import { EventFeed } from '../../runtime/gateway/http/event-feed';
import { verifies } from '../support/verifies';
import { EXECUTION, scriptedApp, TOKENS } from './scripted-app';

const TOKEN_ACTOR = `gateway:${sha256(TOKENS.admin).slice(0, 8)}`;
const headers = {
  authorization: `Bearer ${TOKENS.admin}`,
  'idempotency-key': 'key-1',
  'content-type': 'application/json',
};

async function handedOff(payload: unknown): Promise<HandoffRequest> {
  const seen: HandoffRequest[] = [];
  const handoff: GatewayApp['handoff'] = async (request) => {
    seen.push(request);
    return { httpStatus: 202, body: {} };
  };
  const server = createGateway(scriptedApp({ handoff }));
  const reply = await server.inject({
    method: 'POST',
    url: '/api/execution/handoff',
    payload: JSON.stringify(payload),
    headers,
  });
  await server.close();
  expect(reply.statusCode).toBe(202);
  return seen[0] as HandoffRequest;
}

describe(`the shapes of a hand-off${verifies('R-80')}`, () => {
  it('takes the shape that the webhook takes', async () => {
    const body = {
      plan: { text: '# Plan', fileName: 'PLAN.md', format: 'checkbox' },
      project: '/repo',
      conversationId: 'c',
      options: { priority: 'high' },
    };
    expect(await handedOff(body)).toEqual({
      idempotencyKey: 'key-1',
      digest: sha256(JSON.stringify(body)),
      plan: body.plan,
      project: '/repo',
      conversationId: 'c',
      options: { priority: 'high' },
    });
  });

  it('takes a plan as an object (R-80)', async () => {
    const plan = { id: 'p', tasks: [{ id: 'task-001', title: 'a' }] };
    expect((await handedOff({ plan, options: {} })).plan).toEqual({
      text: JSON.stringify(plan),
      fileName: 'plan.json',
    });
  });

  it('takes a plan as text beside its project', async () => {
    const request = await handedOff({ text: '- [ ] a', fileName: 'TODO.md', project: '/repo' });
    expect(request.plan).toEqual({ text: '- [ ] a', fileName: 'TODO.md' });
    expect(request.project).toBe('/repo');
  });

  it('answers what the app answers, and nothing happens twice by us', async () => {
    const server = createGateway(
      scriptedApp({
        handoff: async () => ({ httpStatus: 409, body: { error: { code: 'HANDOFF_KEY_REUSED', message: 'm' } } }),
      }),
    );
    const reply = await server.inject({
      method: 'POST',
      url: '/api/execution/handoff',
      payload: '{"text":"x"}',
      headers,
    });
    const error = { code: 'HANDOFF_KEY_REUSED', message: 'm', requestId: reply.headers['x-request-id'] };
    expect([reply.statusCode, reply.json()]).toEqual([409, { error }]);
    await server.close();
  });
});

describe(`looking back${verifies('R-63')}`, () => {
  it.each([
    ['GET', '/api/similar?q=a+task&taskType=fix&isSuccess=false&project=p&limit=7', undefined],
    ['POST', '/api/similar', '{"text":"a task","taskType":"fix","isSuccess":false,"projectId":"p","limit":7}'],
  ] as const)('takes every filter by %s, and three at most unless asked for more', async (method, url, payload) => {
    const app = scriptedApp();
    const server = createGateway(app);
    const reply = await server.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    expect([reply.statusCode, app.calls]).toEqual([
      200,
      ['similar a task 7 {"projectId":"p","taskType":"fix","isSuccess":false}'],
    ]);
    await server.inject({ url: '/api/similar?q=x', headers });
    expect(app.calls[1]).toBe('similar x 3 {}');
    const wrong = await server.inject({ url: '/api/similar?q=x&isSuccess=maybe', headers });
    expect([wrong.statusCode, wrong.json().error.code]).toEqual([400, 'QUERY_INVALID']);
    await server.close();
  });
});

describe('decisions of people', () => {
  it.each([
    [
      'control',
      { action: 'retry', taskId: 'task-001', actor: 'person:ada' },
      `control retry by ${TOKEN_ACTOR} as person:ada`,
    ],
    [
      'control',
      { action: 'rollback', taskId: 'task-001', actor: 'person:ada' },
      `control rollback by ${TOKEN_ACTOR} as person:ada`,
    ],
    [
      'answer',
      { taskId: 'task-001', criterionId: 'c2', result: 'pass', actor: 'example' },
      'answer task-001 c2 pass by example',
    ],
  ])('%s carries who decided', async (what, payload, call) => {
    const app = scriptedApp();
    const server = createGateway(app);
    const reply = await server.inject({
      method: 'POST',
      url: `/api/execution/${EXECUTION}/${what}`,
      payload: JSON.stringify(payload),
      headers,
    });
    expect(reply.json()).toEqual({ success: true, message: 'done' });
    expect(app.calls).toEqual([call]);
    await server.close();
  });

  it('without a name it is the token that decided', async () => {
    const app = scriptedApp();
    const server = createGateway(app);
    await server.inject({
      method: 'POST',
      url: `/api/execution/${EXECUTION}/control`,
      payload: '{"action":"pause"}',
      headers,
    });
    expect(app.calls).toEqual([`control pause by ${TOKEN_ACTOR}`]);
    await server.close();
  });
});

/** A moment that somebody else says when it is. */
function later(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('the stream of events', () => {
  const opened: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((server) => server.close()));
  });

  const open = async (settings = {}, overrides: Partial<GatewayApp> = {}) => {
    const app = scriptedApp(overrides);
    const server = createGateway(app, { pollMs: 5, ...settings });
    opened.push(server);
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/api/execution/${EXECUTION}/events/stream`;
    const ask = (extra = {}, signal?: AbortSignal) =>
      fetch(url, {
        headers: { authorization: headers.authorization, ...extra },
        ...(signal === undefined ? {} : { signal }),
      });
    return { app, server, ask };
  };

  it('sends what was, what comes, and the end', async () => {
    const { app, server, ask } = await open();
    app.script.add('execution-started');
    const reply = await ask();
    expect(reply.headers.get('content-type')).toContain('text/event-stream');
    app.script.add('execution-started');
    app.script.add('execution-succeeded');
    const text = await reply.text();
    expect(text.match(/^(id|event): .*$/gm)).toEqual([
      'id: 1',
      'event: execution-started',
      'id: 2',
      'event: execution-started',
      'id: 3',
      'event: execution-succeeded',
      'event: end',
    ]);
    await server.close();
  });

  it('goes on behind the last event that a client has', async () => {
    const { app, server, ask } = await open();
    app.script.add('execution-started');
    app.script.add('execution-succeeded');
    const text = await (await ask({ 'last-event-id': '1' })).text();
    expect(text.match(/^id: .*$/gm)).toEqual(['id: 2']);
    await server.close();
  });

  it('bounds how many are open, and gives the place of one that left to another', async () => {
    const { app, server, ask } = await open({ maxStreams: 1 });
    app.script.add('execution-started');
    const leave = new AbortController();
    const first = await ask({}, leave.signal);
    expect([first.status, (await ask()).status]).toEqual([200, 503]);
    leave.abort();
    await expect(first.text()).rejects.toThrow();
    app.script.add('execution-succeeded');
    let later = await ask();
    while (later.status === 503) later = await ask();
    expect(await later.text()).toContain('event: end');
    await server.close();
  });

  it('keeps no place for a reader that left while its request was looked up', async () => {
    const [asked, gone] = [later(), later()];
    let page = 0;
    const events: GatewayApp['events'] = async () => {
      page += 1;
      if (page > 1) return { events: [], lastSeq: 0, isOver: false };
      asked.resolve();
      await gone.promise;
      return { events: [], lastSeq: 0, isOver: false };
    };
    const { ask, server } = await open({ maxStreams: 1 }, { events });
    server.server.on('connection', (socket) => socket.once('close', gone.resolve));
    const leave = new AbortController();
    const left = ask({}, leave.signal).catch(() => 'left');
    await asked.promise;
    leave.abort();
    expect(await left).toBe('left');
    await gone.promise;
    const enough = AbortSignal.timeout(5_000);
    let next = await ask({}, enough);
    while (next.status === 503 && !enough.aborted) next = await ask({}, enough);
    expect(next.status).toBe(200);
    await next.body?.cancel();
  });

  it('drops a client that does not read', async () => {
    const { app, server, ask } = await open({ streamBufferBytes: 1 });
    for (let i = 0; i < 200; i++) app.script.add('execution-started');
    await expect(ask().then((reply) => reply.text())).rejects.toThrow();
    await server.close();
  });

  it(`ends once its token is revoked, and says so${verifies('S-04')}`, async () => {
    let isRevoked = false;
    const scopesOf: GatewayApp['scopesOf'] = async () => {
      if (isRevoked) return undefined;
      return ['plan:read'];
    };
    const { app, ask } = await open({ streamHeartbeatMs: 20 }, { scopesOf });
    app.script.add('execution-started');
    const text = (await ask()).text();
    isRevoked = true;
    expect(await text).toMatch(/event: error\ndata: .*TOKEN_MISSING/);
  });

  it('stays while the database is away that knows its token', async () => {
    let isAway = false;
    const scopesOf: GatewayApp['scopesOf'] = async () => {
      if (isAway) throw new UnavailableError('postgres', 'The database is away');
      return ['plan:read'];
    };
    const { app, ask } = await open({ streamHeartbeatMs: 5 }, { scopesOf });
    app.script.add('execution-started');
    const reply = await ask();
    isAway = true;
    const text = reply.text();
    await new Promise((later) => setTimeout(later, 100));
    app.script.add('execution-succeeded');
    expect(await text).toContain('event: end');
  });

  it('leaves nothing behind on the signal of a reader that stays for long', async () => {
    const { signal } = new AbortController();
    const listeners: string[] = [];
    const add = jest.spyOn(signal, 'addEventListener').mockImplementation((type) => void listeners.push(type));
    const remove = jest.spyOn(signal, 'removeEventListener').mockImplementation(() => void listeners.pop());
    const page = { events: [{}], lastSeq: 1, isOver: false } as unknown as EventPage;
    const feed = new EventFeed(async () => page, 5);
    for (let seq = 0; seq < 100; seq++) await feed.next(EXECUTION, seq, signal);
    expect([add.mock.calls.length, remove.mock.calls.length, listeners]).toEqual([100, 100, []]);
  });

  it('ends with the gateway', async () => {
    const { app, server, ask } = await open();
    app.script.add('execution-started');
    const reply = await ask();
    const text = reply.text().catch(() => 'cut');
    await server.close();
    expect(await text).toBeDefined();
  });
});
