import type { CliDeps } from '../../runtime/cli/cli-deps';
import { HttpGatewayClient } from '../../runtime/cli/http-gateway-client';
import { LiveList } from '../../runtime/cli/live-list';
import { watchExecution } from '../../runtime/cli/watch-execution';
import type { ExecutionOptions } from '../../runtime/core/execution/execution';
import type { ExecutionStatusView } from '../../runtime/core/report/views';
import type { GatewayApp } from '../../runtime/gateway/gateway-app';
import { refuseForeignExample } from '../../runtime/main/refuse-foreign-example';
import { EXECUTION, TOKENS } from '../gateway/scripted-app';
import { verifies } from '../support/verifies';
import { runWith, scriptedCli, scriptedSystem } from './scripted-cli';
import { aQuestion, aReport, aStatus, aTask } from './views';

const RECEIPT = { executionId: EXECUTION, planId: 'p', sha256: 's', receipt: 'r' };
const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;

/** A plan that stands like this, look by look; the last for ever. An answer goes on to the next. */
function script(...looks: ExecutionStatusView[]) {
  const answers: string[] = [];
  let at = 0;
  const app: Partial<GatewayApp> = {
    list: async () => [],
    addProject: async ({ dir }) => ({ id: 'p', name: 'p', dir, host: 'h', shares: [] }),
    status: async () => {
      const look = looks[Math.min(at, looks.length - 1)] as ExecutionStatusView;
      if (look.questions.length === 0) at += 1;
      return { ...look, lastSeq: at };
    },
    tasks: async () => [aTask('task-001', { state: 'active', attempts: 1 })],
    report: async () => aReport(),
    answer: async (_, { taskId, criterionId, result }, actor) => {
      answers.push(`${taskId} ${criterionId} ${result} by ${actor}`);
      at += 1;
      return { success: true, message: '' };
    },
  };
  return { app, answers };
}

const running = aStatus();
const asking = aStatus({ state: 'waiting', questions: [aQuestion] });
const done = aStatus({ state: 'succeeded', status: 'completed' });
const failed = aStatus({ state: 'failed', status: 'failed' });

async function up(app: Partial<GatewayApp>, args: readonly string[], deps: Partial<CliDeps> = {}) {
  const system = scriptedSystem();
  const sent: { readonly key: string | null; readonly body: Record<string, unknown> }[] = [];
  const http: typeof fetch = async (_, init) => {
    sent.push({ key: new Headers(init?.headers).get('webhook-id'), body: JSON.parse(String(init?.body)) });
    return Response.json(RECEIPT);
  };
  const cli = await scriptedCli(app, {
    http,
    system: {
      up: async ({ onStep }) => {
        onStep('Postgres is ready');
        return system;
      },
      down: async () => true,
    },
    webhook: async () => ({ url: 'http://127.0.0.1:1/webhook', secret: SECRET }),
    readText: async (path) => `# ${path}`,
    example: async () => ({ dir: '/home/example', planPath: '/home/example/ROADMAP.md' }),
    ...deps,
  });
  const run = await cli.run('up', ...args);
  await cli.close();
  return { ...run, stops: system.stops, sent };
}

describe(`nightshift up${verifies('R-82')}`, () => {
  it('runs the example, answers for it, prints the summary and where to look, and stops everything', async () => {
    const { app, answers } = script(running, asking, running, done);
    const run = await up(app, ['--run-example', '--exit']);
    expect([run.code, run.err, run.stops]).toEqual([0, '', ['stop']]);
    expect(answers).toEqual(['task-002 c1 pass by example']);
    expect(run.sent[0]?.body).toMatchObject({
      plan: { text: '# /home/example/ROADMAP.md', fileName: 'ROADMAP.md' },
      project: '/home/example',
      options: {},
    });
    expect(run.out).toMatch(
      /Postgres is ready[\s\S]*Handed over: execution 01890a5d[\s\S]*task-001 Title of task-001: active[\s\S]*A plan: succeeded[\s\S]*n8n editor {2}http:\/\/127\.0\.0\.1:5678[\s\S]*owner@nightshift\.local; the password is in \/home\/n8n-password[\s\S]*Stopping/,
    );
  });

  it('exits 1 when the plan failed', async () => {
    expect((await up(script(running, failed).app, ['--run-example', '--exit'])).code).toBe(1);
  });

  it('answers in the name of the person for an example that is not as we ship it', async () => {
    const { app, answers } = script(running, asking, done);
    const refusing: Partial<GatewayApp> = {
      ...app,
      answer: async (id, request, actor) => {
        refuseForeignExample({ options: { origin: 'hand-off' } as ExecutionOptions }, actor);
        return app.answer?.(id, request, actor) as ReturnType<GatewayApp['answer']>;
      },
    };
    expect((await up(refusing, ['--run-example', '--exit'])).code).toBe(0);
    expect(answers).toEqual([expect.stringMatching(/^task-002 c1 pass by gateway:[0-9a-f]{8} as person:ada$/)]);
  });

  it('runs a plan instead of the example, in its folder, with the agent that was asked for', async () => {
    const run = await up(script(done).app, ['--run-example', 'plans/PLAN.md', '--exit', '--agent', 'shell']);
    expect([run.code, run.sent[0]?.body]).toMatchObject([
      0,
      { plan: { fileName: 'PLAN.md' }, project: '/work-folder/plans', options: { agent: 'shell' } },
    ]);
  });

  it('answers what it was told to, in the name of the person', async () => {
    const { app, answers } = script(asking, done);
    const run = await up(app, ['PLAN.md', '--exit', '--answer', 'task-002=fail', '--answer', 'task-002:c1=pass']);
    expect([run.code, answers]).toEqual([
      0,
      [expect.stringMatching(/^task-002 c1 pass by gateway:[0-9a-f]{8} as person:ada$/)],
    ]);
  });

  const written = ['- [ ] 1 Build it', '- [ ] 2.1 Look at it', '  gate: May it start?'].join('\n');

  it("answers by the plan's own id of a task", async () => {
    const { app, answers } = script(asking, done);
    const run = await up(app, ['PLAN.md', '--exit', '--answer', '2.1=pass'], { readText: async () => written });
    expect([run.code, answers]).toEqual([0, [expect.stringContaining('task-002 c1 pass')]]);
  });

  it.each([
    ['task-022=pass', 'task task-022', 'Did you mean task-002?'],
    ['7=fail', 'task 7', 'It has: task-001, task-002, 1, 2.1'],
    ['2.1:gates=pass', 'criterion gates of task-002', 'Did you mean gate?'],
  ])('refuses --answer %s, which fits nothing of the plan, before anything is started', async (answer, what, hint) => {
    let ups = 0;
    const system = {
      up: () => {
        ups += 1;
        return Promise.reject(new Error('no'));
      },
      down: async () => true,
    };
    const run = await up({}, ['PLAN.md', '--answer', answer], { readText: async () => written, system });
    expect([run.code, ups]).toEqual([2, 0]);
    expect(run.err).toContain(`--answer names ${what}, and the plan has none`);
    expect(run.err).toContain(hint);
  });

  it('ends with 5 when nobody is there to answer, and says how to', async () => {
    const { app, answers } = script(running, asking);
    const run = await up({ ...app, report: async () => aReport({ state: 'waiting', questions: [aQuestion] }) }, [
      'PLAN.md',
      '--exit',
      '--answer',
      'task-009=pass',
    ]);
    expect([run.code, answers, run.stops]).toEqual([5, [], ['stop']]);
    expect(run.out).toContain(`nightshift answer ${EXECUTION} task-002 c1 pass`);
  });

  it('stays up until Ctrl-C, also while a person is asked', async () => {
    const { app, answers } = script(asking, done);
    const interrupt = new AbortController();
    let looks = 0;
    const status: GatewayApp['status'] = async (id) => {
      looks += 1;
      if (looks === 5) interrupt.abort();
      return (app.status as GatewayApp['status'])(id);
    };
    const run = await up({ ...app, status }, ['PLAN.md'], { interrupt: interrupt.signal });
    expect([run.code, run.stops, answers]).toEqual([0, ['stop'], []]);
    expect(run.out).toContain('Does it look right?');
  });

  it('joins a run of the same plan that is open, and begins a new one when it is over', async () => {
    const listed = { ...aStatus(), failed: 0 };
    const open = await up({ ...script(done).app, list: async () => [listed] }, ['PLAN.md', '--exit']);
    expect([open.code, open.sent.length]).toEqual([0, 0]);
    const first = await up(script(done).app, ['PLAN.md', '--exit']);
    const again = await up({ ...script(done).app, list: async () => [{ ...listed, state: 'succeeded' }] }, [
      'PLAN.md',
      '--exit',
    ]);
    expect(again.sent[0]?.body).toEqual(first.sent[0]?.body);
    expect(again.sent[0]?.key).not.toBe(first.sent[0]?.key);
  });

  it('warns of a dirty repository', async () => {
    const run = await up(
      {
        ...script(done).app,
        addProject: async ({ dir }) => ({ id: 'p', name: 'p', dir, host: 'h', shares: [], dirty: ['a.ts', 'b.ts'] }),
      },
      ['PLAN.md', '--exit'],
    );
    expect(run.err).toBe(
      'warning: not committed, and so left out of the run: a.ts, b.ts. Commit what its tasks need: they start from the last commit\n',
    );
  });

  it('prints only the report on standard output with --json', async () => {
    const run = await up(script(running, done).app, ['PLAN.md', '--exit', '--json']);
    expect(JSON.parse(run.out)).toEqual(aReport());
    expect(run.err).toContain('Postgres is ready');
  });

  it('refuses an answer of the wrong form before anything is started', async () => {
    expect(await runWith({}, ['up', '--answer', 'task-1=yes'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('code: ANSWER_INVALID'),
    });
  });

  it('down says whether anything ran', async () => {
    const system = { up: () => Promise.reject(new Error('no')), down: async () => false };
    expect(await runWith({ system }, ['down'])).toEqual({ code: 0, out: 'Nothing was running.\n', err: '' });
  });
});

describe('nightshift watch', () => {
  it('ends with the execution, prints the summary, and exits by its state', async () => {
    for (const [looks, code] of [
      [[running, done], 0],
      [[running, failed], 1],
    ] as const) {
      const cli = await scriptedCli(script(...looks).app);
      const run = await cli.run('watch', EXECUTION);
      expect([run.code, run.out]).toEqual([code, expect.stringContaining('Took 1 min 05 s')]);
      await cli.close();
    }
  });

  it('stops at a question when it shall', async () => {
    const cli = await scriptedCli(script(running, asking).app);
    expect((await cli.run('watch', EXECUTION, '--until-waiting')).code).toBe(5);
    await cli.close();
  });

  it('outlives a gateway that is away for a moment', async () => {
    const { app } = script(running, done);
    let calls = 0;
    const http: typeof fetch = (url, init) => {
      calls += 1;
      return calls % 2 === 1 ? Promise.reject(new Error('ECONNREFUSED')) : fetch(url, init);
    };
    const cli = await scriptedCli(app);
    const gateway = new HttpGatewayClient(http, { url: cli.url, token: TOKENS.admin });
    let out = '';
    const terminal = {
      out: (text: string) => {
        out += text;
      },
      err: () => undefined,
      isInteractive: false,
      hasColor: false,
      size: () => ({ columns: 80, rows: 24 }),
    };
    const clock = {
      now: Date.now,
      steady: () => 0,
      sleep: () => new Promise<void>((resolve) => setImmediate(resolve)),
    };
    const status = await watchExecution(
      { terminal, clock },
      {
        gateway: { status: (id) => gateway.status(id), tasks: (id) => cli.app.tasks(id) },
        executionId: EXECUTION,
        show: 'text',
        signal: new AbortController().signal,
      },
    );
    expect(status.state).toBe('succeeded');
    expect(out).toContain('A plan: succeeded');
    await cli.close();
  });

  it('writes a line of JSON per change with --json', async () => {
    const cli = await scriptedCli(script(running, done).app);
    const run = await cli.run('watch', EXECUTION, '--json');
    expect(
      run.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).status.state),
    ).toEqual(['running', 'succeeded']);
    await cli.close();
  });
});

describe('the list in place', () => {
  it('writes over what it wrote', () => {
    let out = '';
    const list = new LiveList({
      out: (text) => {
        out += text;
      },
    });
    list.draw(['a', 'b']);
    list.draw(['c']);
    expect(out).toBe('\r\u001b[2Ka\n\r\u001b[2Kb\n\u001b[J\u001b[2A\r\u001b[2Kc\n\u001b[J');
  });
});
