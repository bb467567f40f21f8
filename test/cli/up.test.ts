import type { CliDeps, RunningSystem, SystemActions } from '../../runtime/cli/cli-deps';
import { HttpGatewayClient } from '../../runtime/cli/http-gateway-client';
import { LiveList } from '../../runtime/cli/live-list';
import { watchExecution } from '../../runtime/cli/watch-execution';
import { RequestError, UnavailableError } from '../../runtime/core/errors';
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

/** Fails the test where something is started all the same. */
const NOT_STARTED: CliDeps['system'] = {
  up: () => Promise.reject(new Error('it was started')),
  down: async () => true,
  capabilities: async () => undefined,
};

/** A plan that says which file it is of. */
const PLAN = '- [ ] 1 Build it\n- [ ] 2.1 Look at it\n  verify: `true`';
const planAt = (path: string): string => `${PLAN}\n\n<!-- ${path} -->\n`;

const running = aStatus();
const asking = aStatus({ state: 'waiting', questions: [aQuestion] });
const done = aStatus({ state: 'succeeded', status: 'completed' });
const failed = aStatus({ state: 'failed', status: 'failed' });

async function up(
  app: Partial<GatewayApp>,
  args: readonly string[],
  {
    running: givenSystem,
    capabilities = async () => undefined,
    ...deps
  }: Partial<CliDeps> & { readonly running?: Partial<RunningSystem> } & Partial<
      Pick<SystemActions, 'capabilities'>
    > = {},
) {
  const system = scriptedSystem(givenSystem);
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
      capabilities,
    },
    webhook: async () => ({ url: () => 'http://127.0.0.1:1/webhook', secret: SECRET, isExpected: () => true }),
    readText: async (path) => planAt(path),
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
    expect([run.code, run.err, run.stops]).toEqual([0, '', ['stop when unused']]);
    expect(answers).toEqual(['task-002 c1 pass by example']);
    // Nobody is told how to answer what is answered.
    expect(run.out).not.toContain(`nightshift answer ${EXECUTION}`);
    expect(run.sent[0]?.body).toMatchObject({
      plan: { text: planAt('/home/example/ROADMAP.md'), fileName: 'ROADMAP.md' },
      project: '/home/example',
      options: {},
    });
    expect(run.out).toMatch(
      /Postgres is ready[\s\S]*Handed over: execution 01890a5d[\s\S]*task-001 Title of task-001: active[\s\S]*A plan: succeeded[\s\S]*Stopping … \(within 15 s\)\nStopped; no process is left\.[\s\S]*nightshift up --detach/,
    );
    // Nothing of it is there any more.
    expect(run.out.slice(run.out.indexOf('A plan: succeeded'))).not.toContain('http://127.0.0.1:5678');
  });

  it('says where to look and how to answer once everything is up, before the plan is handed over', async () => {
    const run = await up(script(running, done).app, ['PLAN.md', '--exit'], { alias: 'node /n/dist/cli.js' });
    expect(run.out).toMatch(
      /Postgres is ready\nMeanwhile: n8n editor http:\/\/127\.0\.0\.1:5678 \(owner@nightshift\.local, .*; status http.*\nQuestions are answered .*nightshift answer ID TASK CRITERION pass \(nightshift stands for: node \/n\/dist\/cli\.js\)\nHanded over/,
    );
  });

  it('says where to look while everything stays up, and what `nightshift` stands for', async () => {
    const run = await up(script(done).app, ['PLAN.md', '--detach'], { alias: 'node /n/dist/cli.js' });
    expect(run.out).toMatch(
      /n8n editor {2}http:\/\/127\.0\.0\.1:5678[\s\S]*owner@nightshift\.local; the password is in \/home\/n8n-password[\s\S]*nightshift {2}stands for: node \/n\/dist\/cli\.js/,
    );
  });

  it('says that it sees nothing any more where its token is refused, and stops nothing for that', async () => {
    const interrupt = new AbortController();
    let looks = 0;
    const status: GatewayApp['status'] = async () => {
      looks += 1;
      if (looks === 1) return running;
      setTimeout(() => interrupt.abort(), 50);
      throw new RequestError('TOKEN_MISSING', 'A valid token is needed');
    };
    const run = await up({ ...script(running).app, status }, ['PLAN.md'], { interrupt: interrupt.signal });
    expect([run.code, run.err]).toEqual([0, '']);
    expect(run.out).toMatch(/does not take the token of this command any more.*goes on running\.\n[\s\S]*Stopping/);
    expect(run.stops).toEqual(['stop']);
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
    const run = await up({}, ['PLAN.md', '--answer', answer], { readText: async () => written, system: NOT_STARTED });
    expect(run.code).toBe(2);
    expect(run.err).toContain(`--answer names ${what}, and the plan has none`);
    expect(run.err).toContain(hint);
  });

  it('ends with 5 when nobody is there to answer, and says how to', async () => {
    const { app, answers } = script(running, asking);
    const run = await up({ ...app, report: async () => aReport({ state: 'waiting', questions: [aQuestion] }) }, [
      'PLAN.md',
      '--exit',
      '--answer',
      'task-001:gate=pass',
    ]);
    expect([run.code, answers, run.stops]).toEqual([5, [], ['stop when unused']]);
    expect(run.out).toContain(`nightshift answer ${EXECUTION} task-002 c1 pass`);
  });

  const full = 'the disk is nearly full (3 MB left): free at least 1.5 GB, and it goes on by itself';

  it('waits with --exit for a pause that ends by itself, and gives up at one that does not', async () => {
    const paused = aStatus({ state: 'paused', status: 'paused' });
    expect((await up(script({ ...paused, reason: full }, done).app, ['PLAN.md', '--exit'])).code).toBe(0);
    const byPerson = await up(script({ ...paused, reason: 'by ada' }, done).app, ['PLAN.md', '--exit']);
    expect([byPerson.code, byPerson.out]).toEqual([
      5,
      expect.stringContaining(`nightshift control ${EXECUTION} resume`),
    ]);
  });

  it('says only what is true of a pause for want of room', async () => {
    const paused = aStatus({ state: 'paused', status: 'paused', reason: full });
    const listed = { ...paused, failed: 0 };
    const left = await up({ ...script(paused).app, list: async () => [listed] }, ['PLAN.md', '--detach']);
    expect(left.code).toBe(5);
    expect(left.out).toContain(`which is not over yet (paused): ${full}`);
    expect(left.out).toContain(`Execution ${EXECUTION} is paused: ${full} whenever nightshift runs.`);
    expect(left.out).not.toContain('resume');
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
    // Ctrl-C: nothing stays up, and what was not over is kept.
    expect(run.out).not.toContain('stays up');
    expect(run.out).toContain(
      `Stopped; no process is left.\nExecution ${EXECUTION} is not over: it waits for an answer.\n`,
    );
  });

  it.each([
    ['a plan with one problem', 'Nothing to do.', 'where: PLAN.md, line 1, column 1'],
    ['a plan with several', '{"schemaVersion": 1, "title": "A", "tasks": [{"nope": 1}]}', 'where: PLAN.md\n  1:46  '],
  ])('refuses %s before anything is started, and names the file', async (_, text, where) => {
    const run = await up({}, ['PLAN.md'], { readText: async () => text, system: NOT_STARTED });
    expect([run.code, run.err]).toEqual([2, expect.stringContaining(where)]);
    expect(run.err).toMatch(/code: PLAN_\w+\n$/);
  });

  it('refuses a folder without git before anything is started, and asks for --repo where none was named', async () => {
    const inspect = async (dir: string): Promise<never> => {
      throw new RequestError('PROJECT_NOT_GIT', `${dir} is no git repository`, { hint: 'Run git init' });
    };
    const unnamed = await up({}, ['plans/PLAN.md'], { inspect, system: NOT_STARTED });
    expect([unnamed.code, unnamed.err]).toEqual([2, expect.stringMatching(/work-folder\/plans is no.*\n.*--repo DIR/)]);
    const named = await up({}, ['plans/PLAN.md', '--repo', 'there'], { inspect, system: NOT_STARTED });
    expect([named.code, named.err]).toEqual([2, expect.stringContaining('/work-folder/there is no git repository')]);
    expect(named.err).not.toContain('--repo DIR');
  });

  it.each<[string, string, string[], string[], string]>([
    ['the key of --agent anthropic', 'task', ['--agent', 'anthropic'], ['shell', 'sandbox'], 'ANTHROPIC_API_KEY'],
    ['the CLI of --agent claude-code', 'task', ['--agent', 'claude-code'], ['shell', 'sandbox'], 'npm install -g'],
    ['the agent that a task names', 'named', [], ['shell', 'sandbox'], 'OPENAI_API_KEY'],
    ['a sandbox', 'task', ['--agent', 'shell'], ['shell'], 'apt-get install bubblewrap'],
  ])('refuses a plan whose run lacks %s, before anything is started', async (_, kind, args, capabilities, next) => {
    const task = { id: 'a', title: 'A', command: 'true', ...(kind === 'named' ? { agent: 'openai' } : {}) };
    const text = JSON.stringify({ schemaVersion: 1, title: 'A plan', tasks: [task] });
    const sandboxProblem = { reason: 'there is none', hint: 'apt-get install bubblewrap' };
    const system = { ...NOT_STARTED, capabilities: async () => ({ names: capabilities, sandboxProblem }) };
    const run = await up({}, ['PLAN.json', ...args], { readText: async () => text, system });
    expect([run.code, run.err]).toEqual([3, expect.stringContaining(next)]);
    expect(run.err).toMatch(/code: (CAPABILITY|SANDBOX)_MISSING\n$/);
  });

  it('lets the example run where nothing can be confined, and with an agent of the person only where it can', async () => {
    const { app } = script(done);
    const deps = {
      readText: async () => '{"schemaVersion":1,"title":"A","tasks":[{"id":"a","title":"A","command":"true"}]}',
    };
    const capabilities = async () => ({ names: ['shell'] });
    const bare = await up(app, ['--run-example', '--exit'], { ...deps, capabilities });
    expect(bare.code).toBe(0);
    const named = await up(app, ['--run-example', '--exit', '--agent', 'shell'], { ...deps, capabilities });
    expect([named.code, named.err]).toEqual([3, expect.stringContaining('code: SANDBOX_MISSING')]);
  });

  it('asks again while a part is away for a moment, and refuses a repository without a plan', async () => {
    const { app } = script(done);
    let asked = 0;
    const addProject: GatewayApp['addProject'] = async (project, actor) => {
      asked += 1;
      if (asked < 3) throw new UnavailableError('postgres', 'It is starting up');
      return (app.addProject as GatewayApp['addProject'])(project, actor);
    };
    expect((await up({ ...app, addProject }, ['PLAN.md', '--exit'])).code).toBe(0);
    const run = await up({}, ['--run-example', '--repo', 'there'], { system: NOT_STARTED });
    expect([run.code, run.err]).toEqual([2, expect.stringContaining('no plan was named')]);
  });

  it('says what was done so that the example has something to do again', async () => {
    const note = 'It starts from its first commit again.';
    const example = async () => ({ dir: '/home/example', planPath: '/home/example/ROADMAP.md', note });
    // An older run of it may still be open: it would find nothing to do.
    const listed = { ...aStatus({ state: 'paused' }), failed: 0 };
    const run = await up({ ...script(done).app, list: async () => [listed] }, ['--run-example', '--exit'], { example });
    expect([run.code, run.sent.length, run.out]).toEqual([0, 1, expect.stringContaining(`${note}\n`)]);
  });

  it('says who else uses what it runs, and waits for them', async () => {
    const stopUnused: RunningSystem['stopUnused'] = async (onWaiting) => onWaiting([4711]);
    const run = await up(script(done).app, ['PLAN.md', '--exit'], { running: { stopUnused } });
    expect(run.out).toMatch(
      /Stopping … \(within 15 s\)\n… once process 4711, another `nightshift up`, no longer needs it[\s\S]*Stopped/,
    );
  });

  it('leaves what another command runs, and says so', async () => {
    const run = await up(script(done).app, ['PLAN.md', '--exit'], { running: { owner: 'another' } });
    expect(run.out).toMatch(/Where to look[\s\S]*nightshift stays up until the `nightshift up` that runs it ends/);
    expect(run.out).not.toContain('Stop');
  });

  it('ends with words when everything is stopped under it', async () => {
    const run = await up(script(running).app, ['PLAN.md', '--exit'], {
      running: { owner: 'another', stopped: Promise.resolve() },
    });
    expect(run.code).toBe(4);
    expect(run.err).toMatch(
      /^error: nightshift was stopped while the plan was running\n {2}next: .*Start again.*\n {2}code: UNAVAILABLE_LAUNCHER\n$/,
    );
  });

  it('joins a run of the same plan that is open, and begins a new one when it is over', async () => {
    const listed = { ...aStatus(), failed: 0 };
    const open = await up({ ...script(done).app, list: async () => [listed] }, ['PLAN.md', '--exit']);
    expect([open.code, open.sent.length]).toEqual([0, 0]);
    expect(open.out).toContain(`Going on with execution ${EXECUTION} of this plan, which is not over yet (running)`);
    expect(open.out).not.toContain('Handed over');
    const paused = await up({ ...script(done).app, list: async () => [{ ...listed, state: 'paused' }] }, [
      'PLAN.md',
      '--exit',
    ]);
    expect(paused.out).toContain(`(paused). It goes on after: nightshift control ${EXECUTION} resume`);
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
    const system = {
      up: () => Promise.reject(new Error('no')),
      down: async () => false,
      capabilities: async () => undefined,
    };
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
    const { list, take } = listOn({ columns: 80, rows: 24 });
    list.draw(['a', 'b']);
    list.draw(['c']);
    expect(take()).toBe('\r\u001b[2Ka\n\r\u001b[2Kb\n\u001b[J\u001b[2A\r\u001b[2Kc\n\u001b[J');
  });

  it('makes room for what is said meanwhile', () => {
    const { list, take } = listOn({ columns: 80, rows: 24 });
    list.draw(['a', 'b']);
    take();
    list.writeAbove('the worker ended\n');
    list.draw(['c']);
    expect(take()).toBe('\u001b[2A\r\u001b[Jthe worker ended\n\r\u001b[2Kc\n\u001b[J');
  });

  it('goes on below after a resize, over nothing else', () => {
    const size = { columns: 80, rows: 24 };
    const { list, take } = listOn(size);
    list.draw(['a']);
    take();
    size.columns = 40;
    list.draw(['b']);
    list.draw(['c']);
    expect(take()).toBe('\r\u001b[2Kb\n\u001b[J\u001b[1A\r\u001b[2Kc\n\u001b[J');
  });

  function listOn(size: { columns: number; rows: number }) {
    let out = '';
    const list = new LiveList({
      out: (text) => {
        out += text;
      },
      size: () => ({ ...size }),
    });
    const take = (): string => {
      const taken = out;
      out = '';
      return taken;
    };
    return { list, take };
  }
});
