import { createHash, randomUUID } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { signWebhook } from '../../runtime/cli/sign-webhook';
import type { ExecutionEvent } from '../../runtime/core/execution/event';
import type { EndedAttempt } from '../../runtime/core/execution/execution';
import { handoffBody } from '../../runtime/core/handoff/handoff-body';
import { prepareExample } from '../../runtime/main/cli/prepare-example';
import { git, Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
/** The gateway knows the token; whom it speaks for is what the caller says. */
const TESTER = expect.stringMatching(/^gateway:[0-9a-f]{8} as person:tester$/);
let nightshift: Nightshift;

beforeAll(async () => {
  nightshift = await Nightshift.shared('steady');
}, STARTS);
afterAll(() => nightshift.close(), MINUTE);

describe('the example, handed over through the webhook', () => {
  let executionId: string;
  let dir: string;
  let before: string;
  let events: readonly ExecutionEvent[];

  beforeAll(async () => {
    const example = await prepareExample(nightshift.home);
    dir = example.dir;
    before = digestOfFolder(dir);
    await nightshift.gateway.addProject({ dir });
    const text = readFileSync(example.planPath, 'utf8');
    const receipt = await nightshift.handOff(text, { repo: dir, fileName: 'ROADMAP.md' });
    executionId = receipt.executionId;
    const question = await nightshift.until(
      'a person is asked',
      async () => {
        const status = await nightshift.gateway.status(executionId);
        return status.questions[0];
      },
      90_000,
    );
    const { taskId, criterionId } = question;
    await nightshift.gateway.answer(
      executionId,
      { taskId, criterionId, result: 'pass', note: 'reads well' },
      'person:tester',
    );
    await nightshift.over(executionId);
    await nightshift.until(
      'the result is delivered',
      async () => (await nightshift.gateway.report(executionId)).result,
    );
    events = await nightshift.events(executionId);
  }, 3 * MINUTE);

  it(`ends with every task done, the failing one at its second attempt${verifies('R-1', 'R-12', 'R-13')}`, async () => {
    const tasks = await nightshift.gateway.tasks(executionId);
    expect((await nightshift.gateway.status(executionId)).state).toBe('succeeded');
    expect(tasks.map(({ kernelStatus }) => kernelStatus)).toEqual(tasks.map(() => 'completed'));
    expect(tasks.filter(({ attempts }) => attempts > 1).map(({ id, attempts }) => [id, attempts])).toEqual([
      ['task-006', 2],
    ]);
    const retried = events.flatMap(({ body }) => (body.type === 'task-retried' ? [body.failure] : []));
    expect(retried).toEqual([expect.stringContaining('NIGHTSHIFT_ATTEMPT is 1')]);
  });

  it(`starts no task before what it depends on, and on its dependencies' work${verifies('R-5', 'R-18')}`, async () => {
    const tasks = await nightshift.gateway.tasks(executionId);
    const number = new Map(tasks.map(({ id }, no) => [id, no]));
    const bare = join(nightshift.home, 'projects', await projectId(dir), 'repo.git');
    let edges = 0;
    for (const [no, task] of tasks.entries()) {
      const start = events.find(({ body }) => body.type === 'attempt-started' && body.task === no);
      const base = lastAttempt(events, no).base!;
      for (const dependency of task.dependencies) {
        const done = completionOf(events, number.get(dependency)!);
        expect([task.id, dependency, done.seq < start!.seq]).toEqual([task.id, dependency, true]);
        // Exits 1 when it is no ancestor.
        git(bare, 'merge-base', '--is-ancestor', done.body.commit!, base);
        edges += 1;
      }
    }
    expect(edges).toBeGreaterThanOrEqual(10);
  });

  it(`keeps evidence of every automatic criterion, and what is read back has the digest that was proven${verifies('R-11', 'R-32')}`, async () => {
    const tasks = await nightshift.gateway.tasks(executionId);
    const automatic = tasks.flatMap(({ evidence }) => evidence).filter(({ command }) => command !== undefined);
    expect(automatic.length).toBeGreaterThanOrEqual(16);
    for (const [no, task] of tasks.entries()) {
      const attempt = lastAttempt(events, no);
      const { body } = completionOf(events, no);
      expect(body.attemptToken).toBe(attempt.token);
      expect(attempt.evidence.map(({ exitCode }) => exitCode)).toEqual(attempt.evidence.map(() => 0));
      const [row] = await nightshift.rows<{ ended: string }>(
        'select ended from nightshift.attempts where execution_id = $1 and task_no = $2 and token = $3',
        [executionId, no, attempt.token],
      );
      expect([task.id, row?.ended]).toEqual([task.id, expect.stringContaining(attempt.evidence[0]!.outputDigest)]);
      for (const { outputDigest } of attempt.evidence) {
        const [artifact] = await nightshift.rows<{ bytes: Buffer }>(
          'select bytes from nightshift.artifacts where digest = $1',
          [outputDigest],
        );
        expect(createHash('sha256').update(artifact!.bytes).digest('hex')).toBe(outputDigest);
      }
    }
    const answer = tasks.flatMap(({ evidence }) => evidence).find(({ actor }) => actor !== undefined);
    expect(answer).toMatchObject({ isPassed: true, actor: TESTER, note: 'reads well' });
  });

  it(`delivers one branch with the merged work and leaves the user's checkout as it was, byte for byte${verifies('R-18')}`, async () => {
    const { result } = await nightshift.gateway.report(executionId);
    expect(git(dir, 'rev-parse', result!.branch).trim()).toBe(result!.commit);
    const files = git(dir, 'ls-tree', '-r', '--name-only', result!.branch).split('\n');
    expect(files).toEqual(
      expect.arrayContaining([
        'docs/api.md',
        'docs/tables/tromso-2026.md',
        'release/almanac-1.2.0.tgz',
        'release/NOTES.md',
      ]),
    );
    expect(files.filter((file) => file.startsWith('changes/'))).toEqual([]);
    expect(git(dir, 'show', `${result!.branch}:CHANGELOG.md`)).toMatch(/^## 1\.2\.0$/m);
    expect(git(dir, 'branch', '--format=%(refname:short)').trim().split('\n').sort()).toEqual(
      ['main', result!.branch].sort(),
    );
    expect(digestOfFolder(dir)).toBe(before);
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });

  it(`takes no more than one n8n execution for up to 200 tasks${verifies('R-88')}`, async () => {
    const loop = await nightshift.loop(executionId);
    expect(loop).toMatchObject({ generation: 1, restarts: 0, workflowId: 'nightPlanExec0v1' });
    await nightshift.until(
      'n8n has ended the loop',
      async () => (await statusInN8n(loop.n8nExecutionId!)) === 'success',
    );
  });

  it(`learns from every attempt${verifies('R-60', 'R-61', 'R-62', 'R-63')}`, async () => {
    const ended = events.filter(({ body }) => body.type === 'attempt-ended').length;
    await nightshift.until('all attempts were learned from', async () => {
      const [row] = await nightshift.rows<{ count: string }>(
        `select count(*) from nightshift.patterns where conversation_id = (select conversation_id from nightshift.executions where id = $1)`,
        [executionId],
      );
      return Number(row?.count) === ended;
    });
  });

  it(`starts a dependant soon after its last dependency's agent ended${verifies('R-5')}`, async () => {
    const tasks = await nightshift.gateway.tasks(executionId);
    const number = new Map(tasks.map(({ id }, no) => [id, no]));
    const latencies = tasks.flatMap(({ dependencies }, no) => {
      if (dependencies.length === 0) return [];
      const ended = dependencies.map((id) => Date.parse(lastAttempt(events, number.get(id)!).endedAt));
      const start = events.find(({ body }) => body.type === 'attempt-started' && body.task === no)!;
      return [Date.parse(start.at) - Math.max(...ended)];
    });
    latencies.sort((a, b) => a - b);
    // Five times what an idle machine shall do: this one runs a browser, or a build, beside it.
    expect({ latencies, median: latencies[Math.floor(latencies.length / 2)]! < 2_500 }).toMatchObject({ median: true });
    process.stderr.write(`last dependency's attempt end to dependant's start, ms: ${latencies.join(', ')}\n`);
  });
});

describe('a hand-off by webhook', () => {
  const body = () => handoffBody({ text: planText(['a']), fileName: 'plan.json', options: {} });
  const secret = () => nightshift.settings.secrets.signing;
  const now = () => Date.now();

  async function post(
    bytes: Uint8Array,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ status: number; json: Reply }> {
    const reply = await fetch(nightshift.handoffUrl, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: Buffer.from(bytes),
    });
    return { status: reply.status, json: (await reply.json()) as Reply };
  }
  const plans = async () =>
    Number((await nightshift.rows<{ count: string }>('select count(*) from nightshift.plans'))[0]?.count);

  it(`is refused when it is not signed, signed with another key, changed, or old; nothing is stored${verifies('R-80')}`, async () => {
    const known = await plans();
    const bytes = body();
    const other = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    const refused = [
      ['SIGNATURE_MISSING', await post(bytes, {})],
      ['SIGNATURE_WRONG', await post(bytes, { ...signWebhook(other, randomUUID(), now(), bytes) })],
      [
        'SIGNATURE_WRONG',
        await post(Buffer.concat([bytes, Buffer.from(' ')]), { ...signWebhook(secret(), randomUUID(), now(), bytes) }),
      ],
      [
        'SIGNATURE_WRONG',
        await post(bytes, { ...signWebhook(secret(), randomUUID(), now(), bytes), 'webhook-id': randomUUID() }),
      ],
      ['SIGNATURE_SKEW', await post(bytes, { ...signWebhook(secret(), randomUUID(), now() - 301_000, bytes) })],
      ['SIGNATURE_SKEW', await post(bytes, { ...signWebhook(secret(), randomUUID(), now() + 420_000, bytes) })],
    ] as const;
    expect(refused.map(([, { status, json }]) => [status, json.error?.code ?? json])).toEqual(
      refused.map(([code]) => [401, code]),
    );
    expect(await plans()).toBe(known);
  });

  it('is no way into the loop: a call of its restart without the key is refused, and starts nothing', async () => {
    const { executionId } = await nightshift.handOff(planText(['a']));
    expect(await nightshift.over(executionId)).toBe('succeeded');
    const { loopPath, url } = { loopPath: '/webhook/nightshift/loop', url: nightshift.n8nUrl };
    const before = await nightshift.rows('select * from nightshift.loops order by execution_id');
    const call = (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
      fetch(new URL(loopPath, url), { method: 'POST', headers, body: JSON.stringify(body) });
    const bodies = [
      {},
      { executionId, generation: 1 },
      { executionId, generation: 1, key: '' },
      { executionId, generation: 2, key: randomUUID() },
      { executionId: ['x'], generation: 'y', key: {} },
    ];
    const replies = [...(await Promise.all(bodies.map((body) => call(body)))), await call('x', {})];
    for (const reply of replies)
      expect([reply.status, await reply.json()]).toMatchObject([401, { error: { code: 'LOOP_KEY_REFUSED' } }]);
    expect(await nightshift.rows('select * from nightshift.loops order by execution_id')).toEqual(before);
    const waiting = await nightshift.n8nRows("select id from execution_entity where status in ('waiting', 'error')");
    expect(waiting).toEqual([]);
  }, 60_000);

  it(
    `is the same hand-off when it comes again, and a conflict when its key comes with another body${verifies('R-1', 'R-80')}`,
    async () => {
      const bytes = body();
      const key = randomUUID();
      const first = await post(bytes, { ...signWebhook(secret(), key, now(), bytes) });
      expect(first.status).toBe(202);
      const known = await plans();
      const again = await Promise.all(
        [1, 2, 3].map(() => post(bytes, { ...signWebhook(secret(), key, now(), bytes) })),
      );
      expect(again.map(({ status, json }) => [status, json.executionId, json.receipt])).toEqual(
        again.map(() => [200, first.json.executionId, first.json.receipt]),
      );
      const other = handoffBody({ text: planText(['b']), fileName: 'plan.json', options: {} });
      const conflict = await post(other, { ...signWebhook(secret(), key, now(), other) });
      expect(conflict.status).toBe(409);
      expect(await plans()).toBe(known);
      expect(await nightshift.over(first.json.executionId)).toBe('succeeded');
      expect(nightshift.runsOf(first.json.executionId, 'task-001')).toEqual(['1']);
    },
    MINUTE,
  );

  it(`with a wrong plan is answered with every problem, its line and column${verifies('R-4')}`, async () => {
    const text = [
      'tasks:',
      '  - id: a',
      '    title: First',
      '    dependencies: [ghost]',
      '  - id: b',
      '    title: Second',
      '    dependencies: [c]',
      '  - id: c',
      '    title: Third',
      '    dependencies: [b]',
      '',
    ].join('\n');
    const known = await plans();
    const bytes = handoffBody({ text, fileName: 'plan.yaml', options: {} });
    const { status, json } = await post(bytes, { ...signWebhook(secret(), randomUUID(), now(), bytes) });
    expect(status).toBe(422);
    expect(json.error?.problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          code: 'PLAN_UNKNOWN_DEPENDENCY',
          where: expect.objectContaining({ line: 4, column: expect.any(Number) }),
        }),
        expect.objectContaining({
          code: 'PLAN_CYCLE',
          where: expect.objectContaining({ line: expect.any(Number), column: expect.any(Number) }),
        }),
      ]),
    );
    expect(await plans()).toBe(known);
  });

  it(`for a folder that is no registered project is refused with the next step${verifies('R-1')}`, async () => {
    const bytes = handoffBody({
      text: planText(['a']),
      fileName: 'plan.json',
      project: nightshift.folder,
      options: {},
    });
    const { status, json } = await post(bytes, { ...signWebhook(secret(), randomUUID(), now(), bytes) });
    expect([status, json.error]).toEqual([
      404,
      expect.objectContaining({ code: 'PROJECT_UNKNOWN', hint: expect.stringContaining('nightshift project add') }),
    ]);
  });
});

it(
  `runs a plan with advance: direct, without a turn of the workflow for each step${verifies('R-12', 'R-88')}`,
  async () => {
    const repo = await nightshift.addRepository('direct');
    const { executionId } = await nightshift.handOff(planText(['a', 'b<a', 'c<a', 'd<b,c']), {
      repo,
      advance: 'direct',
    });
    expect(await nightshift.over(executionId)).toBe('succeeded');
    const { result } = await nightshift.until('the result', async () => {
      const report = await nightshift.gateway.report(executionId);
      return report.result && { result: report.result };
    });
    expect(git(repo, 'ls-tree', '-r', '--name-only', result.branch).trim().split('\n')).toEqual([
      'README.md',
      'out/a.txt',
      'out/b.txt',
      'out/c.txt',
      'out/d.txt',
    ]);
    const { n8nExecutionId, wait, generation } = await nightshift.loop(executionId);
    expect(generation).toBe(1);
    expect(wait).toBeLessThanOrEqual(2);
    await nightshift.until(
      'n8n has ended the loop',
      async () => (await statusInN8n(n8nExecutionId!)) === 'success',
      45_000,
    );
  },
  2 * MINUTE,
);

describe('a person at the gateway', () => {
  it(
    `pauses: what runs ends, nothing new begins; resume goes on at the same task${verifies('R-11', 'R-80')}`,
    async () => {
      const { gateway } = nightshift;
      const { executionId } = await nightshift.handOff(planText(['a!', 'b<a']));
      await nightshift.task(executionId, 'task-001', 'active');
      expect(await gateway.control(executionId, { action: 'pause' }, 'person:tester')).toMatchObject({ success: true });
      expect(await gateway.control(executionId, { action: 'pause' }, 'person:tester')).toMatchObject({ success: true });
      nightshift.openGate(executionId, 'task-001');
      await nightshift.until('the running attempt has ended', async () =>
        (await nightshift.events(executionId)).some(({ body }) => body.type === 'attempt-ended'),
      );
      expect((await gateway.status(executionId)).state).toBe('paused');
      await gateway.control(executionId, { action: 'resume' }, 'person:tester');
      expect(await nightshift.over(executionId)).toBe('succeeded');
      const events = await nightshift.events(executionId);
      const paused = events.findIndex(({ body }) => body.type === 'execution-paused');
      const resumed = events.findIndex(({ body }) => body.type === 'execution-resumed');
      expect(events[paused]).toMatchObject({ actor: TESTER });
      expect(events.slice(paused, resumed).filter(({ body }) => body.type === 'attempt-started')).toEqual([]);
      expect(nightshift.runsOf(executionId, 'task-001')).toEqual(['1']);
      expect((await nightshift.loop(executionId)).generation).toBe(1);
    },
    2 * MINUTE,
  );

  it(
    `cancels: the process tree is gone, the end is final, and the same again gives the same answer${verifies('R-80')}`,
    async () => {
      const { gateway } = nightshift;
      const { executionId } = await nightshift.handOff(planText(['a!', 'b<a']));
      await nightshift.until('the command runs', async () => nightshift.runsOf(executionId, 'task-001').length > 0);
      const inWorkspace = () => nightshift.processesOf(executionId);
      expect(inWorkspace().length).toBeGreaterThan(0);
      await gateway.control(executionId, { action: 'cancel' }, 'person:tester');
      expect(await gateway.control(executionId, { action: 'cancel' }, 'person:tester')).toMatchObject({
        success: true,
      });
      await nightshift.until('its processes are gone', async () => inWorkspace().length === 0, 15_000);
      expect((await gateway.status(executionId)).state).toBe('cancelled');
      await expect(gateway.control(executionId, { action: 'resume' }, 'person:tester')).rejects.toMatchObject({
        code: 'CONTROL_REFUSED',
      });
      const loop = await nightshift.loop(executionId);
      await nightshift.until(
        'n8n has ended the loop',
        async () => (await statusInN8n(loop.n8nExecutionId!)) === 'success',
      );
    },
    2 * MINUTE,
  );

  it(
    `answers, retries what failed, and everything that was skipped because of it runs too${verifies('R-30', 'R-32', 'R-80')}`,
    async () => {
      const { gateway } = nightshift;
      const text = planText(['a', 'b<a'], { a: { verification: ['It looks right'] } });
      const { executionId } = await nightshift.handOff(text, { retry: { maxAttempts: 1 } });
      await nightshift.until('a person is asked', async () => (await gateway.status(executionId)).state === 'waiting');
      const [question] = (await gateway.status(executionId)).questions;
      const { taskId, criterionId } = question!;
      await expect(
        gateway.answer(executionId, { taskId, criterionId: 'c9', result: 'pass' }, 'person:tester'),
      ).rejects.toMatchObject({ code: 'ANSWER_NOT_ASKED' });
      await gateway.answer(executionId, { taskId, criterionId, result: 'fail', note: 'no' }, 'person:tester');
      expect(await nightshift.over(executionId)).toBe('failed');
      expect((await gateway.tasks(executionId)).map(({ kernelStatus }) => kernelStatus)).toEqual(['failed', 'skipped']);

      expect(await gateway.control(executionId, { action: 'retry' }, 'person:tester')).toMatchObject({ success: true });
      await nightshift.until(
        'a person is asked again',
        async () => (await gateway.status(executionId)).state === 'waiting',
      );
      await gateway.answer(executionId, { taskId, criterionId, result: 'pass' }, 'person:tester');
      expect(await nightshift.over(executionId)).toBe('succeeded');
      expect((await gateway.tasks(executionId)).map(({ kernelStatus }) => kernelStatus)).toEqual([
        'completed',
        'completed',
      ]);
    },
    2 * MINUTE,
  );

  it(
    `without the token changes nothing${verifies('R-44')}`,
    async () => {
      const { executionId } = await nightshift.handOff(planText(['a']));
      const url = `http://127.0.0.1:${nightshift.settings.ports.gateway}/api/execution/${executionId}/control`;
      const reply = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"action":"cancel"}',
      });
      expect(reply.status).toBe(401);
      expect(await nightshift.over(executionId)).toBe('succeeded');
    },
    MINUTE,
  );
});

/** Fields of a receipt and of a refusal, whichever it is. */
interface Reply {
  readonly executionId: string;
  readonly receipt: string;
  readonly error?: { readonly code: string; readonly hint: string; readonly problems: readonly object[] };
}

async function statusInN8n(id: string): Promise<string | undefined> {
  const [row] = await nightshift.n8nRows<{ status: string }>('select status from execution_entity where id = $1', [
    Number(id),
  ]);
  return row?.status;
}

async function projectId(dir: string): Promise<string> {
  const projects = await nightshift.gateway.projects();
  return projects.find((project) => project.dir === dir)!.id;
}

function completionOf(events: readonly ExecutionEvent[], task: number) {
  const found = events.flatMap(({ seq, body }) =>
    body.type === 'task-completed' && body.task === task ? [{ seq, body }] : [],
  );
  expect(found).toHaveLength(1);
  return found[0]!;
}

function lastAttempt(events: readonly ExecutionEvent[], task: number): EndedAttempt {
  return events
    .flatMap(({ body }) => (body.type === 'attempt-ended' && body.task === task ? [body.attempt] : []))
    .at(-1)!;
}

/** Names, modes and bytes of everything, git's own files apart: a new branch is a new file there. */
function digestOfFolder(folder: string): string {
  const hash = createHash('sha256');
  const add = (at: string): void => {
    for (const entry of readdirSync(at).sort()) {
      const path = join(at, entry);
      const stat = lstatSync(path);
      hash.update(`${path}\0${stat.mode}\0`);
      if (stat.isSymbolicLink()) hash.update(readlinkSync(path));
      else if (!stat.isDirectory()) hash.update(readFileSync(path));
      else if (entry !== '.git') add(path);
    }
  };
  add(folder);
  for (const name of ['HEAD', 'index', 'refs/heads/main', 'config'])
    hash.update(readFileSync(join(folder, '.git', name)));
  return hash.digest('hex');
}
