import { type AddressInfo, connect } from 'node:net';
import { createGateway } from '../../runtime/gateway/create-gateway';
import { errorAnswer, ofCutBody } from '../../runtime/gateway/http/error-answer';
import type { Log } from '../../runtime/ports/log';
import { scriptedApp, TOKENS } from './scripted-app';

const reset = (): Error => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
const until = async (isThere: () => Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 20_000; Date.now() < end && !(await isThere()); )
    await new Promise((done) => setTimeout(done, 10));
};
const authorization = `Bearer ${TOKENS.admin}`;

/** A gateway, and what it logged as a mistake of ours. */
function open(overrides: Parameters<typeof scriptedApp>[0] = {}) {
  const mistakes: string[] = [];
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (message: string) => void mistakes.push(message),
  };
  return { server: createGateway(scriptedApp(overrides), { log: log as unknown as Log }), mistakes };
}

describe('a connection that is reset', () => {
  it.each([
    ['while the body was read: 400', true, [400, 'REQUEST_MALFORMED', false]],
    ['behind us: 500', false, [500, 'BUG_UNEXPECTED', true]],
  ])('%s', (_, readableAborted, expected) => {
    const { httpStatus, body, isUnexpected } = errorAnswer(ofCutBody(reset(), { readableAborted }));
    expect([httpStatus, body.error['code'], isUnexpected]).toEqual(expected);
  });

  it('while a body comes in is nobody’s mistake of ours', async () => {
    const { server, mistakes } = open();
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(
        `POST /api/execution/handoff HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"text":`,
        () => setTimeout(() => socket.resetAndDestroy(), 200),
      ),
    );
    socket.on('error', () => undefined);
    const connections = () => new Promise<number>((done) => server.server.getConnections((_, count) => done(count)));
    await until(async () => (await connections()) === 1);
    await until(async () => (await connections()) === 0);
    expect(mistakes).toEqual([]);
    await server.close();
  });

  it('between us and something else is not called the request’s fault', async () => {
    const { server, mistakes } = open({
      projects: () => Promise.reject(reset()),
      handoff: () => Promise.reject(reset()),
    });
    const asked = await server.inject({ url: '/api/projects', headers: { authorization } });
    const sent = await server.inject({
      method: 'POST',
      url: '/api/execution/handoff',
      payload: '{"text":"- [ ] a"}',
      headers: { authorization, 'content-type': 'application/json', 'idempotency-key': 'k' },
    });
    for (const reply of [asked, sent])
      expect([reply.statusCode, reply.json().error.code]).toEqual([500, 'BUG_UNEXPECTED']);
    expect(mistakes).toHaveLength(2);
    await server.close();
  });
});
