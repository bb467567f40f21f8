import type { FastifyInstance } from 'fastify';
import { repeatedKey } from '../../runtime/core/json/repeated-key';
import { createGateway } from '../../runtime/gateway/create-gateway';
import { EXECUTION, type ScriptedApp, scriptedApp, TOKENS } from './scripted-app';

describe('a key that stands twice in one object', () => {
  it.each([
    ['{"a":1,"a":2}', 'a', 1, 2, 1, 8],
    ['{\n  "plan": {},\r\n  "plan": {}\n}', 'plan', 2, 3, 3, 3],
    ['{"id":1,"\\u0069d":2}', 'id', 1, 2, 1, 9],
    ['[1,{"b":[{"x":"x","y":{"x":1},"x":null}]}]', 'x', 1, 11, 1, 31],
    ['{"":1, "":2}', '', 1, 2, 1, 8],
    ['{"constructor" : 1,"constructor"\n:2}', 'constructor', 1, 2, 1, 20],
    ['{"a\\"b":1,"a\\u0022b":2}', 'a"b', 1, 2, 1, 11],
  ])('is found in %s', (json, key, firstLine, firstColumn, line, column) =>
    expect(repeatedKey(json)).toEqual({
      key,
      first: { line: firstLine, column: firstColumn },
      where: { line, column },
    }),
  );

  it.each([
    '{"a":{"a":1},"b":{"a":2}}',
    '[{"a":1},{"a":2}]',
    '{"a":"a","b":"a"}',
    '{"a":["a","a"]}',
    '{"a":"\\"a\\":","b":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":1,"A":2,"toString":3}',
    '"a"',
    '7',
    '{}',
  ])('is not seen where there is none: %s', (json) => expect(repeatedKey(json)).toBeUndefined());

  it('is looked for in linear time', () => {
    const keys = (count: number) => `{${Array.from({ length: count }, (_, no) => `"k${no}":1`).join(',')}}`;
    const bodies = [keys(200_000), `[${'{"a":1},'.repeat(250_000)}1]`, `{"a":"${'\\"'.repeat(1_000_000)}"}`];
    const start = process.cpuUsage();
    for (const body of bodies) expect(repeatedKey(body)).toBeUndefined();
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(5_000);
  });
});

describe('a body with a key twice (guarantees D1-43, D1-54)', () => {
  let app: ScriptedApp;
  let server: FastifyInstance;
  beforeEach(() => {
    app = scriptedApp();
    server = createGateway(app);
  });
  afterEach(() => server.close());

  it.each([
    ['/api/execution/handoff', '{"text":"- [ ] a","text":"- [ ] b"}'],
    ['/api/execution/handoff', '{"plan":{"id":"p",\n"tasks":[{"id":"a","\\u0069d":"b"}]}}'],
    ['/api/plan/preview', '{"text":"- [ ] a","\\u0074ext":"- [ ] b"}'],
    [`/api/execution/${EXECUTION}/control`, '{"action":"pause","action":"cancel"}'],
    ['/api/projects', '{"dir":"/srv/a","dir":"/etc"}'],
    ['/api/tokens', '{"scopes":["plan:read"],"scopes":["admin"]}'],
  ])('is refused by %s: %s', async (url, payload) => {
    const reply = await server.inject({
      method: 'POST',
      url,
      payload,
      headers: {
        authorization: `Bearer ${TOKENS.admin}`,
        'content-type': 'application/json',
        'idempotency-key': 'key-1',
      },
    });
    const { error } = reply.json();
    expect([reply.statusCode, error.code, error.hint]).toEqual([400, 'BODY_INVALID', 'Keep one of them']);
    expect(error.message).toMatch(/^The key "\w+" stands in line \d, column \d+, and again in line \d, column \d+$/);
    expect([typeof error.where.line, typeof error.where.column]).toEqual(['number', 'number']);
    expect(app.calls).toEqual([]);
  });
});
