import { copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ClaudeCodeAgent, type ClaudeCodeAgentDeps } from '../../runtime/adapters/claude-code/claude-code-agent';
import { findClaudeCode } from '../../runtime/adapters/claude-code/find-claude-code';
import { genaiPriceOf } from '../../runtime/adapters/genai-prices/genai-price-of';
import { BareSandbox } from '../../runtime/adapters/sandbox/bare-sandbox';
import { BubblewrapSandbox } from '../../runtime/adapters/sandbox/bubblewrap-sandbox';
import { type AgentBench, openAgentBench, realClock } from '../support/agent-job';
import { claudeCodeCli } from '../support/claude-code-cli';
import { type ModelScript, type ModelServer, openModelServer } from '../support/model-server';
import { verifies } from '../support/verifies';

const KEY = 'sk-ant-the-real-key-of-this-test';
const SESSION = '0195f0a0-0000-7000-8000-000000000001';

jest.setTimeout(60_000);

describe(`the real Claude Code in the real sandbox${verifies('R-15', 'R-17')}`, () => {
  let bench: AgentBench;
  let server: ModelServer;

  beforeEach(async () => {
    bench = await openAgentBench(new BubblewrapSandbox());
  });
  afterEach(async () => {
    await server?.close();
    await bench.remove();
  });

  const open = async (scripts: readonly ModelScript[], deps: Partial<ClaudeCodeAgentDeps> = {}) => {
    const apiKey = deps.apiKey ?? KEY;
    server = await openModelServer(scripts, { key: KEY });
    return new ClaudeCodeAgent({
      command: claudeCodeCli(),
      baseUrl: server.url,
      apiKey,
      clock: realClock,
      priceOf: genaiPriceOf('https://api.anthropic.com'),
      ...deps,
    });
  };
  const never = () => new AbortController().signal;

  it(`asks the model that is kept for a task's last try, and only then${verifies('R-13')}`, async () => {
    const agent = await open([{ when: 'go', steps: [{ text: 'Done.' }] }], {
      model: 'claude-haiku-4-5',
      lastModel: 'claude-opus-4-5',
    });
    await agent.run(bench.job('go'), never());
    const asked = () => new Set(server.requests.map(({ body }) => body['model']));
    expect(asked()).toEqual(new Set(['claude-haiku-4-5']));
    const before = server.requests.length;
    await agent.run(bench.job('go', { isLastTry: true, sessionId: '0195f0a0-0000-7000-8000-000000000009' }), never());
    expect(server.requests.slice(before).map(({ body }) => body['model'])).toContain('claude-opus-4-5');
  });

  it('edits a file by tool use, and keeps cost and session', async () => {
    const file = join(bench.dir, 'add.js');
    await writeFile(file, 'exports.add = (a, b) => a - b;\n');
    const agent = await open([
      {
        when: 'fix the sum',
        steps: [
          {
            text: 'Reading.',
            toolCalls: [{ name: 'Read', input: { file_path: file } }],
            usage: { input: 1000, output: 100 },
          },
          {
            toolCalls: [{ name: 'Edit', input: { file_path: file, old_string: 'a - b', new_string: 'a + b' } }],
            usage: { input: 1000, output: 100 },
          },
          {
            toolCalls: [
              {
                name: 'Bash',
                input: { command: 'node -p "require(\'./add.js\').add(1, 2)"; id -u; pwd', description: 'test' },
              },
            ],
          },
          { text: 'Fixed the sum.', usage: { input: 2000, output: 50 } },
        ],
      },
    ]);
    expect(await agent.availability()).toEqual({
      isAvailable: true,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
    const result = await agent.run(bench.job('fix the sum'), never());
    expect(result).toMatchObject({
      type: 'done',
      summary: 'Fixed the sum.',
      sessionId: SESSION,
      usage: { inputTokens: 4100, outputTokens: 270 },
    });
    expect(result.usage.costUsd).toBeGreaterThan(0.01);
    expect(await readFile(file, 'utf8')).toBe('exports.add = (a, b) => a + b;\n');
    expect(bench.log()).toContain('"subtype":"init"');
    expect(JSON.stringify(server.requests.at(-1)?.body)).toContain(`3\\n`);
    expect(server.requests.map((request) => request.headers['x-api-key'])).toEqual(server.requests.map(() => KEY));
  });

  it('never sees the key, the files outside, or another host', async () => {
    await writeFile(join(bench.outside, 'secret'), 'the-secret-outside\n');
    const other = await openModelServer([]);
    const probe = [
      'env; cat /proc/*/environ /proc/*/cmdline | tr "\\0" "\\n"; ls -la $HOME; cat $HOME/.claude.json',
      `cat ${bench.outside}/secret; ls ${process.cwd()}; cat /etc/shadow`,
      `node -e "fetch('${other.url}/v1/x').then(() => console.log('OTHER', 'HOST REACHED'), (e) => console.log('net', e.cause.code))"`,
      `node -e "fetch(process.env.ANTHROPIC_BASE_URL + '/v1/files').then((r) => console.log('files', r.status))"`,
      `node -e "fetch(process.env.ANTHROPIC_BASE_URL + '/v1/messages/batches', { method: 'POST' }).then((r) => console.log('batches', r.status))"`,
    ].join('\n');
    const agent = await open([
      {
        when: 'look around',
        steps: [{ toolCalls: [{ name: 'Bash', input: { command: probe, description: 'probe' } }] }, { text: 'Seen.' }],
      },
    ]);
    expect(await agent.run(bench.job('look around'), never())).toMatchObject({ type: 'done' });
    await other.close();
    const seen = JSON.stringify(server.requests.at(-1)?.body);
    expect(seen).toContain('ANTHROPIC_BASE_URL=http://127.0.0.1:');
    expect(seen).toContain('net ECONNREFUSED');
    expect(seen).toContain('files 403');
    expect(seen).toContain('batches 403');
    expect(new Set(server.requests.map(({ path }) => path.split('?')[0]))).toEqual(new Set(['/v1/messages']));
    for (const hidden of [KEY, 'the-secret-outside', 'OTHER HOST REACHED', 'root:*', 'package-lock.json'])
      expect(seen).not.toContain(hidden);
    expect(bench.log()).not.toContain(KEY);
    expect(await everyText(bench.home)).not.toContain(KEY);
  });

  it('continues its session at the next attempt, also in another workspace, and counts only what is new', async () => {
    const agent = await open([
      { when: 'second go', steps: [{ text: 'Better.', usage: { input: 500, output: 10 } }] },
      { when: 'first go', steps: [{ text: 'Tried.', usage: { input: 1000, output: 100 } }] },
    ]);
    const first = await agent.run(bench.job('first go'), never());
    const elsewhere = join(bench.outside, 'workspace');
    await mkdir(elsewhere);
    const job = bench.job('second go', { env: { NIGHTSHIFT_ATTEMPT: '2' } });
    const second = await agent.run({ ...job, workspace: { ...job.workspace, dir: elsewhere } }, never());
    expect(second).toMatchObject({
      type: 'done',
      summary: 'Better.',
      sessionId: SESSION,
      usage: { inputTokens: 500, outputTokens: 10 },
    });
    expect(second.usage.costUsd).toBeLessThan(first.usage.costUsd);
    const messages = JSON.stringify(server.requests.at(-1)?.body['messages']);
    for (const part of ['first go', 'Tried.', 'second go', 'The workspace was set back'])
      expect(messages).toContain(part);
  });

  it('begins a session when there is none to continue, and continues one that is there already', async () => {
    const agent = await open([{ when: 'go', steps: [{ text: 'Done.' }] }]);
    expect(await agent.run(bench.job('go', { env: { NIGHTSHIFT_ATTEMPT: '3' } }), never())).toMatchObject({
      type: 'done',
      sessionId: SESSION,
    });
    expect(await agent.run(bench.job('go'), never())).toMatchObject({ type: 'done', sessionId: SESSION });
  });

  it('stops at the turn limit, at the cost cap, and at the token cap', async () => {
    const steps = [
      {
        toolCalls: [{ name: 'Bash', input: { command: 'true', description: 'x' } }],
        usage: { input: 10_000, output: 1000 },
      },
    ];
    const agent = await open([{ when: 'for ever', steps }]);
    const job = (limits: { turns?: number; costUsd?: number; tokens?: number }, sessionId: string) =>
      agent.run(bench.job('for ever', { limits, sessionId }), never());
    expect(await job({ turns: 2 }, '0195f0a0-0000-7000-8000-000000000002')).toMatchObject({
      type: 'failed',
      code: 'AGENT_TURNS',
    });
    const capped = await job({ costUsd: 0.001 }, '0195f0a0-0000-7000-8000-000000000003');
    expect(capped).toMatchObject({ type: 'failed', code: 'AGENT_BUDGET', usage: { inputTokens: 10_000 } });
    const full = await job({ tokens: 15_000 }, '0195f0a0-0000-7000-8000-000000000004');
    expect(full).toMatchObject({
      type: 'failed',
      code: 'AGENT_BUDGET',
      message: expect.stringContaining('15000 tokens'),
    });
    expect(full.usage.inputTokens).toBeGreaterThanOrEqual(10_000);
    expect(await job({ costUsd: 0 }, SESSION)).toMatchObject({ type: 'failed', code: 'AGENT_BUDGET' });
  });

  it('waits for the end of a limit that the service names', async () => {
    const end = Math.floor(Date.now() / 1000) + 7200;
    const limited = {
      status: 429,
      type: 'rate_limit_error',
      message: 'This request would exceed your rate limit',
      headers: {
        'anthropic-ratelimit-unified-status': 'rejected',
        'anthropic-ratelimit-unified-reset': String(end),
        'anthropic-ratelimit-unified-representative-claim': 'five_hour',
      },
    };
    const scripts = [{ when: 'go', steps: [limited] }];
    const unnamed = await (await open(scripts)).run(bench.job('go'), never());
    expect(unnamed).toMatchObject({ type: 'limit-reached', message: expect.stringContaining('429') });
    const waitMs = unnamed.type === 'limit-reached' ? Date.parse(unnamed.until) - Date.now() : 0;
    expect(Math.abs(waitMs - 15 * 60_000)).toBeLessThan(30_000);
    await server.close();

    // With the token of a subscription the CLI tells the end that the headers name.
    const token = 'sk-ant-oat01-the-real-token';
    server = await openModelServer(scripts, { key: token });
    const agent = new ClaudeCodeAgent({
      command: claudeCodeCli(),
      baseUrl: server.url,
      apiKey: token,
      clock: realClock,
    });
    const named = await agent.run(bench.job('go', { sessionId: '0195f0a0-0000-7000-8000-000000000004' }), never());
    expect(named).toMatchObject({
      type: 'limit-reached',
      until: new Date(end * 1000).toISOString(),
      message: expect.stringContaining('limit'),
    });
    expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${token}`);
  });

  it.each([
    [
      'a rejected key',
      { status: 401, type: 'authentication_error', message: 'invalid x-api-key' },
      'AGENT_KEY_REJECTED',
      'operator',
    ],
    [
      'no credit',
      { status: 400, type: 'invalid_request_error', message: 'Your credit balance is too low' },
      'AGENT_QUOTA',
      'operator',
    ],
    [
      'an unknown model',
      { status: 404, type: 'not_found_error', message: 'model: x' },
      'AGENT_MODEL_UNKNOWN',
      'operator',
    ],
    [
      'a broken service',
      { status: 500, type: 'api_error', message: 'Internal', headers: { 'x-should-retry': 'false' } },
      'UNAVAILABLE_ANTHROPIC',
      'transient',
    ],
  ])('translates %s', async (_, failure, code, kind) => {
    const agent = await open([{ when: 'go', steps: [failure] }]);
    await expect(agent.run(bench.job('go'), never())).rejects.toMatchObject({ code, kind, hint: expect.any(String) });
  });

  it('stops when it is aborted and at its time, and counts what it used until then', async () => {
    const steps = [
      {
        toolCalls: [{ name: 'Bash', input: { command: 'echo sta""rted; sleep 100', description: 'x' } }],
        usage: { input: 1000, output: 100 },
      },
    ];
    const agent = await open([{ when: 'slow', steps }]);
    const abort = new AbortController();
    const job = bench.job('slow');
    const onOutput = (chunk: Uint8Array) => void (Buffer.from(chunk).includes('tool_use') && abort.abort());
    const aborted = await agent.run({ ...job, onOutput }, abort.signal);
    expect(aborted).toMatchObject({ type: 'aborted', usage: { inputTokens: 1000, outputTokens: 100 } });
    expect(aborted.usage.costUsd).toBeGreaterThan(0);
    const late = await agent.run(
      bench.job('slow', { limits: { timeMs: 3000 }, sessionId: '0195f0a0-0000-7000-8000-000000000005' }),
      never(),
    );
    expect(late).toMatchObject({ type: 'failed', code: 'AGENT_TIMEOUT' });
  });

  it('works behind a base URL with a path', async () => {
    server = await openModelServer([{ when: 'go', steps: [{ text: 'Done.' }] }], { key: KEY });
    const front = createServer((incoming, outgoing) => {
      const isBelow = incoming.url?.startsWith('/claude/v1/') ?? false;
      const { method, headers } = incoming;
      const path = incoming.url?.replace('/claude', '');
      incoming.pipe(
        request(isBelow ? `${server.url}${path}` : 'http://127.0.0.1:9', { method, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        }),
      );
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}/claude`;
    const agent = new ClaudeCodeAgent({ command: claudeCodeCli(), baseUrl, apiKey: KEY, clock: realClock });
    expect(await agent.run(bench.job('go'), never())).toMatchObject({ type: 'done', summary: 'Done.' });
    front.closeAllConnections();
    await new Promise((resolve) => front.close(resolve));
  });

  it('takes neither settings nor servers from the repository', async () => {
    await mkdir(join(bench.dir, '.claude'));
    const hook = { hooks: [{ type: 'command', command: `touch ${bench.dir}/hook-ran` }] };
    await writeFile(
      join(bench.dir, '.claude/settings.json'),
      JSON.stringify({ hooks: { SessionStart: [hook], UserPromptSubmit: [hook] } }),
    );
    await writeFile(
      join(bench.dir, '.mcp.json'),
      JSON.stringify({ mcpServers: { x: { command: 'touch', args: [`${bench.dir}/server-ran`] } } }),
    );
    const agent = await open([{ when: 'go', steps: [{ text: 'Done.' }] }]);
    expect(await agent.run(bench.job('go'), never())).toMatchObject({ type: 'done' });
    expect(await readdir(bench.dir)).toEqual(expect.not.arrayContaining(['hook-ran', 'server-ran']));
  });
});

describe('a Claude Code that cannot work', () => {
  const deps = { baseUrl: 'https://api.anthropic.com', clock: realClock };

  it('says how to install it, and where to get a key', async () => {
    const missing = new ClaudeCodeAgent({ ...deps, command: 'claude', apiKey: 'k', searchPath: '/nowhere' });
    expect(await missing.availability()).toEqual({
      isAvailable: false,
      reason: expect.stringContaining('npm install -g @anthropic-ai/claude-code'),
    });
    const keyless = new ClaudeCodeAgent({ ...deps, command: claudeCodeCli() });
    expect(await keyless.availability()).toEqual({ isAvailable: false, reason: expect.stringContaining('No API key') });
    const bench = await openAgentBench(new BubblewrapSandbox());
    const old = join(bench.dir, 'claude.js');
    await writeFile(old, "console.log('2.1.99 (Claude Code)')", { mode: 0o755 });
    expect(await new ClaudeCodeAgent({ ...deps, command: old, apiKey: 'k' }).availability()).toEqual({
      isAvailable: false,
      reason: expect.stringContaining('2.1.99'),
    });
    const signal = new AbortController().signal;
    await expect(missing.run(bench.job('x'), signal)).rejects.toMatchObject({
      code: 'AGENT_MISSING',
      kind: 'operator',
    });
    await expect(keyless.run(bench.job('x'), signal)).rejects.toMatchObject({
      code: 'AGENT_KEY_MISSING',
      kind: 'operator',
    });
    await bench.remove();
  });
});

describe('a Claude Code without a sandbox, when the operator wants none', () => {
  it('works, and still has no key', async () => {
    const server = await openModelServer(
      [
        {
          when: 'go',
          steps: [{ toolCalls: [{ name: 'Bash', input: { command: 'env', description: 'x' } }] }, { text: 'Done.' }],
        },
      ],
      { key: KEY },
    );
    const bench = await openAgentBench(new BareSandbox());
    const agent = new ClaudeCodeAgent({ command: claudeCodeCli(), baseUrl: server.url, apiKey: KEY, clock: realClock });
    expect(await agent.run(bench.job('go'), new AbortController().signal)).toMatchObject({ type: 'done' });
    expect(JSON.stringify(server.requests.at(-1)?.body)).toContain('NIGHTSHIFT_TASK=task-001');
    expect(JSON.stringify(server.requests.at(-1)?.body)).not.toContain(KEY);
    await server.close();
    await bench.remove();
  });
});

describe('the program of Claude Code', () => {
  let bench: AgentBench;
  beforeEach(async () => {
    bench = await openAgentBench(new BubblewrapSandbox());
  });
  afterEach(() => bench.remove());

  it('is found through links, and only its own file is bound', async () => {
    await symlink(claudeCodeCli(), join(bench.dir, 'claude'));
    const found = await findClaudeCode('claude', `/nowhere:${bench.dir}`);
    expect(found).toEqual({ argv: [claudeCodeCli()], readOnly: [claudeCodeCli()] });
  });

  it('is the native one although npm ran no scripts', async () => {
    const scope = join(bench.dir, 'node_modules/@anthropic-ai');
    const platform =
      (await readdir(join(claudeCodeCli(), '../../..'))).find((name) => name.startsWith('claude-code-')) ?? '';
    await mkdir(join(scope, 'claude-code/bin'), { recursive: true });
    await copyFile(join(claudeCodeCli(), '../../package.json'), join(scope, 'claude-code/package.json'));
    await writeFile(join(scope, 'claude-code/bin/claude.exe'), 'echo not installed\n', { mode: 0o755 });
    await mkdir(join(scope, platform));
    await symlink('/bin/ls', join(scope, platform, 'claude'));
    const found = await findClaudeCode(join(scope, 'claude-code/bin/claude.exe'), '');
    expect(found?.argv).toEqual([expect.stringMatching(/\/bin\/ls$/)]);
  });

  it('is run by our Node when it is a script', async () => {
    const script = join(bench.dir, 'lib/cli.js');
    await mkdir(join(bench.dir, 'lib'));
    await writeFile(script, '#!/usr/bin/env node\n', { mode: 0o755 });
    await writeFile(join(bench.dir, 'package.json'), '{}');
    const found = await findClaudeCode(script, '');
    expect(found?.argv[1]).toBe(script);
    expect(found?.readOnly).toContain(bench.dir);
  });
});

async function everyText(dir: string): Promise<string> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')))).join('\n');
}
