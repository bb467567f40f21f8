import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BubblewrapSandbox } from '../../runtime/adapters/sandbox/bubblewrap-sandbox';
import type { Agent } from '../../runtime/ports/agent';
import { type AgentBench, openAgentBench } from '../support/agent-job';
import { type ModelScript, type ModelServer, type ModelStep, openModelServer } from '../support/model-server';
import { verifies } from '../support/verifies';

const KEY = 'sk-the-real-key-of-this-test';

const call = (name: string, input: Record<string, unknown>) => ({ toolCalls: [{ name, input }] });

/** What every agent that is a bare model with workspace tools keeps; run against each protocol. */
export function apiAgentContract(
  name: string,
  unavailable: string,
  open: (server: ModelServer, key: string, models?: { readonly model: string; readonly lastModel?: string }) => Agent,
): void {
  describe(`an agent that is a model with tools: ${name}${verifies('R-15')}`, () => {
    let bench: AgentBench;
    let server: ModelServer | undefined;

    beforeEach(async () => {
      bench = await openAgentBench(new BubblewrapSandbox());
    });
    afterEach(async () => {
      await server?.close();
      server = undefined;
      await bench.remove();
    });

    const script = async (...steps: ModelStep[]) => {
      const scripts: ModelScript[] = [{ when: 'the-task', steps }];
      server = await openModelServer(scripts, { key: KEY });
      return open(server, KEY);
    };
    const never = () => new AbortController().signal;
    /** What the model was told of its calls, in order. */
    const told = () => JSON.stringify(server?.requests.at(-1)?.body['messages']);

    it('reads, writes, edits, lists, searches and runs commands, streamed, and counts what it cost', async () => {
      await mkdir(join(bench.dir, 'src'));
      await writeFile(join(bench.dir, 'src/add.js'), 'exports.add = (a, b) => a - b;\n');
      const agent = await script(
        { text: 'Looking.', ...call('list_files', {}), usage: { input: 1000, output: 100 } },
        call('search_files', { pattern: 'a - b', path: 'src' }),
        call('read_file', { path: 'src/add.js' }),
        call('edit_file', { path: 'src/add.js', old_text: 'a - b', new_text: 'a + b' }),
        call('write_file', {
          path: 'test/add.test.js',
          content: "require('node:assert').equal(require('../src/add').add(1, 2), 3);\n",
        }),
        call('run_command', { command: 'node test/add.test.js && echo "pass $NIGHTSHIFT_TASK"' }),
        { text: 'Fixed the sum and tested it.', usage: { input: 2000, output: 50 } },
      );
      const result = await agent.run(bench.job('do the-task'), never());
      expect(result).toMatchObject({ type: 'done', summary: 'Fixed the sum and tested it.' });
      expect(await readFile(join(bench.dir, 'src/add.js'), 'utf8')).toBe('exports.add = (a, b) => a + b;\n');
      expect(result.usage).toMatchObject({ inputTokens: 3500, outputTokens: 250 });
      expect(result.usage.costUsd).toBeGreaterThan(0);
      const messages = told();
      for (const seen of [
        'src/add.js',
        'src/add.js:1:exports.add',
        '1\\texports.add',
        'replaced one place',
        'exit code 0',
        'pass task-001',
      ]) {
        expect(messages).toContain(seen);
      }
      expect(server?.requests.every((request) => request.body['stream'] === true)).toBe(true);
      const log = bench.log();
      for (const line of ['Looking.', '[tool] run_command', 'pass task-001', '[ok] exit code 0', '[done] 7 turns'])
        expect(log).toContain(line);
      expect(log).not.toContain(KEY);
    });

    it('gives the sandbox no key and no network', async () => {
      const other = await openModelServer([]);
      const agent = await script(
        call('run_command', { command: 'env; cat /proc/*/environ' }),
        call('run_command', {
          command: `node -e "fetch('${other.url}/v1/x').catch((e) => console.log('net', e.cause.code))"`,
        }),
        { text: 'ok' },
      );
      await agent.run(bench.job('do the-task'), never());
      await other.close();
      expect(told()).toContain('NIGHTSHIFT_TASK=task-001');
      expect(told()).not.toContain(KEY);
      expect(told()).toContain('net ECONNREFUSED');
    });

    it.each([
      ['a path above the workspace', 'read_file', { path: '../outside/secret' }, 'lies outside the workspace'],
      ['an absolute path', 'read_file', { path: '/etc/passwd' }, 'lies outside the workspace'],
      ['a link to a file outside', 'read_file', { path: 'link' }, 'leads outside the workspace'],
      ['a link to a folder outside', 'read_file', { path: 'folder/secret' }, 'leads outside the workspace'],
      ['listing through a link', 'list_files', { path: 'folder' }, 'leads outside the workspace'],
      ['searching through a link', 'search_files', { pattern: '.', path: 'folder' }, 'leads outside the workspace'],
      ['writing through a link', 'write_file', { path: 'folder/new', content: 'x' }, 'leads outside the workspace'],
      ['writing below a link', 'write_file', { path: 'folder/a/b/new', content: 'x' }, 'leads outside the workspace'],
      ['writing over a link', 'write_file', { path: 'link', content: 'x' }, 'leads outside the workspace'],
      ['writing over a link to nothing', 'write_file', { path: 'dangling', content: 'x' }, 'does not exist'],
      [
        'editing through a link',
        'edit_file',
        { path: 'link', old_text: 'secret', new_text: 'x' },
        'leads outside the workspace',
      ],
      ["git's settings", 'write_file', { path: '.git/config', content: 'x' }, 'belongs to git'],
      ["git's settings through a link", 'write_file', { path: 'tig/hooks/pre-commit', content: 'x' }, 'belongs to git'],
      ["git's settings in capitals", 'write_file', { path: 'sub/.GIT/config', content: 'x' }, 'belongs to git'],
      ['a device', 'read_file', { path: 'pipe' }, 'is not a plain file'],
      ['the workspace itself', 'write_file', { path: '.', content: 'x' }, 'is the workspace itself'],
      ['a tool that is not there', 'open_browser', {}, 'there is no tool open_browser'],
    ])('refuses %s, and lets the model go on', async (_, tool, input, reason) => {
      await mkdir(join(bench.dir, '.git'));
      await writeFile(join(bench.dir, '.git/config'), 'mine\n');
      await writeFile(join(bench.outside, 'secret'), 'secret\n');
      await symlink(join(bench.outside, 'secret'), join(bench.dir, 'link'));
      await symlink(bench.outside, join(bench.dir, 'folder'));
      await symlink(join(bench.outside, 'nothing'), join(bench.dir, 'dangling'));
      await symlink('.git', join(bench.dir, 'tig'));
      const agent = await script(call('run_command', { command: 'mkfifo pipe' }), call(tool, input), {
        text: 'Understood.',
      });
      const result = await agent.run(bench.job('do the-task'), never());
      expect(result).toMatchObject({ type: 'done', summary: 'Understood.' });
      expect(told()).toContain(reason);
      expect(told()).not.toContain('secret\\n');
      expect(await readFile(join(bench.outside, 'secret'), 'utf8')).toBe('secret\n');
      expect(await readFile(join(bench.dir, '.git/config'), 'utf8')).toBe('mine\n');
    });

    it('tells the model of edits that do not fit', async () => {
      await writeFile(join(bench.dir, 'a'), 'x x\n');
      const agent = await script(
        call('edit_file', { path: 'a', old_text: 'y', new_text: 'z' }),
        call('edit_file', { path: 'a', old_text: 'x', new_text: 'z' }),
        call('edit_file', { path: 'a', old_text: 'x', new_text: '$&', replace_all: true }),
        { text: 'ok' },
      );
      await agent.run(bench.job('do the-task'), never());
      expect(told()).toContain('does not occur in a');
      expect(told()).toContain('occurs 2 times');
      expect(await readFile(join(bench.dir, 'a'), 'utf8')).toBe('$& $&\n');
    });

    it('shows the model the beginning and the end of a long output', async () => {
      const agent = await script(call('run_command', { command: 'echo first; seq 1 100000; echo last; exit 3' }), {
        text: 'ok',
      });
      await agent.run(bench.job('do the-task'), never());
      const messages = told();
      expect(messages.length).toBeLessThan(60_000);
      for (const seen of ['exit code 3', 'first', 'left out', 'last']) expect(messages).toContain(seen);
    });

    it('stops a command at its time, and lets the model go on', async () => {
      const agent = await script(call('run_command', { command: 'echo started; sleep 60', timeout_seconds: 1 }), {
        text: 'ok',
      });
      expect(await agent.run(bench.job('do the-task'), never())).toMatchObject({ type: 'done' });
      expect(told()).toContain('stopped after 1 s');
    });

    it('stops at the turn limit, at the cost cap, and at the output limit', async () => {
      const agent = await script({
        ...call('run_command', { command: 'seq 1 50' }),
        usage: { input: 100_000, output: 1000 },
      });
      const run = (limits: Parameters<AgentBench['job']>[1]) => agent.run(bench.job('do the-task', limits), never());
      expect(await run({ limits: { turns: 2 } })).toMatchObject({
        type: 'failed',
        code: 'AGENT_TURNS',
        usage: { inputTokens: 200_000 },
      });
      expect(await run({ limits: { costUsd: 0.01 } })).toMatchObject({
        type: 'failed',
        code: 'AGENT_BUDGET',
        usage: { inputTokens: 100_000 },
      });
      expect(await run({ limits: { outputBytes: 150 } })).toMatchObject({ type: 'failed', code: 'AGENT_OUTPUT_LIMIT' });
    });

    it('stops at its time although the model is silent', async () => {
      const agent = await script({ isSilent: true });
      expect(await agent.run(bench.job('do the-task', { limits: { timeMs: 300 } }), never())).toMatchObject({
        type: 'failed',
        code: 'AGENT_TIMEOUT',
      });
    });

    it('stops when it is aborted, in an answer and in a command', async () => {
      const silent = await script(call('run_command', { command: 'echo started; sleep 60' }), { isSilent: true });
      const stopAtCommand = new AbortController();
      const job = bench.job('do the-task');
      const started = performance.now();
      const result = silent.run(
        { ...job, onOutput: (chunk) => void (Buffer.from(chunk).includes('started\n') && stopAtCommand.abort()) },
        stopAtCommand.signal,
      );
      expect(await result).toMatchObject({ type: 'aborted' });
      expect(performance.now() - started).toBeLessThan(10_000);
      expect(await silent.run(bench.job('do the-task'), AbortSignal.abort())).toMatchObject({ type: 'aborted' });
    });

    it(`waits for a limit whose end the answer names${verifies('R-17')}`, async () => {
      const agent = await script({
        status: 429,
        message: 'Rate limit reached',
        type: 'rate_limit_error',
        headers: { 'retry-after': '3600' },
      });
      const result = await agent.run(bench.job('do the-task'), never());
      expect(result).toMatchObject({ type: 'limit-reached', message: expect.stringContaining('Rate limit reached') });
      const waitMs = result.type === 'limit-reached' ? Date.parse(result.until) - Date.now() : 0;
      expect(Math.abs(waitMs - 3_600_000)).toBeLessThan(10_000);
      expect(server?.requests).toHaveLength(1);
    });

    it('tries again when the service is busy, and then says that it is away', async () => {
      const busy = { status: 529, message: 'Overloaded', type: 'overloaded_error', headers: { 'retry-after-ms': '1' } };
      const agent = await script({ ...busy, times: 2 }, { text: 'There.', usage: { input: 10, output: 1 } }, busy);
      expect(await agent.run(bench.job('do the-task'), never())).toMatchObject({ type: 'done', summary: 'There.' });
      expect(server?.requests).toHaveLength(3);
      const away = open({ ...server!, url: 'http://127.0.0.1:9', openaiUrl: 'http://127.0.0.1:9/v1' }, KEY);
      await expect(away.run(bench.job('do the-task'), never())).rejects.toMatchObject({
        kind: 'transient',
        code: unavailable,
        details: { usage: { inputTokens: 0 } },
      });
    });

    it.each([
      [401, 'AGENT_KEY_REJECTED', 'operator', undefined],
      [403, 'AGENT_KEY_REJECTED', 'operator', undefined],
      [404, 'AGENT_MODEL_UNKNOWN', 'operator', undefined],
      [500, unavailable, 'transient', { 'x-should-retry': 'false' }],
    ])('translates %i to %s', async (status, code, kind, headers) => {
      const agent = await script({ status, message: 'no', ...(headers === undefined ? {} : { headers }) });
      await expect(agent.run(bench.job('do the-task'), never())).rejects.toMatchObject({
        kind,
        code,
        hint: expect.any(String),
      });
    });

    it('says that a key is rejected without repeating it', async () => {
      server = await openModelServer([], { key: KEY });
      const agent = open(server, 'sk-another-key');
      const error: unknown = await agent.run(bench.job('do the-task'), never()).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'AGENT_KEY_REJECTED', kind: 'operator' });
      expect(String((error as Error).message) + bench.log()).not.toContain('sk-another-key');
    });

    it('forgets older tool answers when the conversation is too long, and fails when that does not help', async () => {
      const tooLong = {
        status: 400,
        type: 'invalid_request_error',
        message: 'prompt is too long: maximum context length is 200000 tokens',
      };
      const look = (text: string) => call('run_command', { command: `echo ${text}` });
      const agent = await script(
        look('alpha'),
        look('beta'),
        look('gamma'),
        { ...tooLong, times: 1 },
        { text: 'Done.' },
      );
      expect(await agent.run(bench.job('do the-task'), never())).toMatchObject({ type: 'done', summary: 'Done.' });
      const [asked, askedAgain] = (server?.requests ?? [])
        .slice(-2)
        .map((request) => JSON.stringify(request.body['messages']));
      for (const part of ['exit code 0\\nalpha', 'exit code 0\\nbeta', 'exit code 0\\ngamma'])
        expect(asked).toContain(part);
      expect(askedAgain).toContain('exit code 0\\ngamma');
      expect(askedAgain).not.toContain('exit code 0\\nalpha');
      expect(bench.log()).toContain('[context]');
      await server?.close();
      const hopeless = await script(look('alpha'), look('beta'), tooLong);
      expect(await hopeless.run(bench.job('do the-task'), never())).toMatchObject({
        type: 'failed',
        code: 'AGENT_CONTEXT',
      });
    });

    it('fails a request that the service calls wrong', async () => {
      const agent = await script({
        status: 400,
        message: 'temperature is not supported',
        type: 'invalid_request_error',
      });
      expect(await agent.run(bench.job('do the-task'), never())).toMatchObject({ type: 'failed', code: 'AGENT_API' });
    });

    it(`stops at the token cap, also for a model without a known price${verifies('R-17')}`, async () => {
      const step = { ...call('list_files', {}), usage: { input: 1000, output: 100 } };
      server = await openModelServer([{ when: 'the-task', steps: [step] }]);
      const agent = open(server, KEY, { model: 'our-own-model' });
      const result = await agent.run(bench.job('do the-task', { limits: { tokens: 2200 } }), never());
      expect(result).toMatchObject({
        type: 'failed',
        code: 'AGENT_BUDGET',
        usage: { costUsd: 0, inputTokens: 2000, outputTokens: 200 },
      });
    });

    it('counts tokens, and says that it cannot count money, for a model without a known price', async () => {
      server = await openModelServer([{ when: 'the-task', steps: [{ text: 'ok' }] }]);
      const agent = open(server, KEY, { model: 'our-own-model' });
      const result = await agent.run(bench.job('do the-task'), never());
      expect(result.usage).toEqual({ costUsd: 0, inputTokens: 100, outputTokens: 20 });
      expect(bench.log()).toContain('no price is known for our-own-model');
    });

    it(`asks the model that is kept for a task's last try, and only then${verifies('R-13')}`, async () => {
      server = await openModelServer([{ when: 'go', steps: [{ text: 'Done.' }] }]);
      const agent = open(server, KEY, { model: 'usual', lastModel: 'stronger' });
      await agent.run(bench.job('go'), never());
      await agent.run(bench.job('go', { isLastTry: true }), never());
      expect(server.requests.map(({ body }) => body['model'])).toEqual(['usual', 'stronger']);
    });
  });
}
