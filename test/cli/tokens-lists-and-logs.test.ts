import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliDeps } from '../../runtime/cli/cli-deps';
import { whatIsNew } from '../../runtime/cli/follow-log';
import { loadRemote } from '../../runtime/config/load-remote';
import { RequestError } from '../../runtime/core/errors';
import type { TaskDetailView } from '../../runtime/core/report/task-view';
import type { ExecutionListing } from '../../runtime/core/report/views';
import type { ListFilter } from '../../runtime/gateway/gateway-app';
import { EXECUTION } from '../gateway/scripted-app';
import { verifies } from '../support/verifies';
import { scriptedCli } from './scripted-cli';
import { aReport, aTask } from './views';

const listing = (no: number): ExecutionListing => ({
  executionId: EXECUTION.replace('0189', String(1000 + no)),
  planId: 'p',
  title: `Plan ${no}`,
  conversationId: 'c',
  projectId: 'id',
  project: 'site',
  status: 'running',
  state: 'running',
  progress: { current: 1, total: 2, percentage: 50 },
  failed: 0,
  costUsd: 0.5,
  submittedAt: '2026-01-01T00:00:00.000Z',
});

describe(`nightshift token${verifies('S-04', 'R-82')}`, () => {
  it('makes one for the scopes and the time that are asked for, and prints it alone on its line', async () => {
    const asked: object[] = [];
    const { run } = await scriptedCli({
      createToken: async (request) => {
        asked.push(request);
        return { id: 'abcdef01', name: 'laptop', createdAt: 'x', state: 'valid', token: 'ns_secret', ...request };
      },
    });
    const made = await run(
      'token',
      'create',
      '--scope',
      'plan:submit,plan:read',
      '--scope',
      'metrics:read',
      '--expires',
      '30d',
    );
    expect(asked).toEqual([
      { scopes: ['plan:submit', 'plan:read', 'metrics:read'], expiresAt: '2026-01-31T00:01:00.000Z' },
    ]);
    expect([made.code, made.out.split('\n')[0]]).toEqual([0, 'ns_secret']);
    expect(made.out).toContain('it is not shown again');
    expect(JSON.parse((await run('token', 'create', '--scope', 'admin', '--json')).out)).toMatchObject({
      token: 'ns_secret',
    });
  });

  it.each([
    [['token', 'create'], 'at least one --scope'],
    [['token', 'create', '--scope', 'everything'], 'There is no scope everything'],
    [['token', 'create', '--scope', 'admin', '--expires', 'soon'], '--expires must be a time'],
    [['token', 'revoke'], 'missing required argument'],
  ])('refuses %j and says what is allowed', async (args, why) => {
    const run = await (await scriptedCli()).run(...args);
    expect([run.code, run.out]).toEqual([2, '']);
    expect(run.err.toLowerCase()).toContain(why.toLowerCase());
  });

  it('lists them without their secrets, and revokes one', async () => {
    const token = { id: 'abcdef01', name: 'laptop', scopes: ['plan:read'], createdAt: 'x', state: 'valid' } as const;
    const { run, app } = await scriptedCli({ tokens: async () => [token] });
    expect((await run('token')).out).toMatch(/^ID .*\nabcdef01 {2}laptop {2}valid {2}plan:read {2}never {4}never\n$/);
    expect((await run('token', 'revoke', 'laptop')).out).toBe('laptop (12345678) is refused from now on.\n');
    expect(app.calls).toContainEqual(expect.stringMatching(/^revokeToken laptop by gateway:/));
  });
});

describe(`nightshift list${verifies('R-40', 'R-82', 'R-85')}`, () => {
  it('asks for what is wanted, page after page', async () => {
    const asked: ListFilter[] = [];
    const { run } = await scriptedCli({
      list: async (filter) => {
        asked.push(filter);
        const from = filter.after === undefined ? 0 : Number(filter.after.slice(0, 4)) - 999;
        return Array.from({ length: Math.min(filter.limit, 350 - from) }, (_, no) => listing(from + no));
      },
    });
    const args = [
      '--conversation',
      'c',
      '--status',
      'running,waiting',
      '--project',
      'site',
      '--since',
      '12h',
      '--title',
      'plan',
    ];
    const found = await run('list', ...args, '--limit', '300', '--json');
    const { executions } = JSON.parse(found.out) as { executions: ExecutionListing[] };
    expect(executions.map(({ title }) => title)).toEqual(Array.from({ length: 300 }, (_, no) => `Plan ${no}`));
    expect(asked[0]).toEqual({
      conversationId: 'c',
      status: ['running', 'waiting'],
      project: 'site',
      since: '2025-12-31T12:01:00.000Z',
      title: 'plan',
      limit: 201,
    });
    expect(asked.map(({ after }) => after)).toEqual([undefined, listing(199).executionId]);
    expect((await run('list', '--limit', '1')).out.split('\n')[1]).toMatch(
      /running {2}1\/2 {4}\$0\.50 .* site {5}Plan 0$/,
    );
  });

  it('says when there are more than it shows', async () => {
    const list = async ({ limit }: ListFilter) => Array.from({ length: Math.min(limit, 3) }, (_, no) => listing(no));
    const { run } = await scriptedCli({ list });
    expect((await run('list', '--limit', '2')).err).toBe('There are more: --limit 10 shows more.\n');
    expect((await run('list', '--limit', '3')).err).toBe('');
    for (const [limit, hasMore] of [
      ['2', true],
      ['3', false],
    ] as const) {
      const { out, err } = await run('list', '--limit', limit, '--json');
      expect([JSON.parse(out).hasMore, err]).toEqual([hasMore, '']);
    }
    const many = await scriptedCli({
      list: async ({ limit }) => Array.from({ length: limit }, (_, no) => listing(no % 300)),
    });
    expect((await many.run('status', '--all')).err).toBe('There are more: see `nightshift list --help`.\n');
  });
});

describe(`nightshift results${verifies('R-82')}`, () => {
  const report = aReport({
    title: 'A `plan` <b>',
    tasks: [
      aTask('task-001', {
        state: 'done',
        lastFailure: 'It said nothing.',
        evidence: [{ criterionId: 'c1', criterion: 'x', isPassed: true, command: 'npm `test` | cat', exitCode: 0 }],
      }),
      aTask('task-002', { state: 'failed', lastFailure: 'first line\n```\nsecond' }),
    ],
    result: { dir: '/srv', branch: 'nightshift/x', commit: 'a'.repeat(40), changedFiles: ['a.txt'] },
  });

  it('prints the report for people, as Markdown and as JSON, and exits by how it ended', async () => {
    const { run } = await scriptedCli({ report: async () => report });
    const text = await run('results', EXECUTION);
    expect([text.code, text.out]).toEqual([0, expect.stringContaining('✓ task-001')]);
    const markdown = (await run('results', EXECUTION, '--markdown')).out;
    expect(markdown).toContain('# A \\`plan\\` \\<b\\>\n');
    expect(markdown).toContain('- ✓ `c1`: `` npm `test` \\| cat `` → exit 0');
    expect(markdown).toContain('What went wrong before it was done:\n\n    It said nothing.');
    expect(markdown).toContain('    first line\n    ```\n    second');
    expect(markdown).toContain('Branch `nightshift/x` at `aaaaaaaaaaaa`');
    expect(JSON.parse((await run('results', EXECUTION, '--json')).out)).toEqual(report);
    expect((await run('results', EXECUTION, '--json', '--markdown')).code).toBe(2);
    const failed = await scriptedCli({
      report: async () => aReport({ state: 'failed', status: 'failed' }),
      events: async () => ({ events: [], lastSeq: 0, isOver: true }),
    });
    expect((await failed.run('results', EXECUTION)).code).toBe(1);
  });
});

describe(`nightshift logs${verifies('R-82')}`, () => {
  const detail = (given: Partial<TaskDetailView>, text: string, attempt = 1, offset = 0): TaskDetailView => ({
    ...aTask('task-002', given),
    description: '',
    files: [],
    criteria: [],
    history: [],
    log: { taskId: 'task-002', attempt, text, offset, isTail: given.state === 'active' },
    artifacts: [],
  });

  it('-f prints what comes, once, over every attempt, until the task is over', async () => {
    const script = [
      detail({ state: 'active' }, 'one\n'),
      detail({ state: 'active' }, 'one\ntwo \u001b[31mred\u001b[0m\n'),
      detail({ state: 'active' }, 'one\ntwo \u001b[31mred\u001b[0m\n'),
      detail({ state: 'active' }, 'again\n', 2),
      detail({ state: 'done' }, 'again\ndone\n', 2),
    ];
    const task = async () => (script.length > 1 ? script.shift()! : script[0]!);
    const { run } = await scriptedCli({ task, list: async () => [listing(0)] });
    const followed = await run('logs', 'task-002', '-f');
    expect([followed.code, followed.out]).toEqual([0, 'one\ntwo red\n\n— attempt 2 —\nagain\ndone\n']);
  });

  it('of one task of the newest, or of the execution that is named', async () => {
    const { run, app } = await scriptedCli({ list: async () => [{ ...listing(0), executionId: EXECUTION }] });
    expect((await run('logs', 'task-002')).out).toBe('line\n');
    expect((await run('log', EXECUTION, 'task-002')).out).toBe('line\n');
    expect(app.calls.filter((call) => call.startsWith('log'))).toEqual(['log task-002', 'log task-002']);
    expect((await run('logs', 'a', 'b', 'c')).code).toBe(2);
  });

  it('asks for the task where an execution alone is named, and lists those that it has', async () => {
    const { run } = await scriptedCli({
      list: async () => [{ ...listing(0), executionId: EXECUTION }],
      tasks: async () => [aTask('task-001', {}), aTask('task-002', {})],
      log: async (_, task) => {
        throw new RequestError('TASK_UNKNOWN', `The plan has no task ${task}`, { hint: 'It has: task-001' });
      },
    });
    for (const word of [EXECUTION, EXECUTION.slice(0, 8), 'last']) {
      const { code, err } = await run('logs', word);
      expect([code, err]).toEqual([2, expect.stringContaining(`logs takes a task, too: ${word} is an execution`)]);
      expect(err).toContain(`Its tasks are task-001, task-002. For example: nightshift logs ${word} task-001`);
    }
    expect((await run('logs', 'nothing')).err).toContain('The plan has no task nothing');
  });

  it.each([
    ['all at first', { text: 'abc', offset: 0 }, 0, { text: 'abc', offset: 0 }],
    ['what came', { text: 'abcdef', offset: 0 }, 3, { text: 'def', offset: 3 }],
    ['nothing of what is known', { text: 'abc', offset: 0 }, 3, { text: '', offset: 3 }],
    ['what came behind a tail', { text: '56789abc', offset: 5 }, 10, { text: 'abc', offset: 10 }],
    ['all of a tail that begins later', { text: 'xyz', offset: 8 }, 3, { text: 'xyz', offset: 8 }],
    ['what the whole log has behind a tail', { text: '0123456789', offset: 0 }, 8, { text: '89', offset: 8 }],
    ['nothing of a log that kept less', { text: 'abc', offset: 0 }, 9, { text: '', offset: 9 }],
    ['whole characters', { text: 'b🌙cd🌙', offset: 5 }, 11, { text: 'd🌙', offset: 11 }],
  ])('of a log prints %s', (_, piece, bytes, expected) => expect(whatIsNew(piece, bytes)).toEqual(expected));

  it('-f prints a log whose lines repeat each line once, and says where it could not keep up, in JSON by the offset', async () => {
    const line = 'waiting …\n';
    const bytes = Buffer.byteLength(line);
    const of = (first: number, last: number) => ({ text: line.repeat(last - first), offset: first * bytes });
    const script = () => {
      const looks = [of(3, 5), of(4, 7), of(4, 7), of(9, 10), of(0, 12)];
      return async () => {
        const state = looks.length > 1 ? 'active' : 'done';
        const { text, offset } = looks.shift()!;
        return detail({ state }, text, 1, offset);
      };
    };
    const asText = await scriptedCli({ task: script(), list: async () => [listing(0)] });
    expect((await asText.run('logs', 'task-002', '-f')).out).toBe(`…\n${line.repeat(4)}…\n${line.repeat(3)}`);
    const asJson = await scriptedCli({ task: script(), list: async () => [listing(0)] });
    const { out } = await asJson.run('logs', 'task-002', '-f', '--json');
    const pieces = out
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one));
    expect(pieces).toEqual([of(3, 5), of(5, 7), of(9, 10), of(10, 12)].map((piece) => ({ attempt: 1, ...piece })));
  });

  it('of a task that runs begins with a line … where its beginning is not kept', async () => {
    const log = async () => ({ taskId: 'task-002', attempt: 1, text: 'end\n', offset: 9, isTail: true });
    const { run } = await scriptedCli({ log, list: async () => [{ ...listing(0), executionId: EXECUTION }] });
    expect((await run('logs', 'task-002')).out).toBe('…\nend\n');
    expect(JSON.parse((await run('logs', 'task-002', '--json')).out)).toEqual(await log());
  });
});

describe('a gateway elsewhere', () => {
  const token = `ns_${'0123456789abcdef'.repeat(3)}`;
  const folder = mkdtempSync(join(tmpdir(), 'ns-remote-'));
  const load = (env: NodeJS.ProcessEnv, url?: string) => loadRemote({ NIGHTSHIFT_HOME: folder, ...env }, folder, url);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the one of --url, else of NIGHTSHIFT_URL, with the token alone', () => {
    expect(load({ NIGHTSHIFT_TOKEN: token })).toBeUndefined();
    expect(load({ NIGHTSHIFT_TOKEN: token, NIGHTSHIFT_URL: 'https://night.example/' })).toEqual({
      url: 'https://night.example',
      token,
    });
    expect(load({ NIGHTSHIFT_TOKEN: token, NIGHTSHIFT_URL: 'https://night.example' }, 'http://127.0.0.1:9')).toEqual({
      url: 'http://127.0.0.1:9',
      token,
    });
  });

  it('gets no token in the clear, and none that is not there', () => {
    expect(() => load({ NIGHTSHIFT_TOKEN: token }, 'http://night.example')).toThrow(/unencrypted/);
    expect(() => load({}, 'https://night.example')).toThrow(/NIGHTSHIFT_TOKEN is not set/);
    expect(() => load({ NIGHTSHIFT_TOKEN: token }, 'night.example')).toThrow(/http or https URL/);
  });

  it('is called as it was given, and without a name and password in it', () => {
    const secret = 'hunter2-hunter2';
    const bad = `http://ada:${secret}@night.example`;
    const given = (env: NodeJS.ProcessEnv, url?: string) => {
      try {
        return load({ NIGHTSHIFT_TOKEN: token, ...env }, url);
      } catch (error) {
        return error as { readonly message: string; readonly details: unknown };
      }
    };
    expect(given({}, bad)).toMatchObject({
      message: expect.stringMatching(/^--url http:\/\/…@night\.example is not allowed/),
      details: { where: { path: '--url' } },
    });
    expect(given({ NIGHTSHIFT_URL: bad })).toMatchObject({
      message: expect.stringMatching(/^NIGHTSHIFT_URL=http:\/\/…@night\.example is not allowed/),
    });
    expect(given({}, 'http://night.example')).toMatchObject({ message: expect.stringMatching(/^--url http:/) });
  });

  it('takes hand-offs itself: there is no n8n here to sign for', async () => {
    const { run, app } = await scriptedCli({}, { isRemote: () => true, readText: async () => '- [ ] a' });
    expect((await run('handoff', 'PLAN.md', '--url', 'https://night.example', '--json')).code).toBe(0);
    expect(app.calls.some((call) => call.startsWith('handoff'))).toBe(true);
  });
});

describe(`nightshift handoff -${verifies('R-82')}`, () => {
  it('takes the plan from standard input', async () => {
    const readInput = async () => Buffer.from('# From a pipe\n- [ ] a\n');
    const planSource = { readInput } as unknown as CliDeps['planSource'];
    const { run, app } = await scriptedCli({}, { planSource });
    expect((await run('handoff', '-', '--via', 'gateway')).code).toBe(0);
    expect(app.calls[0]).toContain('{"text":"# From a pipe\\n- [ ] a\\n"}');
  });
});
