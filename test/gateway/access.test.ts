import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { UnavailableError } from '../../runtime/core/errors';
import { createGateway } from '../../runtime/gateway/create-gateway';
import { openMemoryStores } from '../support/memory-stores';
import { verifies } from '../support/verifies';
import { everyRoute } from './openapi';
import { EXECUTION, type ScriptedApp, scriptedApp, TOKENS } from './scripted-app';

const ROUTES = everyRoute();
const urlOf = ({ method, url }: { readonly method: string; readonly url: string }) =>
  url
    .replace(':id', EXECUTION)
    .replace(':taskId', 'task-001')
    .replace(':digest', 'a'.repeat(64))
    .replace(':tokenId', 'laptop') + (`${method} ${url}` === 'GET /api/similar' ? '?q=x' : '');
const bodyOf = (url: string) => {
  if (url.endsWith('/handoff') || url.endsWith('/preview')) return { text: '- [ ] a' };
  if (url.endsWith('/tokens')) return { scopes: ['plan:read'] };
  if (url.endsWith('/control')) return { action: 'pause' };
  if (url.endsWith('/fork')) return { taskId: 'task-001', idempotencyKey: 'k' };
  if (url.endsWith('/answer')) return { taskId: 'task-001', criterionId: 'c1', result: 'pass' };
  if (url.endsWith('/similar')) return { text: 'x' };
  if (url.endsWith('/research')) return { question: 'why?' };
  return { dir: '/tmp' };
};

let app: ScriptedApp;
let server: FastifyInstance;
beforeEach(() => {
  app = scriptedApp();
  app.script.add('execution-started');
  app.script.add('execution-succeeded');
  server = createGateway(app, { failuresPerMinute: 1000 });
});
afterEach(() => server.close());

/** Each answer has an id of its own; all else must be the same. */
function withoutRequestId(reply: { readonly headers: Record<string, unknown>; json(): unknown }): string {
  const { error } = reply.json() as { error: { readonly requestId: string } };
  expect(error.requestId).toBe(reply.headers['x-request-id']);
  return JSON.stringify({ ...error, requestId: '' });
}

const ask = (route: { readonly method: string; readonly url: string }, authorization?: string) =>
  server.inject({
    method: route.method as 'GET',
    url: urlOf(route),
    headers: { 'idempotency-key': 'k1', ...(authorization === undefined ? {} : { authorization }) },
    ...(route.method === 'POST' ? { payload: bodyOf(route.url) } : {}),
  });

describe(`who may ask what (S-01, S-02, S-03)${verifies('R-80')}`, () => {
  it('has the routes of the API', () => {
    expect(ROUTES.map(({ method, url, scope }) => `${method} ${url} ${scope}`)).toEqual([
      'POST /api/execution/handoff plan:submit',
      'POST /api/plan/preview plan:read',
      'GET /api/execution plan:read',
      'GET /api/execution/:id/status plan:read',
      'GET /api/execution/:id/tasks plan:read',
      'GET /api/execution/:id/tasks/:taskId plan:read',
      'GET /api/execution/:id/artifacts/:digest plan:read',
      'GET /api/execution/:id/events plan:read',
      'GET /api/execution/:id/events/stream plan:read',
      'GET /api/execution/:id/log/:taskId plan:read',
      'GET /api/execution/:id/report plan:read',
      'POST /api/execution/:id/control plan:control',
      'POST /api/execution/:id/fork plan:submit',
      'POST /api/execution/:id/answer plan:control',
      'GET /api/projects plan:read',
      'POST /api/projects admin',
      'GET /api/similar plan:read',
      'POST /api/similar plan:read',
      'POST /api/research research',
      'GET /api/tokens admin',
      'POST /api/tokens admin',
      'DELETE /api/tokens/:tokenId admin',
      'GET /approve/:ticket link',
      'POST /approve/:ticket link',
      'GET /healthz open',
      'GET /readyz plan:read',
      'GET /metrics metrics:read',
      'GET /openapi.json plan:read',
      'GET /api/fsck admin',
    ]);
  });

  it('says only that it lives to a stranger', async () => {
    const reply = await server.inject('/healthz');
    expect([reply.statusCode, reply.json()]).toEqual([200, { status: 'ok' }]);
  });

  const guarded = ROUTES.filter(({ scope }) => scope !== 'open' && scope !== 'link');
  const strangers: readonly (readonly [string, string | undefined])[] = [
    ['no token', undefined],
    ['an empty token', 'Bearer '],
    ['an unknown token', `Bearer ns_${'x'.repeat(43)}`],
    ['another scheme', `Basic ${TOKENS.admin}`],
    ['no scheme', TOKENS.admin],
    ['a token without prefix', `Bearer ${'a'.repeat(46)}`],
    ['a token of 9 KiB', `Bearer ns_${'a'.repeat(9 * 1024)}`],
  ];
  it('shows a plan to who may read; what lies in a project’s folder to who may hand it over as well', async () => {
    const preview = (token: string, payload: object) =>
      server.inject({
        method: 'POST',
        url: '/api/plan/preview',
        payload,
        headers: { authorization: `Bearer ${token}` },
      });
    const file = { plan: { file: 'PLAN.md' }, project: 'site' };
    expect((await preview(TOKENS.read, { text: '- [ ] a' })).statusCode).not.toBe(403);
    app.calls.length = 0;
    app.audits.length = 0;
    const refused = await preview(TOKENS.read, file);
    expect([refused.statusCode, refused.json().error]).toEqual([
      403,
      expect.objectContaining({ code: 'SCOPE_MISSING', scope: 'plan:submit' }),
    ]);
    expect([app.calls, app.audits]).toEqual([[], [expect.stringContaining('scope plan:submit missing')]]);
    expect((await preview(TOKENS.admin, file)).statusCode).not.toBe(403);
  });

  it.each(strangers)(
    `answers 401 to %s, everywhere with the same body, and does nothing${verifies('S-05')}`,
    async (_, authorization) => {
      const bodies = new Set<string>();
      for (const route of guarded) {
        const reply = await ask(route, authorization);
        expect(`${route.url} ${reply.statusCode}`).toBe(`${route.url} 401`);
        expect(reply.headers['www-authenticate']).toContain('Bearer');
        bodies.add(withoutRequestId(reply));
      }
      expect(bodies.size).toBe(1);
      expect(app.calls).toEqual([]);
      expect(app.audits).toHaveLength(guarded.length);
    },
  );

  it(`does the same work for each that it refuses: one look-up by a digest, then one line in the audit log${verifies('S-05')}`, async () => {
    const steps: string[] = [];
    const { scopesOf } = scriptedApp();
    const expired = `ns_${'e'.repeat(43)}`;
    const watched = scriptedApp({
      scopesOf: async (digest) => {
        steps.push(`looked up ${digest}`);
        return scopesOf(digest);
      },
      audit: async ({ action, target, outcome, detail }) => {
        steps.push(`noted ${action} ${target} ${outcome} ${detail}`);
      },
    });
    const door = createGateway(watched, { failuresPerMinute: 1000 });
    const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
    const refused = [...strangers, ['an expired or revoked token', `Bearer ${expired}`]] as const;
    const digests = new Set<string>();
    for (const [, authorization] of refused) {
      steps.length = 0;
      const headers = authorization === undefined ? {} : { authorization };
      expect((await door.inject({ url: '/api/projects', headers })).statusCode).toBe(401);
      digests.add(steps[0]!);
      // Nothing is compared with a token: what is found is found by its digest.
      expect(steps).toEqual([
        expect.stringMatching(/^looked up [0-9a-f]{64}$/),
        'noted gateway-request GET /api/projects refused no valid token',
      ]);
    }
    expect(digests).toContain(`looked up ${digestOf(expired)}`);
    expect(digests.size).toBeGreaterThan(4);
    await door.close();
  });

  it('lets nobody in whose header has the digest of a token and not its form', async () => {
    const lax = createGateway(scriptedApp({ scopesOf: async () => ['admin'] }), { failuresPerMinute: 1000 });
    for (const [, authorization] of strangers.filter(([name]) => name !== 'an unknown token')) {
      const headers = authorization === undefined ? {} : { authorization };
      expect((await lax.inject({ url: '/api/projects', headers })).statusCode).toBe(401);
    }
    await lax.close();
  });

  it.each(Object.entries(TOKENS))(
    'lets the token with the scope %s do what its scope says and nothing else',
    async (name, token) => {
      for (const route of guarded) {
        app.calls.length = 0;
        const reply = await ask(route, `bearer ${token}`);
        const isAllowed = name === 'admin' || [`plan:${name}`, `${name}:read`, name].includes(route.scope);
        expect(`${route.method} ${route.url} ${reply.statusCode === 403}`).toBe(
          `${route.method} ${route.url} ${!isAllowed}`,
        );
        if (route.url !== '/openapi.json') expect(app.calls.length > 0).toBe(isAllowed);
        if (!isAllowed) expect(reply.json()).toMatchObject({ error: { code: 'SCOPE_MISSING', scope: route.scope } });
      }
    },
  );

  it('writes no token into the audit log', async () => {
    await ask({ method: 'GET', url: '/api/fsck' }, `Bearer ${TOKENS.read}`);
    expect(app.audits).toHaveLength(1);
    expect(app.audits[0]).toMatch(/^gateway:[0-9a-f]{8} GET \/api\/fsck refused scope admin missing$/);
  });

  it(`makes who guesses tokens wait, and lets in who has a good one, seen before or not${verifies('S-07')}`, async () => {
    const strict = createGateway(app, { failuresPerMinute: 10 });
    const knock = (token: string) =>
      strict.inject({ url: '/api/projects', headers: { authorization: `Bearer ${token}` } });
    expect((await knock(TOKENS.read)).statusCode).toBe(200);
    for (let i = 0; i < 10; i++) expect((await knock(`ns_${'x'.repeat(42)}${i}`)).statusCode).toBe(401);
    const blocked = await knock(`ns_${'y'.repeat(43)}`);
    expect(blocked.statusCode).toBe(429);
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0);
    expect(blocked.json()).toMatchObject({ error: { code: 'TOO_MANY_REQUESTS', limit: 10, seen: 11 } });
    expect((await knock(TOKENS.read)).statusCode).toBe(200);
    expect((await knock(TOKENS.admin)).statusCode).toBe(200);
    expect((await knock(`ns_${'y'.repeat(43)}`)).json()).toMatchObject({ error: { limit: 10, seen: 12 } });
    const { audits } = app;
    expect(audits.filter((one) => one.startsWith('unknown'))).toHaveLength(10);
    await strict.close();
  });

  it(`looks a flood of guesses up together: a good token among 2,000 gets in, and the database is asked a few times${verifies('S-07')}`, async () => {
    const strict = createGateway(app, { failuresPerMinute: 10 });
    const knock = async (token: string) =>
      (await strict.inject({ url: '/api/projects', headers: { authorization: `Bearer ${token}` } })).statusCode;
    for (let i = 0; i < 10; i++) await knock(`ns_${'x'.repeat(42)}${i}`);
    const guesses = Array.from({ length: 2_000 }, (_, no) => knock(`ns_${String(no).padStart(43, 'y')}`));
    const good = knock(TOKENS.control);
    expect(new Set(await Promise.all(guesses))).toEqual(new Set([429]));
    expect(await good).toBe(403);
    expect(app.lookups.length).toBeLessThan(12);
    expect(app.lookups.every((digests) => digests <= 1_000)).toBe(true);
    await strict.close();
  });

  it('says that it is away for a while when tokens cannot be looked up, and finds them again', async () => {
    let isAway = false;
    const { knownTokens } = scriptedApp();
    const away = scriptedApp({
      knownTokens: (digests) =>
        isAway ? Promise.reject(new UnavailableError('postgres', 'Postgres is away')) : knownTokens(digests),
    });
    const strict = createGateway(away, { failuresPerMinute: 1 });
    const knock = async (token: string) =>
      (await strict.inject({ url: '/api/projects', headers: { authorization: `Bearer ${token}` } })).statusCode;
    expect(await knock(`ns_${'x'.repeat(43)}`)).toBe(401);
    isAway = true;
    expect(await knock(TOKENS.read)).toBe(503);
    isAway = false;
    expect(await knock(TOKENS.read)).toBe(200);
    await strict.close();
  });

  /** What is sent in the place of a token, and is none. */
  const NO_TOKENS = [
    undefined,
    '',
    'Bearer',
    'Basic YTpi',
    TOKENS.read,
    `Token ${TOKENS.read}`,
    `Bearer x${TOKENS.read}`,
  ];
  const headersWith = (authorization: string | undefined) => (authorization === undefined ? {} : { authorization });

  it('refuses what is no token also where there is no database, and says of a token that this cannot be told', async () => {
    const gone = () => Promise.reject(new UnavailableError('postgres', 'Postgres is away'));
    const door = createGateway(scriptedApp({ scopesOf: gone, audit: gone }));
    for (const sent of NO_TOKENS) {
      const { statusCode } = await door.inject({ url: '/api/projects', headers: headersWith(sent) });
      expect([sent, statusCode]).toEqual([sent, 401]);
    }
    const headers = { authorization: `Bearer ${TOKENS.read}` };
    expect((await door.inject({ url: '/api/projects', headers })).statusCode).toBe(503);
    await door.close();
  });

  it('notes nothing of a token that was sent in another way than it is taken (I29)', async () => {
    const { tokens } = openMemoryStores();
    const digest = createHash('sha256').update(TOKENS.read).digest('hex');
    await tokens.replace({ digest, label: 'cli', scopes: ['plan:read'] });
    const door = createGateway(scriptedApp({ scopesOf: (asked) => tokens.scopesOf(asked) }));
    const knock = async (sent: string | undefined) =>
      (await door.inject({ url: '/api/projects', headers: headersWith(sent) })).statusCode;
    for (const sent of NO_TOKENS) expect(await knock(sent)).toBe(401);
    const lastUse = async () => (await tokens.list()).map(({ lastUsedAt }) => lastUsedAt);
    expect(await lastUse()).toEqual([undefined]);
    expect(await knock(`Bearer ${TOKENS.read}`)).toBe(200);
    expect(await lastUse()).toEqual([expect.any(String)]);
    await door.close();
  });

  it('takes no token whose place another one has taken', async () => {
    const { tokens } = openMemoryStores();
    const digestOf = (token: string) => createHash('sha256').update(token).digest('hex');
    const start = (token: string) => tokens.replace({ digest: digestOf(token), label: 'cli', scopes: ['plan:read'] });
    const door = createGateway(scriptedApp({ scopesOf: (digest) => tokens.scopesOf(digest) }));
    const knock = async (token: string) =>
      (await door.inject({ url: '/api/projects', headers: { authorization: `Bearer ${token}` } })).statusCode;
    const [lost, fresh] = [`ns_${'l'.repeat(43)}`, `ns_${'f'.repeat(43)}`];
    await start(lost);
    expect([await knock(lost), await knock(fresh)]).toEqual([200, 401]);
    await start(fresh);
    expect([await knock(lost), await knock(fresh)]).toEqual([401, 200]);
    await door.close();
  });

  it('limits the requests of one token', async () => {
    const strict = createGateway(app, { requestsPerMinute: 2 });
    const knock = (token: string) =>
      strict.inject({ url: '/api/projects', headers: { authorization: `Bearer ${token}` } });
    expect([(await knock(TOKENS.read)).statusCode, (await knock(TOKENS.read)).statusCode]).toEqual([200, 200]);
    expect((await knock(TOKENS.read)).statusCode).toBe(429);
    expect((await knock(TOKENS.admin)).statusCode).toBe(200);
    await strict.close();
  });

  it.each([
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['127.0.0.1:5700', 200],
    ['localhost:5700', 200],
    ['[::1]:5700', 200],
    ['night.lan:5700', 200],
  ])('asked as %s answers %i', async (host, expected) => {
    const named = createGateway(app, { allowedHosts: ['night.lan'] });
    const reply = await named.inject({ url: '/healthz', headers: { host } });
    expect(reply.statusCode).toBe(expected);
    if (expected === 421) expect(reply.json()).toMatchObject({ error: { code: 'HOST_UNKNOWN' } });
    await named.close();
  });

  it('refuses pages of other origins, also before they ask', async () => {
    const headers = { origin: 'https://evil.example', authorization: `Bearer ${TOKENS.admin}` };
    for (const method of ['GET', 'OPTIONS'] as const) {
      const reply = await server.inject({
        method,
        url: '/api/projects',
        headers: { ...headers, 'access-control-request-method': 'GET' },
      });
      expect(reply.statusCode).toBe(403);
      expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect(app.calls).toEqual([]);
  });

  it.each(['/', '/admin/queues', '/debug/pprof', '/api/execution/x/y/z'])(
    `tells a stranger nothing about %s${verifies('S-09')}`,
    async (url) => {
      expect((await server.inject(url)).statusCode).toBe(401);
      const known = await server.inject({ url, headers: { authorization: `Bearer ${TOKENS.admin}` } });
      expect([known.statusCode, known.json().error.code]).toEqual([404, 'ROUTE_UNKNOWN']);
    },
  );
});
