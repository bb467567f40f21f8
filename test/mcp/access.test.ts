import { request } from 'node:http';
import { EXECUTION, TOKENS } from '../gateway/scripted-app';
import { call, httpClient, type OpenGateway, openGateway } from './mcp-clients';

let gateway: OpenGateway;

beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

/** A call as any program could make it. */
function post(headers: Readonly<Record<string, string>>, method = 'tools/list') {
  return fetch(new URL('/mcp', gateway.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: {} }),
  });
}

describe('the door of /mcp', () => {
  it('D4-13: is closed to who brings no token, or a wrong one', async () => {
    for (const headers of [{}, { authorization: `Bearer ns_${'x'.repeat(43)}` }, { authorization: 'Basic eA==' }]) {
      const answer = await post(headers as Record<string, string>);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      expect(await answer.json()).toMatchObject({ error: { code: 'TOKEN_MISSING' } });
    }
    await expect(httpClient(gateway.url, 'modern', `ns_${'x'.repeat(43)}`)).rejects.toThrow();
  });

  it.each([
    ['a page of another site', { origin: 'https://evil.example' }, 403, 'ORIGIN_REFUSED'],
    ['a page that is on no site', { origin: 'null' }, 403, 'ORIGIN_REFUSED'],
  ])('D4-13: is closed to %s, also with a token', async (_, headers, status, code) => {
    const answer = await post({ authorization: `Bearer ${TOKENS.admin}`, ...headers });
    expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([status, code]);
  });

  it('D4-13: is closed to who asks under a foreign name, as a page does that rebinds its own', async () => {
    const { port } = new URL(gateway.url);
    const headers = {
      host: 'evil.example',
      authorization: `Bearer ${TOKENS.admin}`,
      'content-type': 'application/json',
    };
    const status = await new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, method: 'POST', path: '/mcp', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on('error', reject).end('{}');
    });
    expect(status).toBe(421);
  });

  it('takes no call in which a key stands twice: neither of them may be meant', async () => {
    const answer = await fetch(new URL('/mcp', gateway.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${TOKENS.admin}`,
      },
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{},"m\\u0065thod":"ping"}',
    });
    const { id, error } = (await answer.json()) as { id: unknown; error: { code: number; message: string } };
    expect([answer.status, id, error.code]).toEqual([400, 1, -32600]);
    expect(error.message).toContain('again in line 1, column 59');
  });

  it('takes a form of a page for no call', async () => {
    const answer = await post({ authorization: `Bearer ${TOKENS.admin}`, 'content-type': 'text/plain' });
    expect(answer.status).toBe(415);
  });

  it('answers with what every answer of the gateway carries', async () => {
    const { status, headers } = await post({ authorization: `Bearer ${TOKENS.read}` });
    expect([status, headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
  });

  it.each(['GET', 'DELETE'])('has no sessions to %s', async (method) => {
    const headers = { authorization: `Bearer ${TOKENS.admin}`, accept: 'text/event-stream' };
    expect((await fetch(new URL('/mcp', gateway.url), { method, headers })).status).toBe(405);
  });
});

describe('tools', () => {
  const CALLS = [
    ['plan_preview', { plan: '- [ ] a\n' }, 'read'],
    ['handoff', { plan: '- [ ] a\n', project: 'none' }, 'submit'],
    ['status', { execution: EXECUTION }, 'read'],
    ['list', {}, 'read'],
    ['control', { execution: EXECUTION, action: 'pause' }, 'control'],
    ['answer', { execution: EXECUTION, taskId: 't', criterionId: 'c', result: 'pass' }, 'control'],
    ['similar', { text: 'a' }, 'read'],
  ] as const;

  it.each(CALLS)('%s is done for a token with its scope, and for no other', async (name, args, needed) => {
    for (const [has, token] of Object.entries(TOKENS)) {
      const client = await httpClient(gateway.url, 'modern', token);
      const { text, isError } = await call(client, name, args);
      await client.close();
      const may = has === needed || has === 'admin';
      expect([has, isError, text.startsWith('error SCOPE_MISSING: ')]).toEqual([has, !may, !may]);
    }
  });

  it('are refused in the audit, with who asked', async () => {
    gateway.app.audits.length = 0;
    const client = await httpClient(gateway.url, 'modern', TOKENS.read);
    await call(client, 'control', { execution: EXECUTION, action: 'cancel' });
    await client.close();
    expect(gateway.app.audits).toEqual([
      expect.stringMatching(/^gateway:[0-9a-f]{8} POST \/mcp refused scope plan:control missing$/),
    ]);
  });

  it('tell no resource to who may not read', async () => {
    const client = await httpClient(gateway.url, 'modern', TOKENS.submit);
    await expect(client.readResource({ uri: `nightshift://execution/${EXECUTION}` })).rejects.toThrow();
    await client.close();
  });
});
