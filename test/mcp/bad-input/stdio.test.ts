import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatewayApp } from '../../../runtime/gateway/gateway-app';
import { EXECUTION } from '../../gateway/scripted-app';
import { type BuiltPackage, buildPackage } from '../../nodes/build-package';
import { verifies } from '../../support/verifies';
import { type OpenGateway, openGateway } from '../mcp-clients';
import { hello, line, type RawStdio, startRawStdio } from '../raw-stdio';

let built: BuiltPackage;
let gateway: OpenGateway;
let folder: string;
let server: RawStdio;
/** Called when a hand-off has come in, before it is answered. */
let onHandoff: () => Promise<void>;

beforeAll(async () => {
  built = buildPackage();
  const handoff: GatewayApp['handoff'] = async ({ idempotencyKey }) => {
    gateway.app.calls.push(`handoff ${idempotencyKey}`);
    await onHandoff();
    return { httpStatus: 202, body: { executionId: EXECUTION, planId: 'plan', sha256: 'a', receipt: 'receipt' } };
  };
  gateway = await openGateway({ handoff });
}, 120_000);
afterAll(async () => {
  await gateway.close();
  rmSync(built.folder, { recursive: true, force: true });
});

beforeEach(() => {
  onHandoff = async () => undefined;
  folder = mkdtempSync(join(tmpdir(), 'nightshift-mcp-cwd-'));
  gateway.app.calls.length = 0;
  server = startRawStdio(built.folder, gateway.url, folder);
});
afterEach(async () => {
  await server.end();
  rmSync(folder, { recursive: true, force: true });
});

const PLAN = { plan: '- [ ] a\n  run: `true`\n', project: 'none' };
const toolCall = (id: unknown, name: string, args: unknown) => line(id, 'tools/call', { name, arguments: args });
const ping = (id: unknown) => line(id, 'ping');

describe(`bad MCP calls over standard input (D4)${verifies('S-49', 'S-55')}`, () => {
  it('D4-1, D4-2: a tool that there is not is -32602; wrong arguments are an error that names them', async () => {
    server.write(hello() + toolCall(2, 'explode', {}) + toolCall(3, 'list', { limit: 'ten', nonsense: 1 }));
    expect((await server.answer(2))!.error).toMatchObject({
      code: -32602,
      message: expect.stringContaining('explode'),
    });
    const { result } = (await server.answer(3))!;
    expect(result).toMatchObject({ isError: true });
    expect(JSON.stringify(result)).toMatch(/limit.*nonsense/);
  });

  it('D4-3: a plan of more than 2 MiB is an error with its limit, and the server goes on', async () => {
    server.write(hello() + toolCall(2, 'plan_preview', { plan: 'x'.repeat(2 * 1024 * 1024 + 1) }) + ping(3));
    const { result } = (await server.answer(2))!;
    expect(JSON.stringify(result)).toMatch(/PLAN_TOO_LARGE/);
    expect((await server.answer(3))!.result).toEqual({});
  }, 20_000);

  it('D4-4: a batch of 1,000 is one error that says what to do instead, and nothing of it is done', async () => {
    const batch = `[${Array.from({ length: 1_000 }, (_, id) => toolCall(id, 'list', {}).trim()).join(',')}]\n`;
    server.write(hello() + batch + ping(2));
    await server.answer(2);
    expect(server.messages().map(({ id }) => id)).toEqual(expect.arrayContaining([1, null, 2]));
    expect(server.messages()).toHaveLength(3);
    expect((await server.answer(null))!.error).toEqual({
      code: -32600,
      message: expect.stringMatching(/^Batches are not taken, .* 1000 messages/),
      data: expect.objectContaining({ code: 'MESSAGE_INVALID' }),
    });
    expect(gateway.app.calls).toEqual([]);
  });

  it.each([
    ['null', null, null],
    ['a fraction', 1.5, 1.5],
    ['a list', [1], null],
    ['true', true, null],
  ])('D4-5: a request whose id is %s is an error that says what an id is', async (_, id, again) => {
    server.write(hello() + toolCall(id, 'list', {}) + ping(2) + ping(2));
    expect((await server.answer(again))!.error).toEqual({
      code: -32600,
      message: expect.stringMatching(/a string or a whole number/),
      data: expect.objectContaining({ code: 'MESSAGE_INVALID' }),
    });
    await server.answer(2);
    server.write(ping(3));
    await server.answer(3);
    expect(server.messages().filter(({ id: each }) => each === 2)).toHaveLength(2);
    expect(gateway.app.calls).toEqual([]);
  });

  it('a key that stands twice is refused as it is over HTTP, and neither is taken', async () => {
    const twice = toolCall(2, 'list', { limit: 1 }).replace('"limit":1', '"limit":1,"\\u006cimit":2');
    server.write(hello() + twice + ping(3));
    expect((await server.answer(2))!.error).toEqual({
      code: -32600,
      message: expect.stringMatching(/^The key "limit" stands in line 1, column \d+, and again in .*Keep one/),
      data: expect.objectContaining({ code: 'MESSAGE_INVALID' }),
    });
    expect((await server.answer(3))!.result).toEqual({});
    expect(gateway.app.calls).toEqual([]);
  });

  it.each([
    ['a number', '7\n', null],
    ['a revision of its own', '{"jsonrpc":"1.0","id":2,"method":"ping"}\n', 2],
    ['arguments in a list', '{"jsonrpc":"2.0","id":2,"method":"ping","params":[1]}\n', 2],
    ['neither question nor answer', '{"jsonrpc":"2.0","id":2}\n', 2],
    ['too deep', `{"jsonrpc":"2.0","id":2,"method":"ping","params":{"a":${'['.repeat(70)}${']'.repeat(70)}}}\n`, 2],
    ['a way to prototypes', '{"jsonrpc":"2.0","id":2,"method":"ping","params":{"__proto__":{}}}\n', 2],
  ])('what is no message of the protocol is an error, and the server goes on: %s', async (_, sent, id) => {
    server.write(hello() + sent + ping(9));
    expect((await server.answer(id))!.error).toMatchObject({ code: -32600 });
    expect((await server.answer(9))!.result).toEqual({});
  });

  it('D4-6: a call without an id does nothing', async () => {
    const call = { jsonrpc: '2.0', method: 'tools/call', params: { name: 'handoff', arguments: PLAN } };
    server.write(`${hello()}${JSON.stringify(call)}\n${ping(2)}`);
    await server.answer(2);
    expect([gateway.app.calls, server.messages().map(({ id }) => id)]).toEqual([[], [1, 2]]);
  });

  it('D4-7, D4-8: initialize twice, with an unknown revision, or not at all, is answered', async () => {
    server.write(line(1, 'tools/list') + hello(2) + hello(3).replace('2025-06-18', '1999-01-01') + ping(4));
    expect((await server.answer(1))!.result).toHaveProperty('tools');
    expect((await server.answer(2))!.result).toMatchObject({ protocolVersion: '2025-06-18' });
    expect((await server.answer(3))!.result).toMatchObject({ protocolVersion: expect.stringMatching(/^20\d\d-/) });
    expect((await server.answer(4))!.result).toEqual({});
  });

  it('D4-9, D4-10: lines that are no JSON are errors, empty ones are nothing, and only the protocol is on standard output', async () => {
    server.write(`{"jsonrpc":"2.0",\nnonsense\n\n \r\n\u0000\n${hello()}`);
    await server.answer(1);
    server.write('{"jsonrpc":"2.0","id":2,');
    server.write('"method":"ping"}\n');
    expect((await server.answer(2))!.result).toEqual({});
    const refused = server.messages().slice(0, 3);
    expect(server.messages().map(({ id }) => id)).toEqual([null, null, null, 1, 2]);
    for (const { error } of refused)
      expect(error).toEqual({
        code: -32700,
        message: expect.stringContaining('not JSON'),
        data: expect.objectContaining({ code: 'MESSAGE_INVALID', where: { line: 1, column: expect.any(Number) } }),
      });
  });

  it('D4-9: a line of 50 MB is an error to whoever sent it, in bounded memory, and the session goes on', async () => {
    server.write(hello());
    await server.answer(1);
    const before = server.peakMemory();
    server.write(toolCall(2, 'plan_preview', { plan: `"id":7,${'x'.repeat(50_000_000)}` }));
    // Most clients write the id last.
    const { jsonrpc, id, ...rest } = JSON.parse(toolCall('three', 'plan_preview', { plan: 'x'.repeat(50_000_000) }));
    server.write(`${JSON.stringify({ ...rest, jsonrpc, id })}\n`);
    for (const each of [2, 'three']) {
      expect((await server.answer(each))!.error).toEqual({
        code: -32600,
        message: expect.stringMatching(/more than 10485760 bytes.*`file`/),
        data: expect.objectContaining({ code: 'MESSAGE_INVALID' }),
      });
    }
    server.write(ping(4));
    expect((await server.answer(4))!.result).toEqual({});
    if (before !== undefined) expect(server.peakMemory()! - before).toBeLessThan(100 * 1024 * 1024);
  }, 30_000);

  it.each([
    ['its client reads no more', () => server.child.stdout!.destroy()],
    ['its client is gone', () => server.child.stdin!.destroy()],
  ])(`D4-11: it ends when %s`, async (_, leave) => {
    server.write(hello());
    await server.answer(1);
    leave();
    if (server.child.stdin!.writable) server.write(ping(2) + ping(3));
    await expect(server.exited).resolves.toEqual({ code: 0, signal: null });
  });

  it('D4-12, D4-23: killed while it hands over, the plan is there, and the same call again is the same hand-off', async () => {
    const came = new Promise<void>((done) => {
      onHandoff = async () => done();
    });
    server.write(hello() + toolCall(2, 'handoff', PLAN));
    await came;
    server.child.kill('SIGTERM');
    await server.exited;
    const next = startRawStdio(built.folder, gateway.url, folder);
    next.write(hello() + toolCall(2, 'handoff', PLAN));
    expect(JSON.stringify((await next.answer(2))!.result)).toContain(EXECUTION);
    await next.end();
    const [first, second] = gateway.app.calls;
    expect([gateway.app.calls.length, first]).toEqual([2, second]);
  }, 60_000);

  it('D4-16: cancelling what is over, or what never was, changes nothing', async () => {
    const cancel = (requestId: unknown) =>
      `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } })}\n`;
    server.write(hello() + ping(2));
    await server.answer(2);
    server.write(cancel(2) + cancel(99) + cancel('x') + ping(3));
    expect((await server.answer(3))!.result).toEqual({});
  });

  it('D4-18, D4-19: a file outside the working folder, also behind a link, is not read', async () => {
    symlinkSync('/etc/passwd', join(folder, 'link.md'));
    symlinkSync('/etc', join(folder, 'linked'));
    const files = [
      '/etc/passwd',
      '../../../etc/passwd',
      'link.md',
      'linked/passwd',
      '/proc/self/environ',
      'a\u0000.md',
    ];
    server.write(hello() + files.map((file, index) => toolCall(10 + index, 'plan_preview', { file })).join(''));
    for (const index of files.keys()) {
      const text = JSON.stringify((await server.answer(10 + index))!.result);
      expect([files[index], text]).toEqual([
        files[index],
        expect.stringMatching(/error PLAN_FILE_(OUTSIDE|UNREADABLE): /),
      ]);
      expect(text).not.toContain('root:');
    }
  });

  it('D4-24: without an answer of the gateway it tells nothing of what is handed over', async () => {
    server.write(hello() + line(2, 'tools/list') + line(3, 'prompts/list') + line(4, 'resources/templates/list'));
    await Promise.all([2, 3, 4].map((id) => server.answer(id)));
    expect(gateway.app.calls).toEqual([]);
  });
});
