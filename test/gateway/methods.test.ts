import { METHODS, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { createGateway } from '../../runtime/gateway/create-gateway';
import { errorAnswer } from '../../runtime/gateway/http/error-answer';
import { EXECUTION, scriptedApp, TOKENS } from './scripted-app';

const clock = new SystemClock();
const app = scriptedApp();
const server = createGateway(app, { mcp: { version: '1.0.0', clock } });
let port: number;

beforeAll(async () => {
  await server.listen({ host: '127.0.0.1', port: 0 });
  port = (server.server.address() as AddressInfo).port;
});
afterAll(() => server.close());

interface Answer {
  readonly status: number | undefined;
  readonly allow: string | undefined;
  readonly code: string | undefined;
}

/** What any program could send. */
function ask(method: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const authorization = `Bearer ${TOKENS.admin}`;
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers: { authorization, ...headers } }, (reply) => {
      const pieces: Buffer[] = [];
      reply.on('data', (piece: Buffer) => pieces.push(piece));
      reply.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        const { error } = (text === '' ? {} : JSON.parse(text)) as { readonly error?: { readonly code: string } };
        resolve({ status: reply.statusCode, allow: reply.headers.allow, code: error?.code });
      });
    });
    sent.on('error', reject).end();
  });
}

describe('a method that an address does not take', () => {
  const others = (...taken: readonly string[]) =>
    METHODS.filter((method) => ![...taken, 'CONNECT'].includes(method)).map((method) => [method]);

  it.each(others('GET', 'HEAD', 'OPTIONS'))('%s is 405 where things are listed', async (method) =>
    expect(await ask(method, '/api/execution')).toEqual({
      status: 405,
      allow: 'GET, HEAD',
      code: 'METHOD_NOT_ALLOWED',
    }),
  );

  it.each(others('POST', 'HEAD'))('%s is 405 at /mcp', async (method) =>
    expect(await ask(method, '/mcp')).toEqual({ status: 405, allow: 'POST', code: 'METHOD_NOT_ALLOWED' }),
  );

  it('is 405 also with a body, and where the address names something', async () => {
    for (const type of ['application/json', 'text/xml']) {
      const answer = await ask('PROPFIND', `/api/execution/${EXECUTION}/control`, { 'content-type': type });
      expect(answer).toEqual({ status: 405, allow: 'POST', code: 'METHOD_NOT_ALLOWED' });
    }
    expect(app.calls).toEqual([]);
  });

  it('is told to those only who have a token', async () => {
    for (const path of ['/api/execution', '/mcp', '/healthz']) {
      expect(await ask('PURGE', path, { authorization: 'none' })).toMatchObject({ status: 401, code: 'TOKEN_MISSING' });
    }
  });

  it('is counted under no name of its own: nobody fills the metrics with names', async () => {
    await ask('PURGE', '/api/execution');
    const { body } = await server.inject({ url: '/metrics', headers: { authorization: `Bearer ${TOKENS.admin}` } });
    expect(body).toContain('route="none",status="405"');
    expect(body).not.toContain('PURGE');
  });

  it('is 404 where there is no address', async () =>
    expect(await ask('PROPFIND', '/nothing')).toEqual({ status: 404, allow: undefined, code: 'ROUTE_UNKNOWN' }));
});

describe('what the server itself refuses', () => {
  it('is answered as it says, also where nobody foresaw it', async () =>
    expect(await ask('QUERY', '/nothing')).toEqual({ status: 400, allow: undefined, code: 'REQUEST_MALFORMED' }));

  it.each([
    [400, 'REQUEST_MALFORMED'],
    [404, 'ROUTE_UNKNOWN'],
    [405, 'METHOD_NOT_ALLOWED'],
    [413, 'BODY_TOO_LARGE'],
    [414, 'REQUEST_MALFORMED'],
    [415, 'BODY_TYPE_UNSUPPORTED'],
  ])('with %i is %s, and no mistake of ours', (statusCode, code) => {
    const thrown = Object.assign(new Error('No\u0007pe'), { code: 'FST_ERR_OF_TOMORROW', statusCode });
    const { httpStatus, body, isUnexpected } = errorAnswer(thrown);
    expect([httpStatus, isUnexpected]).toEqual([statusCode, false]);
    expect(body).toEqual({ error: { code, message: 'No\\u0007pe', hint: expect.any(String) } });
  });

  it.each([
    ['of the server’s own', { code: 'FST_ERR_OF_TOMORROW', statusCode: 500 }],
    ['of nobody known', { code: 'EOTHER', statusCode: 400 }],
    ['without a status', { code: 'FST_ERR_OF_TOMORROW' }],
  ])('is a mistake of ours when it is one %s', (_, facts) =>
    expect(errorAnswer(Object.assign(new Error('secret'), facts))).toMatchObject({
      httpStatus: 500,
      isUnexpected: true,
      body: { error: { code: 'BUG_UNEXPECTED' } },
    }),
  );
});
