import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppWorld, ScriptedAgent, ScriptedSandbox } from '../support/app-world';
import { auto, manual, smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';
import { LiveGateway } from './live-gateway';
import { everyRoute, openApi, validatorOf } from './openapi';

const DOCUMENT = openApi();
const PLAN = '- [ ] One\n  run: `true`\n';
const dir = mkdtempSync(join(tmpdir(), 'ns-answers-'));
let gateway: LiveGateway;
beforeEach(async () => {
  gateway = await LiveGateway.open();
  await gateway.world.addWorker('w1');
});
afterEach(() => gateway.close());
afterAll(() => rmSync(dir, { recursive: true }));

/** The schema that the document promises for this answer. */
function promised(method: string, url: string, status: number): string {
  const found = everyRoute().find((route) => route.method === method && patternOf(route.url).test(url.split('?')[0]!));
  const operation = DOCUMENT.paths[found!.url.replace(/:(\w+)/g, '{$1}')]![method.toLowerCase()]!;
  const { content } = (operation.responses[status] ?? operation.responses['default'])!;
  return content['application/json']?.schema?.$ref.split('/').at(-1) ?? '';
}
const patternOf = (url: string) => new RegExp(`^${url.replace(/:\w+/g, '[^/]+')}$`);

/** Asks, and holds what comes back against the document. */
async function asked(method: string, url: string, body?: unknown, headers: Record<string, string> = {}) {
  const reply = await gateway.ask(method, url, body, headers);
  const name = promised(method, url, reply.statusCode);
  const isValid = validatorOf(DOCUMENT, name);
  if (!isValid(reply.json())) {
    throw new Error(
      `${method} ${url} ${reply.statusCode} is no ${name}: ${JSON.stringify(isValid.errors)}\n${reply.body}`,
    );
  }
  return reply;
}

describe(`real answers${verifies('R-80')}`, () => {
  it('are what the OpenAPI document says, of every route that answers JSON', async () => {
    const plan = smallPlan(['a', 'b<a'], { b: { verification: [manual('c1')] } });
    const id = await gateway.world.submit(plan);
    await gateway.world.loop(id);
    const calls: readonly (readonly [string, string, unknown?, Record<string, string>?])[] = [
      ['GET', '/healthz'],
      ['GET', '/readyz'],
      ['POST', '/api/execution/handoff', { text: PLAN }, { 'idempotency-key': 'k' }],
      ['POST', '/api/execution/handoff', { text: PLAN }, { 'idempotency-key': 'k' }],
      ['POST', '/api/execution/handoff', { text: 'nothing' }, { 'idempotency-key': 'l' }],
      ['POST', '/api/plan/preview', { plan: { text: PLAN } }],
      ['POST', '/api/plan/preview', { plan: { text: 'nothing' } }],
      ['GET', '/api/execution?limit=1'],
      ['GET', `/api/execution/${id}/status`],
      ['GET', `/api/execution/${id}/tasks`],
      ['GET', `/api/execution/${id}/tasks/a`],
      ['GET', `/api/execution/${id}/events`],
      ['GET', `/api/execution/${id}/log/a`],
      ['GET', `/api/execution/${id}/report`],
      ['POST', `/api/execution/${id}/answer`, { taskId: 'b', criterionId: 'c1', result: 'pass' }],
      ['POST', `/api/execution/${id}/control`, { action: 'pause' }],
      ['POST', `/api/execution/${id}/fork`, { taskId: 'a', idempotencyKey: 'f' }],
      ['POST', `/api/execution/${id}/control`, { action: 'rollback', taskId: 'a' }],
      ['GET', '/api/projects'],
      ['POST', '/api/projects', { dir: '/srv/site' }],
      ['GET', '/api/similar?q=x'],
      ['POST', '/api/similar', { text: 'x' }],
      ['POST', '/api/research', { question: 'why?' }],
      ['GET', '/api/fsck'],
      ['POST', '/api/tokens', { scopes: ['plan:read'], name: 'laptop', expiresAt: '2030-01-01T00:00:00Z' }],
      ['GET', '/api/tokens'],
      ['DELETE', '/api/tokens/laptop'],
      ['DELETE', '/api/tokens/nobody'],
    ];
    const seen = new Set<string>();
    for (const [method, url, body, headers] of calls) {
      await asked(method, url, body, headers);
      seen.add(
        everyRoute().find((route) => route.method === method && patternOf(route.url).test(url.split('?')[0]!))!.url,
      );
    }
    const silent = [
      '/api/execution/:id/artifacts/:digest',
      '/api/execution/:id/events/stream',
      '/metrics',
      '/openapi.json',
      '/approve/:ticket',
      '/approve/:ticket',
    ];
    expect(
      everyRoute()
        .filter(({ url }) => !seen.has(url))
        .map(({ url }) => url)
        .sort(),
    ).toEqual(silent.sort());
  });

  it('have exactly the shapes of R-80 in their first fields', async () => {
    const handed = (await gateway.handOver({ plan: { text: PLAN }, options: {} })).json();
    expect(handed).toMatchObject({
      executionId: expect.any(String),
      status: 'queued',
      estimatedDuration: expect.any(Number),
      webhookUrl: expect.stringContaining(handed.executionId),
    });
    const status = (await gateway.ask('GET', `/api/execution/${handed.executionId}/status`)).json();
    expect(status).toMatchObject({
      executionId: handed.executionId,
      status: 'running',
      progress: { current: 0, total: 1, percentage: 0 },
      completedTasks: [],
      failedTasks: [],
    });
    const control = await gateway.ask('POST', `/api/execution/${handed.executionId}/control`, { action: 'pause' });
    expect(control.json()).toEqual({ success: true, message: expect.any(String) });
  });
});

describe(`the list of executions${verifies('R-40', 'R-85')}`, () => {
  const handed = async (title: string, more: object = {}) => {
    await gateway.world.pass(1_000);
    return (await gateway.handOver({ text: `# ${title}\n${PLAN}`, ...more })).json().executionId as string;
  };
  const listed = async (query: string) => {
    const reply = await gateway.ask('GET', `/api/execution?${query}`);
    expect([query, reply.statusCode]).toEqual([query, 200]);
    return reply.json() as { executions: { executionId: string; project?: string }[]; nextCursor?: string };
  };
  const idsOf = async (query: string) => (await listed(query)).executions.map(({ executionId }) => executionId);

  it('finds by conversation, state, project, time and title', async () => {
    await gateway.world.stores.projects.add({ dir: '/srv/site', host: 'here', name: 'site' });
    const first = await handed('Paint the fence', { conversationId: 'one' });
    const between = new Date(gateway.world.nowMs + 500).toISOString();
    const second = await handed('Wash the car', { conversationId: 'two', project: 'site' });
    await gateway.ask('POST', `/api/execution/${second}/control`, { action: 'pause' });
    expect(await idsOf('conversationId=one')).toEqual([first]);
    expect(await idsOf('status=paused,failed')).toEqual([second]);
    expect(await idsOf('project=site')).toEqual([second]);
    expect(await idsOf('project=/srv/site')).toEqual([second]);
    expect((await listed('project=site')).executions[0]).toMatchObject({ project: 'site', costUsd: 0 });
    expect(await idsOf(`since=${between}`)).toEqual([second]);
    expect(await idsOf(`until=${between}`)).toEqual([first]);
    expect(await idsOf('title=FENCE')).toEqual([first]);
    expect(await idsOf('conversationId=three')).toEqual([]);
    expect((await gateway.ask('GET', '/api/execution?project=nowhere')).statusCode).toBe(404);
  });

  it('comes in pages that miss nothing and repeat nothing, also when more is handed over meanwhile', async () => {
    const all: string[] = [];
    for (let no = 0; no < 7; no++) all.unshift(await handed(`Plan ${no}`));
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await listed(`limit=3${cursor}`);
      seen.push(...page.executions.map(({ executionId }) => executionId));
      if (page.nextCursor === undefined) break;
      cursor = `&cursor=${page.nextCursor}`;
      await handed('In between');
    }
    expect(seen).toEqual(all);
  });

  it.each(['x', '01890a5d-ac96-774b-bcce-b302099a8057'])(
    'refuses the cursor %s, which no page answered',
    async (cursor) => {
      const reply = await gateway.ask('GET', `/api/execution?cursor=${cursor}`);
      expect([reply.statusCode, reply.json().error]).toMatchObject([
        400,
        { code: 'QUERY_INVALID', where: { path: 'cursor' } },
      ]);
    },
  );
});

describe('one task', () => {
  it('comes with its attempts, their evidence, its log and what they left', async () => {
    await gateway.close();
    let tries = 0;
    const world = new AppWorld({
      script: () =>
        (++tries === 1
          ? { type: 'failed', code: 'AGENT_FAILED', message: 'stumbled', usage: ScriptedAgent.done.usage }
          : ScriptedAgent.done) as never,
    });
    gateway = await LiveGateway.open(world);
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']));
    await world.loop(id);
    await world.pass(60_000);
    await world.loop(id);
    const task = (await asked('GET', `/api/execution/${id}/tasks/a`)).json();
    expect(
      task.history.map(({ attempt, outcome, verdict, message }: Record<string, unknown>) => [
        attempt,
        outcome,
        verdict,
        message,
      ]),
    ).toEqual([
      [1, 'failed', 'rejected', 'stumbled'],
      [2, 'done', 'completed', undefined],
    ]);
    expect(task.criteria).toEqual([{ id: 'c1', criterion: 'c1 holds', test: 'auto', command: 'true' }]);
    const [artifact] = task.artifacts;
    expect(artifact).toMatchObject({ kind: 'output', criterionId: 'c1' });
    const bytes = await gateway.ask('GET', `/api/execution/${id}/artifacts/${artifact.digest}`);
    expect([bytes.statusCode, bytes.body]).toEqual([200, 'ran true\n']);
    expect(bytes.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
    });
    const other = await world.submit(smallPlan(['z']));
    const foreign = await gateway.ask('GET', `/api/execution/${other}/artifacts/${artifact.digest}`);
    expect([foreign.statusCode, foreign.json().error.code]).toEqual([404, 'ARTIFACT_UNKNOWN']);
    expect((await gateway.ask('GET', `/api/execution/${other}/tasks/a`)).json().error.code).toBe('TASK_UNKNOWN');
  });
});

it('says of every attempt at a task why it was refused, though its agent was done, and of the one that waits for a person nothing yet', async () => {
  await gateway.close();
  const world = new AppWorld({ sandbox: new ScriptedSandbox((_, attempt) => (attempt === '1' ? 3 : 0)) });
  gateway = await LiveGateway.open(world);
  await world.addWorker('w1');
  const id = await world.submit(smallPlan(['a'], { a: { verification: [auto('c1'), manual('m1')] } }));
  const history = async () => {
    for (let turns = 0; turns < 3; turns++) {
      await world.loop(id);
      await world.pass(10_000);
    }
    const task = (await asked('GET', `/api/execution/${id}/tasks/a`)).json();
    return task.history.map(({ outcome, verdict, message }: Record<string, unknown>) => [outcome, verdict, message]);
  };
  const unproven = ['done', 'rejected', expect.stringContaining('ended with exit code 3')];
  const refused = ['done', 'rejected', 'A person rejected "m1 is fine": too short'];
  expect(await history()).toEqual([unproven, ['done', undefined, undefined]]);
  await asked('POST', `/api/execution/${id}/answer`, {
    taskId: 'a',
    criterionId: 'm1',
    result: 'fail',
    note: 'too short',
  });
  expect(await history()).toEqual([unproven, refused]);
});

describe('the status', () => {
  it('is sent again only when something changed (ETag)', async () => {
    const { executionId: id } = (await gateway.handOver({ text: PLAN })).json();
    const url = `/api/execution/${id}/status`;
    const first = await gateway.ask('GET', url);
    const tag = first.headers.etag as string;
    expect(tag).toMatch(/^W\/"[\w-]{27}"$/);
    const same = await gateway.ask('GET', url, undefined, { 'if-none-match': `"other", ${tag}` });
    expect([same.statusCode, same.body, same.headers.etag]).toEqual([304, '', tag]);
    await gateway.ask('POST', `/api/execution/${id}/control`, { action: 'pause' });
    const changed = await gateway.ask('GET', url, undefined, { 'if-none-match': tag });
    expect([changed.statusCode, changed.json().status]).toEqual([200, 'paused']);
  });

  it.each([
    ['the tag itself', (tag: string) => tag, 304],
    ['the tag without W/', (tag: string) => tag.slice(2), 304],
    ['a list with the tag in it', (tag: string) => `"other",W/"a,b" , ${tag.slice(2)}`, 304],
    ['any', () => '*', 304],
    ['a part of the tag', (tag: string) => `${tag.slice(0, -2)}"`, 200],
    ['another tag', () => 'W/"other"', 200],
    ['the tag without quotes', (tag: string) => tag.slice(3, -1), 200],
  ])('compares If-None-Match weakly (RFC 9110): %s', async (_, known, expected) => {
    const { executionId: id } = (await gateway.handOver({ text: PLAN })).json();
    const url = `/api/execution/${id}/status`;
    const tag = (await gateway.ask('GET', url)).headers.etag as string;
    for (const method of ['GET', 'HEAD'] as const) {
      const { statusCode } = await gateway.ask(method, url, undefined, { 'if-none-match': known(tag) });
      expect([method, statusCode]).toEqual([method, expected]);
    }
  });

  it('says how far it is by tasks and by work, what is left, and what it cost', async () => {
    const plan = smallPlan(['a', 'b<a', 'c<b', 'd<c'], {
      a: { estimateMinutes: 70 },
      b: { verification: [manual('c1')] },
      ...Object.fromEntries(['c', 'd'].map((id) => [id, { estimateMinutes: 14 }])),
    });
    const id = await gateway.world.submit(plan);
    await gateway.world.loop(id);
    const status = (await gateway.ask('GET', `/api/execution/${id}/status`)).json();
    expect(status).toMatchObject({
      state: 'waiting',
      progress: { current: 1, total: 4, percentage: 25 },
      percent: { tasks: 25, time: 70 },
      remaining: { tasks: 3, workMinutes: 30 },
      costUsd: 0,
    });
  });
});

describe('every answer', () => {
  it.each([
    ['GET', '/healthz', 200],
    ['GET', '/api/nothing', 404],
    ['PUT', '/api/projects', 405],
    ['GET', '/api/execution/%zz/status', 400],
  ])('%s %s carries the id of its request, and an error says it too', async (method, url, expected) => {
    const reply = await gateway.ask(method, url);
    expect(reply.statusCode).toBe(expected);
    const id = reply.headers['x-request-id'];
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    if (expected >= 400) expect(reply.json().error.requestId).toBe(id);
    const own = await gateway.ask(method, url, undefined, { 'x-request-id': 'night-42' });
    expect(own.headers['x-request-id']).toBe('night-42');
    const forged = await gateway.ask(method, url, undefined, { 'x-request-id': 'a b' });
    expect(forged.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a plan in a file of the project', () => {
  const handed = (plan: object, more: object = { project: 'site' }) => gateway.handOver({ plan, ...more });
  beforeEach(async () => {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(join(dir, 'site', 'docs'), { recursive: true });
    mkdirSync(join(dir, 'site', '.git'));
    writeFileSync(join(dir, 'site', 'docs', 'PLAN.md'), `# From a file\n${PLAN}`);
    writeFileSync(join(dir, 'site', '.git', 'PLAN.md'), '- [ ] Never\n');
    writeFileSync(join(dir, 'site', 'binary.md'), Buffer.from([0xff, 0xfe, 0x00, 0xd8]));
    writeFileSync(join(dir, 'secret.md'), '- [ ] Secret\n');
    symlinkSync(join(dir, 'secret.md'), join(dir, 'site', 'out.md'));
    symlinkSync(join(dir, 'site', 'docs'), join(dir, 'site', 'inside'));
    await gateway.world.stores.projects.add({ dir: join(dir, 'site'), host: 'here', name: 'site' });
    await gateway.world.stores.projects.add({ dir: '/elsewhere', host: 'another', name: 'far' });
  });

  it.each(['docs/PLAN.md', './docs//PLAN.md', 'inside/PLAN.md'])('is read from %s', async (file) => {
    const reply = await handed({ file });
    expect([reply.statusCode, reply.json().title]).toEqual([202, 'From a file']);
    const preview = await gateway.ask('POST', '/api/plan/preview', { plan: { file }, project: 'site' });
    expect(preview.json().preview.title).toBe('From a file');
  });

  it.each([
    '../secret.md',
    'docs/../../secret.md',
    '/etc/passwd',
    'out.md',
    '.git/PLAN.md',
    '.GIT/PLAN.md',
    'docs',
    '.',
    'nothing.md',
    'docs/PLAN.md\0',
    'binary.md',
  ])('is not read from %j, and nothing is handed over', async (file) => {
    const reply = await handed({ file });
    expect(reply.statusCode).toBe(422);
    expect(reply.json().error.code).toMatch(/^PLAN_/);
    expect(reply.body).not.toContain(dir);
    expect((await gateway.ask('GET', '/api/execution')).json().executions).toEqual([]);
  });

  it('needs a project, one that is registered, and whose folder is on this host', async () => {
    expect((await handed({ file: 'docs/PLAN.md' }, {})).json().error.message).toContain('needs its project');
    expect((await handed({ file: 'docs/PLAN.md' }, { project: 'other' })).statusCode).toBe(404);
    expect((await handed({ file: 'docs/PLAN.md' }, { project: 'far' })).json().error.message).toContain('another');
  });
});
