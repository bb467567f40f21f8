import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SystemClock } from '../../runtime/adapters/system/system-clock';
import type { CliDeps } from '../../runtime/cli/cli-deps';
import { HttpGatewayClient } from '../../runtime/cli/http-gateway-client';
import { AccessError, RequestError, UnavailableError } from '../../runtime/core/errors';
import { verifySignature } from '../../runtime/core/handoff/verify-signature';
import { verifies } from '../support/verifies';
import { runWith, scriptedCli } from './scripted-cli';
import { aReport, aStatus } from './views';

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;
const RECEIPT = { executionId: 'e', planId: 'p', sha256: 's', receipt: 'r' };
type Reply = readonly [status: number, body: string | object, headers?: Record<string, string>];

/** A clock on which waiting takes no time; what is awaited beside it comes first. */
function racing(): CliDeps['clock'] {
  let now = 0;
  return {
    now: () => now,
    steady: () => now,
    sleep: async (ms, signal) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (signal?.aborted !== true) now += ms;
    },
  };
}

let server: Server | undefined;
const seen: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  seen.length = 0;
});

/** An n8n that answers these, one after the other, the last one for ever. */
async function n8n(...replies: Reply[]): Promise<Partial<CliDeps>> {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [status, body, headers] = replies[Math.min(seen.length, replies.length - 1)] as Reply;
      seen.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/nightshift/handoff`;
  return {
    webhook: async () => ({ url: () => url, secret: SECRET, isExpected: () => true }),
    readText: async () => '# Plan\n- [ ] a\n',
  };
}

describe(`nightshift handoff${verifies('R-80', 'R-82')}`, () => {
  it('signs the bytes that it sends', async () => {
    const deps = {
      ...(await n8n([202, RECEIPT])),
      clock: { now: () => 1_700_000_000_000, steady: () => 0, sleep: async () => undefined },
    };
    const run = await runWith(deps, [
      'handoff',
      'PLAN.md',
      '--repo',
      './project',
      '--agent',
      'shell',
      '--priority',
      'high',
      '--conversation',
      'talk',
      '--json',
    ]);
    expect([run.code, JSON.parse(run.out)]).toEqual([0, RECEIPT]);
    const [{ headers, body }] = seen as [(typeof seen)[number]];
    expect(headers['content-type']).toBe('application/octet-stream');
    const one = (name: string) => headers[name] as string;
    const signed = {
      body,
      id: one('webhook-id'),
      timestamp: one('webhook-timestamp'),
      signature: one('webhook-signature'),
    };
    expect(verifySignature(signed, [SECRET], 1_700_000_000_000)).toEqual({ id: headers['webhook-id'] });
    expect(JSON.parse(body.toString())).toEqual({
      plan: { text: '# Plan\n- [ ] a\n', fileName: 'PLAN.md' },
      project: '/work-folder/project',
      conversationId: 'talk',
      options: { agent: 'shell', priority: 'high' },
    });
  });

  it.each<[string, Reply]>([
    ['n8n that starts up (200 and text)', [200, 'n8n is starting up. Please wait']],
    ['a page', [200, '<html></html>']],
    ['JSON without a receipt', [200, { executionId: 'e', planId: 'p', sha256: 's' }]],
    ['an empty receipt', [202, { ...RECEIPT, receipt: '' }]],
    ['a workflow that is not there yet', [404, { code: 404, message: 'The requested webhook is not registered.' }]],
    ['an error of n8n', [500, { code: 0, message: 'Workflow could not be started' }]],
    ['a redirect', [302, '', { location: 'http://127.0.0.1:1/' }]],
    ['an error of ours that passes', [503, { error: { code: 'UNAVAILABLE_POSTGRES', message: 'away' } }]],
  ])('takes %s for no acceptance, and tries again with the same key and bytes', async (_, reply) => {
    const run = await runWith(await n8n(reply, reply, [200, RECEIPT]), ['handoff', 'PLAN.md']);
    expect(run.code).toBe(0);
    expect(run.out).toContain('Handed over: execution e');
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(seen.map(({ body }) => body.toString())).size).toBe(1);
    expect(run.err).toContain('waiting for n8n');
  });

  it.each<[string, number, string]>([
    ['a page', 404, '<!DOCTYPE html>\n<html lang="en"><head></head></html>'],
    ['a message of n8n', 404, '{"code":404,"message":"The requested webhook is not registered.","hint":"x"}'],
  ])('says what it waits for in words: %s', async (_, status, body) => {
    const run = await runWith(await n8n([status, body], [200, RECEIPT]), ['handoff', 'PLAN.md']);
    expect(run.err).toMatch(
      /^ {2}waiting for n8n: it answered 404( with a page|: The requested webhook is not registered\.)\n$/,
    );
  });

  it('finds n8n again when it comes back at another port while a hand-off waits', async () => {
    const here = await n8n([202, RECEIPT]);
    const { url } = (await here.webhook!())!;
    let asked = 0;
    const run = await runWith(
      {
        ...here,
        webhook: async () => ({
          url: () => (++asked < 3 ? 'http://127.0.0.1:1/webhook/nightshift/handoff' : url()),
          secret: SECRET,
          isExpected: () => true,
        }),
      },
      ['handoff', 'PLAN.md'],
    );
    expect([run.code, seen.length]).toEqual([0, 1]);
  });

  it.each([
    ['n8n', [], /again, and nothing is done twice: nightshift handoff PLAN\.md\n/],
    ['n8n', ['--new'], /nightshift handoff PLAN\.md --key [0-9a-f]{64}\n/],
    ['gateway', ['--via', 'gateway'], /nightshift handoff PLAN\.md --via gateway\n/],
  ])(
    'interrupted on its way to %s %j, it says that nobody knows whether it arrived, and how to go on',
    async (_, more, next) => {
      const stop = new AbortController();
      const silent = () => new Promise<never>(() => setTimeout(() => stop.abort(new Error('SIGINT')), 20));
      const run = await runWith(
        {
          ...(await n8n([202, RECEIPT])),
          http: async (_url, init) => {
            setTimeout(() => stop.abort(new Error('SIGINT')), 20);
            return new Promise<never>((_done, reject) =>
              init!.signal!.addEventListener('abort', () => reject(new Error('This operation was aborted'))),
            );
          },
          gateway: async () => ({ handoff: silent }) as never,
          interrupt: stop.signal,
        },
        ['handoff', 'PLAN.md', ...more],
      );
      expect([run.code, run.out]).toEqual([130, '']);
      expect(run.err).toContain('error: Interrupted before a receipt came: whether the plan arrived is not known');
      expect(run.err).toMatch(next);
      expect(run.err).toContain('code: INTERRUPTED');
    },
  );

  it('fails within seconds with the next step where nothing runs, and tries on where somebody starts it', async () => {
    const known = await n8n([202, RECEIPT]);
    const url = (await known.webhook?.())?.url() ?? '';
    server?.close();
    const deps = (isExpected: () => boolean): Partial<CliDeps> => ({
      ...known,
      webhook: async () => ({ url: () => url, secret: SECRET, isExpected }),
    });
    const run = await runWith(
      deps(() => false),
      ['handoff', 'PLAN.md'],
    );
    expect([run.code, run.err]).toEqual([4, expect.stringContaining('code: UNAVAILABLE_HANDOFF')]);
    expect(run.err).toContain('next: Start it with `nightshift up --detach`');
    expect(run.err).not.toContain('waiting for n8n');
    let looks = 0;
    const later = await runWith(
      deps(() => ++looks < 3),
      ['handoff', 'PLAN.md'],
    );
    expect(later.err.match(/waiting for n8n: connect ECONNREFUSED/g)).toHaveLength(2);
  });

  it('waits for a start that has only just begun, and is not to be seen yet', async () => {
    const known = await n8n([202, RECEIPT]);
    const url = (await known.webhook?.())?.url() ?? '';
    let tries = 0;
    const http: typeof fetch = async (...asked) => {
      tries += 1;
      if (tries > 3) return (known.http ?? fetch)(...asked);
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });
    };
    const webhook = async () => ({ url: () => url, secret: SECRET, isExpected: () => false });
    expect((await runWith({ ...known, http, webhook }, ['handoff', 'PLAN.md'])).code).toBe(0);
  });

  it.each<[number, string, number]>([
    [401, 'SIGNATURE_WRONG', 3],
    [409, 'HANDOFF_KEY_REUSED', 2],
    [413, 'BODY_TOO_LARGE', 2],
    [422, 'PLAN_REFUSED', 2],
  ])('a refusal of ours with %i is final', async (status, code, exit) => {
    const problems = [{ where: { line: 3, column: 7 }, code: 'PLAN_CYCLE', message: 'a needs itself' }];
    const run = await runWith(
      await n8n([status, { error: { code, message: 'No.', hint: 'Do this', problems, total: 4 } }]),
      ['handoff', 'PLAN.md', '--key', 'mine'],
    );
    expect([run.code, seen.length, run.out]).toEqual([exit, 1, '']);
    expect(run.err).toBe(
      `error: No.\n  3:7  a needs itself [PLAN_CYCLE]\n  … and 3 more\n  next: Do this\n  code: ${code}\n`,
    );
  });

  it('gives up when its patience is over, and says that nothing is done twice', async () => {
    const run = await runWith({ ...(await n8n([200, 'starting'])), clock: racing() }, [
      'handoff',
      'PLAN.md',
      '--timeout',
      '60',
      '--json',
    ]);
    expect(run.code).toBe(6);
    expect(JSON.parse(run.err.split('\n').at(-2) ?? '')).toMatchObject({
      error: {
        code: 'UNAVAILABLE_HANDOFF',
        arrival: 'unknown',
        hint: expect.stringContaining('nothing is done twice'),
      },
    });
    expect(seen.length).toBeGreaterThan(3);
  });

  it('says of a new run without a receipt by which command it is the same one', async () => {
    const deps = { ...(await n8n([200, 'starting'])), clock: racing() };
    const run = await runWith(deps, ['handoff', 'PLAN.md', '--timeout', '60', '--new']);
    expect(run.code).toBe(6);
    const key = seen[0]!.headers['idempotency-key'];
    expect(run.err).toContain(
      `Then hand it over again, and nothing is done twice: nightshift handoff PLAN.md --timeout 60 --key ${key}\n`,
    );
  });

  it('remembers a try without an answer when the next one is refused for its signature', async () => {
    const refusal = { error: { code: 'SIGNATURE_WRONG', message: 'No.', hint: 'Do this' } };
    const deps = await n8n([500, 'lost'], [401, refusal]);
    const run = await runWith(deps, ['handoff', 'PLAN.md', '--key', 'mine', '--json']);
    expect([run.code, JSON.parse(run.err.split('\n').at(-2) ?? '').error]).toMatchObject([
      6,
      { code: 'SIGNATURE_WRONG', arrival: 'unknown' },
    ]);
  });

  it('names a new run of a plan behind -- by a command that can be typed', async () => {
    const run = await runWith(await n8n([202, { ...RECEIPT, isNew: false, state: 'done' }]), [
      'handoff',
      '--',
      'PLAN.md',
    ]);
    expect(run.out).toContain('nightshift handoff --new -- PLAN.md');
  });

  /** A gateway, or who stands before it, that answers so over HTTP. */
  const gatewayThat = async (...replies: Reply[]) => {
    const { webhook, ...deps } = await n8n(...replies);
    const url = new URL((await webhook!()).url()).origin;
    const gateway = async () => new HttpGatewayClient(fetch, { url, token: 'ns_x' });
    return (...words: readonly string[]) =>
      runWith({ ...deps, gateway, clock: racing() }, ['handoff', 'PLAN.md', '--via', 'gateway', ...words]);
  };
  const toldAsJson = ({ err }: { readonly err: string }) => JSON.parse(err.split('\n').at(-2) ?? '').error;

  it.each([
    [500, '<html>a page</html>'],
    [502, '<html>a page</html>'],
    [504, '<html>a page</html>'],
    [200, '<html>a page</html>'],
    [200, { isLoggedIn: false }],
    [500, { error: { code: 'BUG_ODD', message: 'Something went wrong inside nightshift' } }],
  ])(
    'does not take %i with %j of who stands before the gateway for an answer, and asks again',
    async (status, body) => {
      const run = await (await gatewayThat([status, body]))('--timeout', '8', '--json');
      expect([run.code, toldAsJson(run).arrival, seen.length > 1]).toEqual([6, 'unknown', true]);
      const keys = seen.map(({ headers }) => headers['idempotency-key']).filter((key) => key !== undefined);
      expect([keys.length > 1, new Set(keys).size]).toEqual([true, 1]);
      seen.length = 0;
      server?.close();
      const found = await (await gatewayThat([status, body], [202, RECEIPT]))('--timeout', '8', '--json');
      expect([found.code, JSON.parse(found.out)]).toEqual([0, RECEIPT]);
    },
  );

  it('remembers a try that the gateway did not answer when the next one is refused for its token', async () => {
    const refusal = { error: { code: 'TOKEN_MISSING', message: 'A valid token is needed', hint: 'Send one' } };
    const lost = await (await gatewayThat([502, 'lost'], [401, refusal]))('--json');
    expect([lost.code, toldAsJson(lost)]).toMatchObject([6, { code: 'TOKEN_MISSING', arrival: 'unknown' }]);
    seen.length = 0;
    server?.close();
    const first = await (await gatewayThat([401, refusal]))('--json');
    expect([first.code, toldAsJson(first).arrival]).toEqual([3, undefined]);
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
    'knows that nothing was sent where there was no connection: %s',
    async (code) => {
      const cause = Object.assign(new Error(code), { code });
      const http: typeof fetch = async () => {
        throw new TypeError('fetch failed', { cause });
      };
      const gateway = async () => new HttpGatewayClient(http, { url: 'http://nosuch.invalid', token: 'ns_x' });
      const deps = { gateway, clock: racing(), readText: async () => '- [ ] a' };
      const run = await runWith(deps, ['handoff', 'PLAN.md', '--via', 'gateway', '--json']);
      expect([run.code, toldAsJson(run).arrival]).toEqual([4, undefined]);
    },
  );

  it('prints the receipt first, also where the execution cannot be followed afterwards', async () => {
    const refused = async () => {
      throw new AccessError('TOKEN_MISSING', 'A valid token is needed', { hint: 'Send one' });
    };
    const gateway = async () => ({ status: refused }) as never;
    const run = await runWith({ ...(await n8n([202, RECEIPT])), gateway }, ['handoff', 'PLAN.md', '--watch', '--json']);
    expect([run.code, JSON.parse(run.out), toldAsJson(run).arrival]).toEqual([3, RECEIPT, undefined]);
  });

  it('keeps its timeout as the bound of everything, also where n8n takes the plan and never answers', async () => {
    const deps = await n8n([202, RECEIPT]);
    server?.removeAllListeners('request');
    const clock = {
      ...new SystemClock(),
      now: () => 0,
      steady: () => performance.now(),
      sleep: new SystemClock().sleep,
    };
    const gateway = async () => ({ health: () => new Promise(() => undefined) }) as never;
    const from = performance.now();
    const run = await runWith({ ...deps, clock, gateway }, ['handoff', 'PLAN.md', '--timeout', '2']);
    expect([run.code, run.err]).toEqual([6, expect.stringContaining('UNAVAILABLE_HANDOFF')]);
    expect(run.err).toContain('; whether the plan arrived is not known');
    expect(performance.now() - from).toBeLessThan(2_500);
  });

  it('says that a plan may be in when one try was not answered, also where nobody is there at the last', async () => {
    const known = await n8n([202, RECEIPT]);
    const failing = (...codes: readonly string[]) => {
      let tries = 0;
      const http: typeof fetch = async () => {
        const code = codes[Math.min(tries++, codes.length - 1)];
        throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
      };
      const webhook = async () => ({ url: () => 'http://127.0.0.1:1/', secret: SECRET, isExpected: () => false });
      return runWith({ ...known, http, webhook }, ['handoff', 'PLAN.md', '--timeout', '60']);
    };
    const reset = await failing('ECONNRESET', 'ECONNREFUSED');
    expect([reset.code, reset.err]).toEqual([6, expect.stringContaining('whether the plan arrived is not known')]);
    const never = await failing('ECONNREFUSED');
    expect([never.code, never.err.includes('not known')]).toEqual([4, false]);
  });

  it.each([
    ['the workflow is not there', 404, 4],
    ['it was taken into a queue, perhaps', 200, 6],
    ['the workflow failed', 500, 6],
  ])('knows what an answer without a receipt says of the plan: %s', async (_, status, code) => {
    const deps = { ...(await n8n([status, { message: 'x' }])), clock: racing() };
    expect((await runWith(deps, ['handoff', 'PLAN.md', '--timeout', '60'])).code).toBe(code);
  });

  it.each([
    ['ECONNREFUSED', 4],
    ['ECONNRESET', 6],
  ])('straight to a gateway that gives no answer (%s) it ends with %i', async (code, exit) => {
    const cause = new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    const handoff = () => Promise.reject(new UnavailableError('gateway', 'The gateway does not answer', { cause }));
    const gateway = async () => ({ handoff, health: () => new Promise(() => undefined) }) as never;
    const deps = { gateway, clock: racing(), readText: async () => '- [ ] a' };
    const run = await runWith(deps, ['handoff', 'PLAN.md', '--via', 'gateway', '--timeout', '2']);
    expect([run.code, run.err]).toEqual([exit, expect.stringContaining('code: UNAVAILABLE_GATEWAY')]);
  });

  it.each([
    ['postgres', 'The database cannot be reached', 6, 'UNAVAILABLE_POSTGRES'],
    ['disk', '12 MB free', 6, 'DISK_FULL'],
  ])('says what n8n cannot say: %s is not well', async (name, detail, code, error) => {
    const health = async () => ({ isReady: false, version: '1', parts: [{ name, isOk: false, detail }] });
    const gateway = async () => ({ health }) as never;
    const deps = { ...(await n8n([500, { code: 0, message: 'Connection terminated' }])), gateway };
    const run = await runWith({ ...deps, clock: racing() }, ['handoff', 'PLAN.md', '--timeout', '60']);
    expect([run.code, run.err]).toEqual([code, expect.stringContaining(`code: ${error}`)]);
    expect(run.err).toContain('nothing is done twice');
  });

  it('sends nothing that n8n would not take', async () => {
    const deps = { ...(await n8n([202, RECEIPT])), readText: async () => `- [ ] ${'x'.repeat(3 * 1024 ** 2)}` };
    const run = await runWith(deps, ['handoff', 'PLAN.md']);
    expect([run.code, seen.length, run.err]).toEqual([2, 0, expect.stringContaining('code: BODY_TOO_LARGE')]);
    expect(run.err).toContain('Split the plan');
    const { err } = await runWith(deps, ['handoff', 'PLAN.md', '--json']);
    const { limit, seen: bytes } = JSON.parse(err).error;
    expect([limit, bytes > limit]).toEqual([2 * 1024 ** 2, true]);
  });

  it('says of a plan that was handed over before how it stands, and the command that runs it once more', async () => {
    const deps = await n8n([200, { ...RECEIPT, isNew: false, state: 'failed' }]);
    const run = await runWith(deps, ['handoff', "ada's plan.md", '--agent', 'shell']);
    expect(run.out.split('\n')).toEqual([
      'Handed over before: execution e (failed). Nothing was started.',
      '  see how it stands: nightshift status e',
      "  run it once more:  nightshift handoff 'ada'\\''s plan.md' --agent shell --new",
      '',
    ]);
    expect((await runWith(deps, ['handoff', 'P', '--key', 'k'])).out).toContain('with another --key');
    expect((await runWith(deps, ['handoff', 'P', '--key', 'k', '--new'])).err).toContain('code: USAGE');
  });

  it('shows with --watch how it ended, and exits with that', async () => {
    const result = { dir: '/repo', branch: 'nightshift/x', commit: 'abc', changedFiles: [] };
    const status = async () => aStatus({ state: 'succeeded', status: 'completed' });
    const cli = await scriptedCli(
      { status, report: async () => aReport({ result }) },
      { readText: async () => '- [ ] a' },
    );
    const run = await cli.run('handoff', 'TODO.md', '--via', 'gateway', '--watch');
    expect([run.code, run.out]).toEqual([0, expect.stringMatching(/^Handed over[\s\S]*Result: branch nightshift\/x/)]);
  });

  it('shows what was decided when the plan was read, the first of many, and all of it as JSON', async () => {
    const notes = [...Array(7)].map((_, no) => ({ line: no + 3, column: 1, code: 'NOTE_DONE', message: `note ${no}` }));
    const deps = await n8n([202, { ...RECEIPT, isNew: true, notes }]);
    const { out } = await runWith(deps, ['handoff', 'PLAN.md']);
    expect(out).toContain('  7 things were decided when it was read:\n    line 3: note 0\n');
    expect(out).toContain('    … and 2 more: nightshift plan PLAN.md\n');
    expect(JSON.parse((await runWith(deps, ['handoff', 'PLAN.md', '--json'])).out).notes).toHaveLength(7);
  });

  it('the same plan, project and conversation are the same key; another of each, or --new, is another', async () => {
    const deps = await n8n([200, RECEIPT]);
    const keyOf = async (...args: string[]) => {
      await runWith(deps, ['handoff', 'PLAN.md', ...args]);
      return seen.at(-1)?.headers['webhook-id'];
    };
    const key = await keyOf();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await keyOf()).toBe(key);
    const others = [
      await keyOf('--repo', './x'),
      await keyOf('--conversation', 'x'),
      await keyOf('--new'),
      await keyOf('--key', 'mine'),
    ];
    expect(new Set([key, ...others]).size).toBe(5);
    expect(others[3]).toBe('mine');
  });

  describe('which project it is for', () => {
    const repositoryAt = async (dir: string) =>
      dir.startsWith('/work-folder/repo') ? { dir: '/work-folder/repo', dirty: [] } : undefined;
    const projectOf = async (args: readonly string[], more: object = {}) => {
      const asked: unknown[] = [];
      const handoff = async ({ project }: { readonly project?: string }) => {
        asked.push(project);
        return { httpStatus: 202, body: RECEIPT };
      };
      const cli = await scriptedCli({ handoff }, { readText: async () => '- [ ] a', repositoryAt, ...more });
      const run = await cli.run('handoff', ...args, '--via', 'gateway', '--json');
      expect([run.code, run.err]).toEqual([0, '']);
      await cli.close();
      return asked;
    };

    it('is the repository that the plan lies in, unless another one is named, or none', async () => {
      const inRepository = async (dir: string) => (dir === '/work-folder/repo' ? repositoryAt(dir) : undefined);
      expect(await projectOf(['repo/PLAN.md'], { repositoryAt: inRepository })).toEqual(['/work-folder/repo']);
      expect(await projectOf(['repo/docs/PLAN.md'])).toEqual(['/work-folder/repo']);
      expect(await projectOf(['elsewhere/PLAN.md'])).toEqual([undefined]);
      expect(await projectOf(['repo/PLAN.md', '--repo', '/other'])).toEqual(['/other']);
      expect(await projectOf(['repo/PLAN.md', '--no-repo'])).toEqual([undefined]);
    });

    it('may be named as it is registered, and is the same hand-off then', async () => {
      const projects = async () => [{ id: 'id-1', name: 'site', dir: '/work-folder/repo', host: 'h', shares: [] }];
      const cli = await scriptedCli({ projects }, { readText: async () => '- [ ] a', repositoryAt });
      for (const repo of ['site', 'id-1', 'repo', './repo'])
        expect((await cli.run('handoff', 'PLAN.md', '--repo', repo, '--via', 'gateway')).code).toBe(0);
      const handed = cli.app.calls.filter((call) => call.startsWith('handoff'));
      expect([handed.length, new Set(handed).size]).toEqual([4, 1]);
    });

    it.each([
      [[], 'No project is registered yet: `nightshift project add DIR`'],
      [[{ id: 'id-1', name: 'site', dir: '/srv/site', host: 'h', shares: [] }], 'Registered are: site. `nightshift'],
    ])(
      'that is a word nobody registered is refused before anything is sent, with those that are: %j',
      async (registered, next) => {
        const cli = await scriptedCli(
          { projects: async () => registered },
          { readText: async () => '- [ ] a', repositoryAt },
        );
        const { code, err } = await cli.run('handoff', 'PLAN.md', '--repo', 'nosuch', '--via', 'gateway');
        expect([code, err]).toEqual([2, expect.stringContaining('The project nosuch is not registered')]);
        expect([err, cli.app.calls]).toEqual([expect.stringContaining(next), []]);
      },
    );

    it('is none for a gateway elsewhere, which knows no folders of this machine', async () => {
      const asked: unknown[] = [];
      const handoff = async ({ project }: { readonly project?: string }) => {
        asked.push(project);
        return { httpStatus: 202, body: RECEIPT };
      };
      const cli = await scriptedCli({ handoff }, { readText: async () => '- [ ] a', isRemote: () => true });
      expect((await cli.run('handoff', 'repo/PLAN.md')).err).toMatch(/^note: .* --repo names one of its projects/);
      expect((await cli.run('handoff', 'repo/PLAN.md', '--repo', 'almanac')).err).toBe('');
      expect((await cli.run('handoff', 'repo/PLAN.md', '--no-repo')).err).toBe('');
      expect(asked).toEqual([undefined, 'almanac', undefined]);
      await cli.close();
    });

    it('says what else there is when the repository is not registered and nobody named it', async () => {
      const refuse = async () => {
        throw new RequestError('PROJECT_UNKNOWN', 'The project /work-folder/repo is not registered', {
          hint: 'Register it.',
        });
      };
      const cli = await scriptedCli({ handoff: refuse }, { readText: async () => '- [ ] a', repositoryAt });
      const run = await cli.run('handoff', 'repo/PLAN.md', '--via', 'gateway');
      expect(run.err).toContain('with --no-repo the tasks run in empty folders instead');
      expect((await cli.run('handoff', 'repo/PLAN.md', '--via', 'gateway', '--repo', 'repo')).err).not.toContain(
        '--no-repo',
      );
      await cli.close();
    });
  });

  it('says of a plan that came before with other options what to do, unless the key was named', async () => {
    const refuse = async () => {
      throw new RequestError('HANDOFF_KEY_REUSED', 'The idempotency key was used for another plan', {
        hint: 'Use another.',
      });
    };
    const cli = await scriptedCli({ handoff: refuse }, { readText: async () => '- [ ] a' });
    const { err } = await cli.run('handoff', 'P.md', '--agent', 'shell', '--via', 'gateway');
    expect(err).toContain('This plan was handed over before, with other options, or under another file name or format');
    expect(err).toContain('nightshift handoff P.md --agent shell --via gateway --new');
    expect((await cli.run('handoff', 'P.md', '--key', 'mine', '--via', 'gateway')).err).toContain('Use another.');
    await cli.close();
  });

  it.each([
    ['BODY_INVALID', '/conversationId must be one line', '--conversation must be one line'],
    ['BODY_INVALID', '/plan/format must have at most 40 characters', '--format must have at most 40 characters'],
    [
      'OPTIONS_INVALID',
      'Wrong options: maxParallel must be a whole number from 1 to 256, not 999; costCapUsd must be a number from 0 to 100000, not 1000000',
      'Wrong options: --max-parallel must be a whole number from 1 to 256, not 999; --cost-cap must be a number from 0 to 100000, not 1000000',
    ],
    ['BODY_INVALID', '/plan must be a plan', '/plan must be a plan'],
  ])('says %s in the words of options: %s', async (code, said, printed) => {
    const refuse = async () => {
      throw new RequestError(code, said, { hint: 'See docs/api.md for the fields' });
    };
    const cli = await scriptedCli({ handoff: refuse }, { readText: async () => '- [ ] a' });
    const { err, code: exit } = await cli.run('handoff', 'P.md', '--via', 'gateway');
    expect([err.split('\n')[0], exit]).toEqual([`error: ${printed}`, 2]);
    expect(err.includes('nightshift handoff --help')).toBe(printed !== said);
    await cli.close();
  });

  it('goes straight to the gateway when asked to', async () => {
    const cli = await scriptedCli({}, { readText: async () => '- [ ] a' });
    const run = await cli.run('handoff', 'TODO.md', '--via', 'gateway', '--key', 'k', '--json');
    expect([run.code, JSON.parse(run.out)]).toMatchObject([0, { receipt: 'receipt' }]);
    expect(cli.app.calls[0]).toMatch(/^handoff k {"text":"- \[ \] a","fileName":"TODO.md"} by gateway:/);
    await cli.close();
  });

  describe('of a folder', () => {
    const folder = (plan: string) => ({
      planSource: {
        filesIn: async (path: string) =>
          path === '/work-folder/plans' ? [`${path}/PLAN.md`, `${path}/notes.md`] : undefined,
        read: async (path: string) => Buffer.from(path.endsWith('PLAN.md') ? plan : '# Notes\n\nNothing to do.\n'),
        readInput: () => Promise.reject(new Error('not read')),
        write: () => Promise.reject(new Error('not written')),
      },
    });
    const GOOD = '# Two\n\n- [ ] 1. Lint\n  run: `true`\n- [ ] 2. Test\n  depends: 1\n  run: `true`\n';

    it('sends what all its files make up, and the same again as the same hand-off', async () => {
      const cli = await scriptedCli({}, folder(GOOD));
      for (let times = 0; times < 2; times++) {
        const run = await cli.run('handoff', 'plans', '--via', 'gateway', '--json');
        expect([run.code, run.err]).toEqual([0, '']);
        expect([run.code, JSON.parse(run.out)]).toMatchObject([0, { receipt: 'receipt' }]);
      }
      const [first, second] = cli.app.calls;
      expect(first).toBe(second);
      const [, sent] = /^handoff [0-9a-f]{64} (\{.*\}) by gateway:/.exec(first!)!;
      const { text, fileName } = JSON.parse(sent!) as { readonly text: string; readonly fileName: string };
      expect(fileName).toBe('plan.json');
      const { tasks } = JSON.parse(text) as { readonly tasks: readonly { readonly title: string }[] };
      expect(tasks.map(({ title }) => title)).toEqual(['Lint', 'Test']);
      await cli.close();
    });

    it('sends nothing when it has problems, and says all of them', async () => {
      const cli = await scriptedCli({}, folder('- [ ] 1. A\n  depends: 2\n- [ ] 2. B\n  depends: 1\n'));
      const run = await cli.run('handoff', 'plans', '--via', 'gateway');
      expect([run.code === 0, run.err, cli.app.calls]).toEqual([false, expect.stringContaining('PLAN_'), []]);
      await cli.close();
    });
  });

  it.each([
    ['--priority', 'urgent'],
    ['--max-parallel', '0'],
    ['--cost-cap', '-1'],
    ['--via', 'pigeon'],
  ])('refuses %s %s', async (option, value) => {
    const run = await runWith({}, ['handoff', 'PLAN.md', option, value]);
    expect(run.code).toBe(2);
    expect(run.err).toContain('code: USAGE');
  });

  it('says when the plan cannot be read', async () => {
    const run = await runWith({ readText: () => Promise.reject(new Error('ENOENT: no such file')) }, [
      'handoff',
      'nope.md',
    ]);
    expect([run.code, run.err]).toEqual([2, expect.stringContaining('code: PLAN_FILE_UNREADABLE')]);
  });
});
