import type { Command } from 'commander';
import { EXAMPLES } from '../../runtime/cli/examples';
import { HttpGatewayClient } from '../../runtime/cli/http-gateway-client';
import { buildProgram } from '../../runtime/cli/main';
import { PlanError, RequestError } from '../../runtime/core/errors';
import { EXECUTION } from '../gateway/scripted-app';
import { verifies } from '../support/verifies';
import { runWith, scriptedCli } from './scripted-cli';
import { aListing, aQuestion, aReport, aStatus, aTask } from './views';

const OTHER = '01890a5d-ac96-774b-bcce-b302099a9999';
const list = async () => [EXECUTION, OTHER].map(aListing);

let cli: Awaited<ReturnType<typeof scriptedCli>>;
const open = async (...args: Parameters<typeof scriptedCli>) => {
  cli = await scriptedCli(...args);
  return cli.run;
};
afterEach(() => cli?.close());

describe(`the commands${verifies('R-82')}`, () => {
  it.each([
    'up',
    'down',
    'service install',
    'export',
    'backup',
    'restore',
    'verify',
    'service status',
    'plan',
    'project',
    'project add',
    'handoff',
    'status',
    'watch',
    'answer',
    'control',
    'fork',
    'apply',
    'fsck',
    'doctor',
    'templates',
    'templates compare',
    'log',
  ])('%s explains itself', async (command) => {
    const run = await runWith({}, [...command.split(' '), '--help']);
    expect([run.code, run.err]).toEqual([0, '']);
    expect(run.out).toContain(`Usage: nightshift ${command}`);
  });

  it('helps by words, too, where a command has several', async () => {
    const byOption = await runWith({}, ['token', 'create', '--help']);
    expect(await runWith({}, ['help', 'token', 'create'])).toEqual(byOption);
    expect(await runWith({}, ['help'])).toEqual(await runWith({}, ['--help']));
  });

  it('has an example for every command, each a command that there is', async () => {
    const terminal = { out: () => undefined, err: () => undefined };
    const program = await buildProgram({
      deps: { terminal, version: '0' },
      args: [],
      exitWith: () => undefined,
    } as never);
    const paths = (command: Command, path: readonly string[]): string[] =>
      command.commands.flatMap((one) => [[...path, one.name()].join(' '), ...paths(one, [...path, one.name()])]);
    expect(Object.keys(EXAMPLES).sort()).toEqual(paths(program, []).sort());
    for (const [path, examples] of Object.entries(EXAMPLES))
      for (const [line] of examples) expect(line).toMatch(new RegExp(`^nightshift ${path}\\b`));
  });

  it('has all commands in groups, and no line that a terminal of 80 columns would break', async () => {
    const { out } = await runWith({}, ['--help']);
    for (const heading of ['Start and stop:', 'Hand over:', 'Follow:', 'Decide:', 'Keep:', 'Connect:', 'Command line:'])
      expect(out).toContain(`\n${heading}\n`);
    expect(out).not.toContain('\nCommands:\n');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('says of every command that it can ask a gateway elsewhere, and refuses that of those about this machine', async () => {
    for (const command of ['status', 'token create', 'mcp'])
      expect((await runWith({}, [...command.split(' '), '--help'])).out).toMatch(/Global Options:\n {2}--url <url> /);
    for (const command of ['doctor', 'claude install', 'export']) {
      expect((await runWith({}, [...command.split(' '), '--help'])).out).not.toContain('--url');
      const { code, err } = await runWith({}, [...command.split(' '), '--url', 'https://night.example']);
      expect([code, err]).toEqual([2, expect.stringContaining('which is about this machine')]);
    }
  });

  it('answers models by the gateway that is named', async () => {
    const asked: unknown[] = [];
    const serveMcp = async (url?: string) => void asked.push(url);
    await runWith({ serveMcp }, ['mcp', '--url', 'https://night.example']);
    await runWith({ serveMcp }, ['mcp']);
    expect(asked).toEqual(['https://night.example', undefined]);
  });

  it('says what exit codes mean, and its version', async () => {
    expect((await runWith({}, ['--help'])).out).toMatch(/Exit codes:[\s\S]*5 +a person must act/);
    expect(await runWith({}, ['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  it.each([
    [['token', 'nonsense'], '`nightshift token` has no command nonsense: create, list, revoke'],
    [['help', 'nonsense'], '`nightshift` has no command nonsense: up, down'],
    [['help', 'token', 'nonsense'], '`nightshift token` has no command nonsense: create, list, revoke'],
    [['help', 'fsck', 'nonsense'], '`nightshift fsck` has no command nonsense\n'],
    [['project', 'nonsense', '--json'], '`nightshift project` has no command nonsense: add, list'],
    [['logs'], 'logs takes an execution and a task, or a task of the newest execution'],
    [['status', EXECUTION, '--all'], '--all lists every execution'],
  ])('%j says what is wrong with it', async (args, message) => {
    const { code, err } = await runWith({}, args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  it.each([[['nonsense']], [['status', '--loud']], [['answer', 'only-one']], [['handoff']]])(
    '%j is a wrong use',
    async (args) => {
      const run = await runWith({}, args);
      expect([run.code, run.out]).toEqual([2, '']);
      expect(run.err).toMatch(/^error: [\s\S]*\n {2}next: [\s\S]*--help`\n {2}code: USAGE\n$/);
      const json = await runWith({}, [...args, '--json']);
      expect([json.code, JSON.parse(json.err)]).toMatchObject([2, { error: { code: 'USAGE' } }]);
    },
  );

  it('status shows the newest execution, what is blocked and what is asked', async () => {
    const status = aStatus({
      state: 'waiting',
      questions: [aQuestion],
      blocked: [{ id: 'task-003', why: 'waits for task-002' }],
    });
    const run = await (
      await open({
        list,
        status: async () => status,
        report: async () => aReport({ tasks: [aTask('task-001', { state: 'done' })] }),
      })
    )('status');
    expect(run).toMatchObject({ code: 5, err: '' });
    expect(run.out).toMatch(
      /waiting for you[\s\S]*task-001[\s\S]*task-003 is blocked: waits for task-002[\s\S]*nightshift answer [\s\S]*execution 01890a5d/,
    );
  });

  it('status --json is the answer of the API with the tasks', async () => {
    const run = await (
      await open({ status: async () => aStatus(), report: async () => aReport({ tasks: [aTask('t')] }) })
    )('status', EXECUTION, '--json');
    expect(JSON.parse(run.out)).toEqual({ ...aStatus(), tasks: [aTask('t')] });
  });

  it('status --all lists them', async () => {
    const run = await (await open({ list }))('status', '--all');
    expect(run.out.split('\n')[1]).toMatch(new RegExp(`^${EXECUTION}  running  1/2 `));
  });

  it.each([
    ['9999', OTHER],
    ['b302099a9', OTHER],
    ['last', EXECUTION],
    [OTHER, OTHER],
  ])('an execution may be named %s', async (word, id) => {
    const asked: string[] = [];
    const control = async (executionId: string) => {
      asked.push(executionId);
      return { success: true, message: 'Paused.' };
    };
    const run = await (await open({ list, control }))('control', word, 'pause');
    expect([run.code, run.out, asked]).toEqual([0, 'Paused.\n', [id]]);
  });

  it.each([
    ['0189', 'EXECUTION_AMBIGUOUS'],
    ['ffff', 'EXECUTION_UNKNOWN'],
  ])('an execution named %s is refused', async (word, code) => {
    const run = await (await open({ list }))('status', word, '--json');
    expect([run.code, JSON.parse(run.err).error.code]).toEqual([2, code]);
  });

  it.each(['status', 'results', 'watch'])(
    "%s with a conversation's id says how to list what that conversation handed over",
    async (command) => {
      const run = await (await open({ list }))(command, 'thread-42');
      expect([run.code, run.err]).toEqual([2, expect.stringContaining('nightshift list --conversation thread-42')]);
    },
  );

  it('answer and control carry the person', async () => {
    const run = await open();
    expect((await run('answer', EXECUTION, 'task-002', 'c1', 'fail', '--note', 'too dark')).code).toBe(0);
    expect((await run('control', EXECUTION, 'retry', '--task', 'task-002')).code).toBe(0);
    expect(cli.app.calls).toEqual([
      expect.stringMatching(/^answer task-002 c1 fail by gateway:[0-9a-f]{8} as person:ada$/),
      expect.stringMatching(/^control retry by gateway:[0-9a-f]{8} as person:ada$/),
    ]);
  });

  it.each([
    [['answer', EXECUTION, 't', 'c1', 'maybe'], 'ANSWER_INVALID'],
    [['control', EXECUTION, 'explode'], 'USAGE'],
    [['control', EXECUTION, 'rollback'], 'USAGE'],
    [['control', EXECUTION, 'pause', '--to', 'task-001'], 'USAGE'],
    [['control', EXECUTION, 'pause', '--task', 'task-001'], 'USAGE'],
  ])('%j is refused before anybody is asked', async (args, code) => {
    const run = await runWith({}, args);
    expect([run.code, run.err]).toEqual([2, expect.stringContaining(`code: ${code}`)]);
  });

  it('apply merges the branch of the report', async () => {
    const applied: string[] = [];
    const report = aReport({ result: { dir: '/repo', branch: 'nightshift/x', commit: 'abc', changedFiles: [] } });
    const apply = await open(
      { report: async () => report },
      {
        applyResult: async (dir, branch) => {
          applied.push(`${dir} ${branch}`);
          return { commit: 'def', changedFiles: ['a.ts'], wasApplied: applied.length > 1 };
        },
      },
    );
    const run = await apply('apply', EXECUTION);
    expect([run.code, applied, run.out]).toEqual([
      0,
      ['/repo nightshift/x'],
      'Merged nightshift/x into /repo: def\n  a.ts\n',
    ]);
    expect((await apply('apply', EXECUTION)).out).toMatch(/^nightshift\/x is already in what is checked out in \/repo/);
  });

  it('apply says when there is nothing to take', async () => {
    const run = await (await open({ report: async () => aReport({ state: 'running' }) }))('apply', EXECUTION);
    expect([run.code, run.err]).toEqual([2, expect.stringContaining('RESULT_MISSING')]);
  });

  it('fsck exits 1 when something does not hold', async () => {
    const run = await (
      await open({
        fsck: async () => ({
          isClean: false,
          checked: ['I1', 'I4'],
          violations: [
            { invariant: 'I4', executionId: EXECUTION, message: 'done without evidence', nextStep: 'Mend it.' },
          ],
        }),
      })
    )('fsck');
    expect(run).toEqual({
      code: 1,
      out: `✗ I4 Only legal transitions\n    ${EXECUTION}: done without evidence\n  → Mend it.\n1 violation; checked I1, I4\n`,
      err: '',
    });
    await cli.close();
    expect((await (await open())('fsck')).code).toBe(0);
  });

  it('log prints lines, and nothing that a terminal obeys', async () => {
    const run = await (
      await open({
        log: async (_, taskId) => ({
          taskId,
          attempt: 1,
          text: 'one\n\u001b[2Jtwo\u0007\tthree\n',
          offset: 0,
          isTail: false,
        }),
      })
    )('log', EXECUTION, 'task-001');
    expect(run.out).toBe('one\ntwo\tthree\n');
  });

  it('project add sends the whole path and warns of what is not committed', async () => {
    const run = await (
      await open({
        addProject: async ({ dir }) => ({ id: 'p1', name: 'demo', dir, host: 'h', shares: [], dirty: ['PLAN.md'] }),
      })
    )('project', 'add', 'demo');
    expect(run.out).toBe(
      'demo: /work-folder/demo (p1)\nwarning: not committed, and so left out of the run: PLAN.md. Commit what its tasks need: they start from the last commit\n',
    );
  });

  it('project add shares paths, and names folders of dependencies that tasks will not have', async () => {
    const asked: unknown[] = [];
    const run = await (
      await open({
        addProject: async (project) => {
          asked.push(project);
          const { dir, shares = [] } = project;
          return { id: 'p1', name: 'demo', dir, host: 'h', shares, unshared: ['node_modules'] };
        },
      })
    )('project', 'add', 'demo', '--share', '.venv', '--share', 'a b');
    expect(asked).toEqual([{ dir: '/work-folder/demo', shares: ['.venv', 'a b'] }]);
    expect(run.out).toBe(
      'demo: /work-folder/demo (p1)\nits tasks can read: .venv, a b\nnote: git ignores node_modules, so tasks do not have it. To let them read it: nightshift project add /work-folder/demo --share node_modules\n',
    );
  });

  const STANDING = [
    {
      name: 'a',
      version: 2,
      workflowId: 'wa',
      isInstalled: true,
      installedVersion: 1,
      isEdited: true,
      isPublished: true,
    },
    {
      name: 'b',
      version: 1,
      workflowId: 'wb',
      isInstalled: true,
      installedVersion: 1,
      isEdited: false,
      isPublished: false,
    },
    { name: 'c', version: 1, workflowId: 'wc', isInstalled: false, isEdited: false, isPublished: false },
  ].map((row) => ({ ...row, isPublishable: row.name !== 'b' }));

  it.each([[['templates', 'list']], [['templates']]])('%j shows how the templates stand', async (argv) => {
    const { code, out } = await runWith({ templates: { list: async () => STANDING } as never }, argv);
    expect(code).toBe(0);
    expect(out).toMatch(/^TEMPLATE {2}VERSION {2}INSTALLED {2}EDITED {2}PUBLISHED {2}WORKFLOW {2}NOTE\n/);
    expect(out).toMatch(/^a +2 +version 1 +yes +yes +wa$/m);
    expect(out).toMatch(/^b +1 +version 1 +no +by hand +wb$/m);
    expect(out).toMatch(/^c +1 +no +- +- +wc$/m);
  });

  it('templates alone names the commands as well, and knows a word that is none of them', async () => {
    const deps = { templates: { list: async () => STANDING } as never };
    const { out } = await runWith(deps, ['templates']);
    for (const name of ['list', 'import', 'publish', 'export', 'compare']) expect(out).toContain(`templates ${name}`);
    const wrong = await runWith(deps, ['templates', 'exprot', 'dir']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('There is no command templates exprot; there are: list, import');
  });

  it('templates list prints JSON', async () => {
    const deps = { templates: { list: async () => STANDING } as never };
    const { out } = await runWith(deps, ['templates', 'list', '--json']);
    expect(JSON.parse(out)).toEqual({ templates: STANDING });
  });

  it('templates compare exits 1 on a difference', async () => {
    const templates = {
      compare: async () => [
        { name: 'a', differences: [] },
        { name: 'b', differences: ['the node "X" is gone'] },
      ],
    };
    const run = await runWith({ templates: templates as never }, ['templates', 'compare']);
    expect(run).toEqual({ code: 1, out: '✓ a: the same\n! b\n    the node "X" is gone\n', err: '' });
  });

  it('templates import gives up edits only of what is named', async () => {
    const asked: unknown[] = [];
    const templates = {
      import: async (...args: unknown[]) => {
        asked.push(args);
        return [];
      },
    };
    await runWith({ templates: templates as never }, ['templates', 'import', '--overwrite']);
    await runWith({ templates: templates as never }, ['templates', 'import', 'a', '--overwrite']);
    await runWith({ templates: templates as never }, ['templates', 'import', 'a']);
    expect(asked).toEqual([
      [[], []],
      [['a'], ['a']],
      [['a'], []],
    ]);
  });
});

describe('how it stands, as an exit code', () => {
  it.each([
    ['succeeded', 0],
    ['running', 0],
    ['queued', 0],
    ['failed', 1],
    ['cancelled', 1],
    ['waiting', 5],
    ['paused', 5],
  ] as const)('of %s is %i, by status and by results', async (state, code) => {
    const run = await open({
      list,
      status: async () => aStatus({ state }),
      report: async () => aReport({ state }),
      events: async () => ({ events: [], lastSeq: 0, isOver: true }),
    });
    expect([(await run('status')).code, (await run('results')).code]).toEqual([code, code]);
    expect((await run('status', '--all')).code).toBe(0);
  });
});

describe('errors', () => {
  it('are message, next step and code for people, and one object for programs', async () => {
    const error = new PlanError('PLAN_CYCLE', 'a needs itself', { hint: 'Take it out', details: { limit: 3 } });
    const run = await open({ list, status: () => Promise.reject(error) });
    expect(await run('status')).toEqual({
      code: 2,
      out: '',
      err: 'error: a needs itself\n  next: Take it out\n  code: PLAN_CYCLE\n',
    });
    const json = await run('status', '--json');
    expect(JSON.parse(json.err)).toEqual({
      error: {
        code: 'PLAN_CYCLE',
        message: 'a needs itself',
        hint: 'Take it out',
        limit: 3,
        requestId: expect.any(String),
      },
    });
  });

  it('of the gateway keep who must act', async () => {
    const run = await open({ control: () => Promise.reject(new RequestError('CONTROL_REFUSED', 'It is over')) });
    expect(await run('control', EXECUTION, 'pause')).toMatchObject({
      code: 2,
      err: expect.stringContaining('code: CONTROL_REFUSED'),
    });
  });

  it('say that a gateway that does not answer is being started where its launcher lives', async () => {
    const http = () => Promise.reject(new Error('ECONNREFUSED'));
    const gateway = new HttpGatewayClient(http, { url: 'http://127.0.0.1:1', token: 't' }, () => true);
    await expect(gateway.status('x')).rejects.toMatchObject({
      code: 'UNAVAILABLE_GATEWAY',
      hint: expect.stringMatching(/is starting it \(again\); ask again/),
    });
  });

  it.each([
    [429, { error: { code: 'TOO_MANY_REQUESTS', message: 'Too often', hint: 'Wait' } }, 'TOO_MANY_REQUESTS'],
    [503, { error: { code: 'STREAMS_FULL', message: 'Full', hint: 'Wait' } }, 'STREAMS_FULL'],
    [503, { error: { code: 'UNAVAILABLE_POSTGRES', message: 'Away', hint: 'Wait' } }, 'UNAVAILABLE_POSTGRES'],
    [503, 'a page of a proxy', 'UNAVAILABLE_GATEWAY'],
  ])('say the code of docs/errors.md that the gateway answered %i with: %j', async (status, body, code) => {
    const http = async () => Response.json(body, { status });
    const gateway = async () => new HttpGatewayClient(http, { url: 'http://127.0.0.1:1', token: 'ns_x' });
    expect(await runWith({ gateway }, ['status'])).toMatchObject({
      code: 4,
      err: expect.stringMatching(new RegExp(`\\b${code}\\b`)),
    });
  });

  const SOMEBODY_ELSE: readonly (readonly [string, () => Response])[] = [
    ['a page', () => new Response('<html>Log in</html>', { headers: { 'content-type': 'text/html' } })],
    ['an empty object', () => Response.json({})],
    ['null', () => Response.json(null)],
    ['another program', () => Response.json({ data: [], status: 'ok' })],
  ];
  it.each(
    SOMEBODY_ELSE.flatMap(([what, respond]) =>
      [
        ['status', EXECUTION],
        ['status', '--all'],
        ['list'],
        ['results', EXECUTION],
        ['logs', EXECUTION, 'task-001'],
        ['answer', EXECUTION, 'task-001', 'c1', 'pass'],
        ['control', EXECUTION, 'cancel'],
        ['fork', EXECUTION, '--at', 'task-001'],
        ['apply', EXECUTION],
        ['token', 'list'],
        ['token', 'create', '--scope', 'plan:read'],
        ['token', 'revoke', 'x'],
        ['project', 'list'],
        ['fsck', EXECUTION],
      ].flatMap((args) => [[args.join(' '), what, args, respond] as const]),
    ),
  )('say of `%s` that somebody else answers, with %s, and believe nothing', async (_name, _what, args, respond) => {
    const gateway = async () =>
      new HttpGatewayClient(async () => respond(), { url: 'http://127.0.0.1:1', token: 'ns_x' });
    for (const more of [[], ['--json']]) {
      const { code, out, err } = await runWith({ gateway }, [...args, ...more]);
      // A fork may have begun: the key by which it is found out stands in the next step.
      expect(code).toBe(args[0] === 'fork' ? 6 : 4);
      if (args[0] === 'fork') expect(`${out}${err}`).toMatch(/nightshift fork \S+ --at task-001 --key [0-9a-f-]{36}/);
      expect(`${out}${err}`).toContain('UNAVAILABLE_GATEWAY');
      expect(`${out}${err}`).toContain('is none of this version');
      expect(`${out}${err}`).not.toContain('undefined');
    }
  });

  it.each(['https://host.example/night', 'https://host.example/night/'])('ask below the path of %s', async (url) => {
    const asked: string[] = [];
    const http: typeof fetch = async (to) => {
      asked.push(String(to));
      return Response.json({ tokens: [] });
    };
    await new HttpGatewayClient(http, { url, token: 'ns_x' }).tokens();
    expect(asked).toEqual(['https://host.example/night/api/tokens']);
  });

  it('say how to start a gateway that does not answer', async () => {
    const gateway = async () =>
      new HttpGatewayClient(() => Promise.reject(new Error('ECONNREFUSED')), {
        url: 'http://127.0.0.1:1',
        token: 'ns_x',
      });
    const run = await runWith({ gateway }, ['status']);
    expect(run).toMatchObject({ code: 4, err: expect.stringMatching(/nightshift up[\s\S]*UNAVAILABLE_GATEWAY/) });
  });
});
