import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { handoffKey } from '../../runtime/core/handoff/handoff-key';
import { EXECUTION } from '../gateway/scripted-app';
import { type BuiltPackage, buildPackage } from '../nodes/build-package';
import { verifies } from '../support/verifies';
import { call, type Era, httpClient, type OpenGateway, openGateway, stdioClient } from './mcp-clients';
import { LISTING, REPORT } from './scripted-views';

const PLAN =
  '# Greeting\n\n- [ ] 1. Say hello\n  - verify: `test -f hello.txt`\n- [ ] 2. Say it again\n  - depends: 1\n';
const BAD_PLAN = '- [ ] 1. A\n  - depends: 2\n- [ ] 2. B\n  - depends: 1\n';

let built: BuiltPackage;
let folder: string;
let gateway: OpenGateway;

beforeAll(async () => {
  built = buildPackage();
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'nightshift-mcp-folder-')));
  writeFileSync(join(folder, 'PLAN.md'), PLAN);
  gateway = await openGateway({ list: async () => [LISTING], report: async () => REPORT });
}, 60_000);
afterAll(async () => {
  await gateway.close();
  rmSync(built.folder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

const CASES: readonly (readonly [way: 'http' | 'stdio', era: Era])[] = [
  ['http', 'modern'],
  ['http', 'legacy'],
  ['stdio', 'modern'],
  ['stdio', 'legacy'],
];

describe.each(CASES)('MCP over %s, %s protocol', (way, era) => {
  let client: Client;
  let stderr = (): string => '';

  beforeAll(async () => {
    if (way === 'http') client = await httpClient(gateway.url, era);
    else ({ client, stderr } = await stdioClient(built.folder, gateway.url, era, { cwd: folder }));
    gateway.app.calls.length = 0;
  }, 20_000);
  afterAll(() => client.close());
  beforeEach(() => {
    gateway.app.calls.length = 0;
  });

  it(`lists its tools, each seen at once, with what it does to the world${verifies('R-81')}`, async () => {
    const { tools } = await client.listTools();
    const seen = tools.map(({ name, annotations, _meta }) => [
      name,
      annotations?.readOnlyHint,
      annotations?.destructiveHint,
      annotations?.idempotentHint,
      _meta?.['anthropic/alwaysLoad'],
    ]);
    expect(seen).toEqual([
      ['plan_preview', true, false, true, true],
      ['handoff', false, false, true, true],
      ['status', true, false, true, true],
      ['list', true, false, true, true],
      ['control', false, true, true, true],
      ['answer', false, true, true, true],
      ['results', true, false, true, true],
      ['similar', true, false, true, true],
    ]);
    for (const { description, inputSchema } of tools) {
      expect(description!.length).toBeGreaterThan(80);
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });

  it('tells a model how to use it, in less than what Claude Code shows', () => {
    const instructions = client.getInstructions()!;
    expect(instructions).toContain('plan_preview');
    expect(instructions.length).toBeLessThan(4_096);
  });

  it('previews a plan, and says what nothing proves', async () => {
    const { text, isError } = await call(client, 'plan_preview', { plan: PLAN });
    expect(isError).toBe(false);
    expect(text).toMatch(/"Greeting" .*: 2 tasks in 2 waves/);
    expect(text).toMatch(/nothing proves these.*\n.*Say it again/);
    const command = await call(client, 'plan_preview', { plan: '- [ ] 1. Say it\n  run: `echo hello`\n' });
    expect(command.text).not.toContain('nothing proves these');
    expect(text).toMatch(/next: show this to the person/);
  });

  it('answers a plan with problems with all of them, line by line', async () => {
    const { text } = await call(client, 'plan_preview', { plan: BAD_PLAN });
    expect(text).toMatch(/would be refused/);
    expect(text).toMatch(/ {2}\d+:\d+ PLAN_CYCLE /);
  });

  it('hands over once, and answers the same call with the same receipt', async () => {
    const args = { plan: PLAN, project: '/srv/project', conversationId: 'conversation-1' };
    const first = await call(client, 'handoff', args);
    const again = await call(client, 'handoff', args);
    const once = await call(client, 'handoff', { ...args, run: '2' });
    expect([first.isError, again, once.isError]).toEqual([false, first, false]);
    expect(first.text).toContain(`execution ${EXECUTION}`);
    const keys = gateway.app.calls.map((made) => /^handoff ([0-9a-f]{64}) /.exec(made)?.[1]);
    expect(keys).toHaveLength(3);
    // The command line's key: handed over there, it is the same hand-off.
    expect(keys[0]).toBe(handoffKey({ text: PLAN, project: '/srv/project', conversationId: 'conversation-1' }));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('says how an execution stands and what it did, shortly, and in whole as resources', async () => {
    const status = await call(client, 'status');
    expect(status.text).toContain('"A plan" is running: 1 of 2 tasks done (50 %).');
    const results = await call(client, 'results', { execution: EXECUTION.slice(-6) });
    expect(results.text).toContain('result: branch nightshift/a-plan');
    expect(`${status.text}${results.text}`.length).toBeLessThan(2_000);

    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      'nightshift://guide/plan',
      `nightshift://execution/${EXECUTION}`,
      `nightshift://execution/${EXECUTION}/report`,
    ]);
    const read = async (uri: string) => (await client.readResource({ uri })).contents[0] as { readonly text: string };
    expect(JSON.parse((await read(`nightshift://execution/${EXECUTION}`)).text)).toMatchObject({
      lastSeq: 3,
      tasks: [],
    });
    expect(JSON.parse((await read(`nightshift://execution/${EXECUTION}/report`)).text)).toEqual(REPORT);
    expect((await read(`nightshift://execution/${EXECUTION}/log/task-001`)).text).toBe('line');
  });

  it('lists what waits, controls, and passes answers on', async () => {
    expect((await call(client, 'list', { conversationId: 'conversation' })).text).toMatch(/1 waits for the person/);
    await call(client, 'control', { execution: EXECUTION.slice(-8), action: 'pause' });
    const asked = {
      execution: EXECUTION.slice(0, 8),
      taskId: 'task-001',
      criterionId: 'gate',
      result: 'pass',
      note: 'go',
    };
    await call(client, 'answer', asked);
    expect(gateway.app.calls).toEqual([
      expect.stringMatching(/^control pause by gateway:[0-9a-f]{8}( as person:\S+)?$/),
      expect.stringMatching(/^answer task-001 gate pass by gateway:[0-9a-f]{8}( as person:\S+)?$/),
    ]);
    expect((await call(client, 'similar', { text: 'hello' })).text).toMatch(/Nothing similar/);
  });

  it('tells on the way how far it is, while somebody waits', async () => {
    const told: string[] = [];
    await call(client, 'status', { waitSeconds: 1 }, ({ message }) => told.push(message ?? ''));
    expect(told[0]).toBe('1 of 2 tasks done');
  });

  it('has prompts', async () => {
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['write_plan', 'hand_over', 'morning']);
    await expect(client.getPrompt({ name: 'write_plan', arguments: {} })).rejects.toThrow(
      'The argument `goal` is missing: say what shall be done',
    );
    const { messages } = await client.getPrompt({ name: 'write_plan', arguments: { goal: 'a greeting' } });
    expect(JSON.stringify(messages)).toContain('a greeting');
  });

  it.each([
    ['an execution that is not there', 'status', { execution: 'nope' }, 'error EXECUTION_UNKNOWN: '],
    ['neither file nor text', 'plan_preview', {}, 'error PLAN_ARGUMENT: '],
    [
      'control of an execution that is not there',
      'control',
      { execution: 'nope', action: 'cancel' },
      'EXECUTION_UNKNOWN',
    ],
    ['a task id with pause', 'control', { execution: EXECUTION, action: 'pause', taskId: 't' }, 'error BODY_INVALID: '],
    ['a field that there is not', 'list', { nonsense: 1 }, 'nonsense'],
    ['a wrong word', 'control', { execution: EXECUTION, action: 'explode' }, 'action'],
  ])('answers %s with an error that says what to do', async (_, name, args, expected) => {
    const { text, isError } = await call(client, name, args);
    expect(isError).toBe(true);
    expect(text).toContain(expected);
    if (expected.startsWith('error ')) expect(text).toMatch(/\nnext: \S/);
  });

  it('reads plans from files only where it sees them, and never from outside the folder', async () => {
    if (way === 'http') {
      const { text } = await call(client, 'plan_preview', { file: 'PLAN.md' });
      expect(text).toMatch(/^error PLAN_FILE_ELSEWHERE: [\s\S]*\nnext: Name the registered project/);
      const preview = await call(client, 'plan_preview', { file: 'docs/PLAN.md', project: 'site' });
      expect(preview.text).toContain('"Greeting"');
      const handed = await call(client, 'handoff', { file: 'docs/PLAN.md', project: 'site' });
      expect(handed.text).toContain(`execution ${EXECUTION}`);
      expect(gateway.app.calls).toEqual([
        'readPlan docs/PLAN.md of site',
        'readPlan docs/PLAN.md of site',
        expect.stringMatching(/^handoff [0-9a-f]{64} .*"fileName":"docs\/PLAN.md"/),
      ]);
      return;
    }
    expect((await call(client, 'plan_preview', { file: 'PLAN.md' })).text).toContain('"Greeting"');
    symlinkSync('/etc/passwd', join(folder, `link-${era}.md`));
    for (const file of ['/etc/passwd', '../../etc/passwd', `link-${era}.md`])
      expect((await call(client, 'plan_preview', { file })).text).toMatch(/^error PLAN_FILE_(OUTSIDE|UNREADABLE): /);
    expect((await call(client, 'handoff', { file: 'PLAN.md' })).isError).toBe(false);
    expect(gateway.app.calls.at(-1)).toContain('"fileName":"PLAN.md"');
  });

  it('names what is not committed in the project, before and after it is handed over, or that it cannot see it', async () => {
    const both = async (project: string) =>
      Promise.all(['plan_preview', 'handoff'].map((name) => call(client, name, { plan: PLAN, project })));
    for (const { text } of await both('elsewhere'))
      expect(text).toMatch(/whether anything in the project is not committed cannot be seen from here/);
    if (way === 'stdio') {
      const repo = join(folder, `repo-${era}`);
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-C', repo, ...args]);
      execFileSync('git', ['init', '--quiet', repo]);
      git('commit', '--quiet', '--allow-empty', '--message=first');
      writeFileSync(join(repo, 'draft.ts'), '');
    }
    for (const { text } of await both(way === 'stdio' ? `./repo-${era}` : 'site'))
      expect(text).toMatch(/not committed, so the tasks do not see it .*:\n {2}draft\.ts\n/);
    for (const { text } of await both('none')) expect(text).not.toContain('committed');
  });

  it('writes nothing but the protocol', () => expect(stderr()).toBe(''));
});
