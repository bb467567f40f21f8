import { answerTask } from '../../runtime/app/answer-question';
import { controlExecution } from '../../runtime/app/control-execution';
import { HomeGuard } from '../../runtime/app/guard-homes';
import { submitPlan } from '../../runtime/app/submit-plan';
import { ConfigError } from '../../runtime/core/errors';
import { nextStepOf } from '../../runtime/core/report/next-step';
import { homeGate } from '../../runtime/core/verify/home-gate';
import { AppWorld, HOST, ScriptedAgent, ScriptedSandbox } from '../support/app-world';
import { auto, manual, smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const DIAMOND = ['a', 'b<a', 'c<a', 'd<b,c'];
const never = () => new Promise<never>(() => undefined);

describe.each(['workflow', 'direct'] as const)('a plan with advance: %s', (advance) => {
  it(`runs to its end, each attempt once${verifies('R-12')}`, async () => {
    const world = new AppWorld();
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(DIAMOND), { advance });
    await world.loop(id);
    for (let turns = 0; (await world.state(id)).status !== 'succeeded' && turns < 10; turns++) {
      await world.pass(1_000);
      await world.loop(id);
    }
    const execution = await world.state(id);
    expect(execution.status).toBe('succeeded');
    expect(execution.tasks.map(({ token }) => token)).toEqual([1, 1, 1, 1]);
    expect(world.agent.jobs.map(({ task }) => task).sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('tries again after the backoff, and tells the next attempt what went wrong', async () => {
    const world = new AppWorld({ sandbox: new ScriptedSandbox((_, attempt) => (attempt === '1' ? 3 : 0)) });
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']), { advance });
    await world.loop(id);
    await world.pass(2_000);
    await world.loop(id);
    await world.pass(1_000);
    await world.loop(id);
    expect((await world.state(id)).status).toBe('succeeded');
    expect(world.agent.jobs.map(({ attempt }) => attempt)).toEqual(['1', '2']);
    expect(world.agent.jobs[1]?.prompt).toContain('ended with exit code 3:\nran true');
  });

  it('takes over the task of a killed worker within 5 s, with a higher token', async () => {
    let attempts = 0;
    const world = new AppWorld({ script: () => (++attempts === 1 ? never() : ScriptedAgent.done) });
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']), { advance });
    await world.loop(id);
    expect((await world.state(id)).tasks.at(0)).toMatchObject({ status: 'active', token: 1 });
    await world.killWorker('w1');
    await world.addWorker('w2');
    await world.pass(5_000);
    await world.loop(id);
    await world.pass(1_000);
    await world.loop(id);
    expect((await world.state(id)).tasks.at(0)).toMatchObject({ status: 'completed', token: 2 });
  });

  it('waits for a person, and goes on with their answer', async () => {
    const world = new AppWorld();
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a', 'b<a'], { a: { verification: [auto('c1'), manual('m1')] } }), {
      advance,
    });
    await world.loop(id);
    await world.pass(1_000);
    await world.loop(id);
    expect((await world.state(id)).status).toBe('waiting');
    await answerTask(world.deps, {
      executionId: id,
      taskId: 'a',
      criterionId: 'm1',
      result: 'pass',
      actor: 'person:me',
    });
    await world.loop(id);
    await world.pass(2_000);
    await world.loop(id);
    expect((await world.state(id)).status).toBe('succeeded');
  });
});

it('waits for the answer to a criterion by the id that the plan gives it', async () => {
  const world = new AppWorld();
  await world.addWorker('w1');
  const text = `tasks: [{id: docs, title: Write, command: 'true', verification: [{id: reads-well, criterion: Reads well}]}]`;
  const submitted = await submitPlan(world.deps, {
    plan: { text, fileName: 'plan.yaml' },
    options: {},
    idempotencyKey: 'k',
    digest: 'd',
    actor: 'test',
    loop: { type: 'bound', workflowId: 'wf', n8nExecutionId: 'n8n-1' },
  });
  if (submitted.type !== 'accepted') throw new Error(JSON.stringify(submitted.problems));
  const id = submitted.receipt.executionId;
  await world.loop(id);
  const answer = { executionId: id, taskId: 'docs', result: 'pass', actor: 'person:me' } as const;
  await expect(answerTask(world.deps, { ...answer, criterionId: 'c1' })).rejects.toMatchObject({
    code: 'ANSWER_NOT_ASKED',
  });
  await answerTask(world.deps, { ...answer, criterionId: 'reads-well' });
  await world.loop(id);
  expect((await world.state(id)).status).toBe('succeeded');
});

describe('the loop', () => {
  it('suspends while agents work, and is woken by the commit that ends an attempt', async () => {
    let finish: () => void = () => undefined;
    const world = new AppWorld({
      script: () => new Promise((resolve) => (finish = () => resolve(ScriptedAgent.done))),
    });
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']));
    expect(await world.loop(id)).toBe('suspended');
    expect(await world.stores.loops.get(id)).toMatchObject({ isWaitOpen: true, isDue: false, wait: 1 });
    finish();
    await world.settle();
    expect(await world.stores.loops.get(id)).toMatchObject({ isDue: true });
    expect(await world.loop(id)).toBe('over');
  });

  it('ends silently when another n8n execution drives', async () => {
    const world = new AppWorld();
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']));
    expect(await world.loop(id, 1, 'n8n-2')).toBe('stale');
  });

  it('goes on in a new generation from where the one before stopped', async () => {
    const world = new AppWorld({ script: () => never() });
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a', 'b']));
    await world.loop(id);
    const next = await world.stores.loops.restart(id, 1, 'crashed');
    expect(next).toMatchObject({ generation: 2 });
    expect(await world.loop(id, 1, 'n8n-1')).toBe('stale');
    const key = (await world.stores.loops.dueWakes(10)).find((wake) => wake.type === 'start');
    expect(key).toMatchObject({ generation: 2 });
    expect((await world.state(id)).tasks.map(({ token }) => token)).toEqual([1, 1]);
  });
});

it(`gives an attempt what the attempts before it left of the task's token cap${verifies('R-17')}`, async () => {
  const tokens: number[] = [];
  const world = new AppWorld({
    sandbox: new ScriptedSandbox((_, attempt) => (attempt === '1' ? 3 : 0)),
    script: ({ limits }) => {
      tokens.push(limits.tokens);
      return { ...ScriptedAgent.done, usage: { costUsd: 0, inputTokens: 700, outputTokens: 50 } };
    },
  });
  await world.addWorker('w1');
  const id = await world.submit(smallPlan(['a']), { advance: 'direct', taskTokenCap: 1_000 });
  await world.loop(id);
  await world.pass(3_000);
  await world.loop(id);
  expect(tokens).toEqual([1_000, 250]);
});

describe('a worker', () => {
  it('hands a running attempt back when its grace is over, and the task loses no try', async () => {
    const world = new AppWorld({
      script: (_, signal) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => resolve({ ...ScriptedAgent.done, type: 'aborted' })),
        ),
    });
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']));
    await world.loop(id);
    const stopped = world.stopWorker('w1', 30_000);
    await world.settle();
    expect((await world.state(id)).tasks.at(0)?.status).toBe('active');
    await world.pass(30_000);
    await stopped;
    expect((await world.state(id)).tasks.at(0)).toMatchObject({ status: 'pending', tries: 0, crashes: 0 });
  });

  it('starts an assignment once, however often it is hinted', async () => {
    const world = new AppWorld();
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']));
    await world.loop(id);
    const hint = world.hints[0]!;
    await world.deps.hints.send([hint, hint, { ...hint, token: 9 }]);
    await world.settle();
    expect(world.agent.jobs).toHaveLength(1);
  });
});

describe('the guard of homes', () => {
  const MINUTE_MS = 60_000;
  /** A guard on this host, with so much room on its disk. */
  const guardOf = (world: AppWorld, disk: { bytes: number | undefined } = { bytes: 9e9 }) =>
    new HomeGuard({
      ...world.deps,
      clock: world.clock,
      hostName: HOST,
      disk: { freeBytes: async () => disk.bytes },
      homeGoneMs: 10 * MINUTE_MS,
    });
  const personOf = (world: AppWorld) => ({
    ...world.deps,
    host: {
      wake: async () => 'away' as const,
      executionState: async () => 'running' as const,
      isReady: async () => true,
    },
  });

  it(`pauses below 1 GB with the next step, and goes on by itself once there is room${verifies('R-30', 'F11')}`, async () => {
    const world = new AppWorld();
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']));
    const disk = { bytes: 0.999e9 };
    const guard = guardOf(world, disk);
    await guard.look();
    expect(await world.state(id)).toMatchObject({
      status: 'paused',
      reason: 'the disk is nearly full (999 MB left): free at least 1.5 GB, and it goes on by itself',
    });
    disk.bytes = 1.499e9;
    await guard.look();
    expect((await world.state(id)).status).toBe('paused');
    disk.bytes = 1.5e9;
    await guard.look();
    expect((await world.state(id)).status).toBe('running');
    expect(await world.loop(id)).toBe('over');
  });

  it(`pauses when the disk with the workspaces is gone, and goes on once it is back${verifies('R-41')}`, async () => {
    const world = new AppWorld();
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']));
    const disk: { bytes: number | undefined } = { bytes: undefined };
    const guard = guardOf(world, disk);
    await guard.look();
    expect((await world.state(id)).reason).toMatch(/^the disk with the workspaces is gone: bring back/);
    disk.bytes = 9e9;
    await guard.look();
    expect(await world.loop(id)).toBe('over');
  });

  it(`pauses when no worker has been at its home for ten minutes, and goes on when one is there${verifies('R-11', 'R-41')}`, async () => {
    const world = new AppWorld();
    const here = await world.submit(smallPlan(['a']));
    const guard = guardOf(world);
    await guard.look();
    world.nowMs += 10 * MINUTE_MS - 1;
    await guard.look();
    expect((await world.state(here)).status).not.toBe('paused');
    world.nowMs += 1;
    await guard.look();
    const paused = await world.state(here);
    expect(paused).toMatchObject({
      status: 'paused',
      reason: 'no worker has been there for 10 minutes: start one with `nightshift up`, and it goes on by itself',
    });
    expect(nextStepOf(paused)).toBeUndefined();
    await world.addWorker('w1');
    await guard.look();
    expect(await world.loop(here)).toBe('over');
  });

  it('counts only workers on the host that has the project, and only while nobody is asked', () => {
    const running = { status: 'running', options: { homeHost: 'laptop' } };
    const gone = { goneMs: 10 * MINUTE_MS, goneWithinMs: 10 * MINUTE_MS };
    expect(homeGate(running, gone)).toEqual({
      type: 'pause',
      reason:
        'no worker has been there for 10 minutes (its project is on laptop): start nightshift on laptop with `nightshift up`, and it goes on by itself',
    });
    expect(homeGate({ ...running, status: 'waiting' }, gone)).toEqual({ type: 'leave' });
  });

  it('begins to count anew when a worker was there for a moment', async () => {
    const world = new AppWorld();
    const id = await world.submit(smallPlan(['a']));
    const guard = guardOf(world);
    await guard.look();
    world.nowMs += 9 * MINUTE_MS;
    await world.addWorker('w1');
    await guard.look();
    await world.killWorker('w1');
    await guard.look();
    world.nowMs += 9 * MINUTE_MS;
    await guard.look();
    expect((await world.state(id)).status).not.toBe('paused');
  });

  it('leaves a pause alone that a person asked for', async () => {
    const world = new AppWorld();
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']));
    await controlExecution(personOf(world), { executionId: id, action: 'pause', actor: 'person:me' });
    await guardOf(world).look();
    expect((await world.state(id)).status).toBe('paused');
  });
});

describe('an assignment that cannot be worked on', () => {
  it('is handed back, and fails its task after the third time instead of being tried for ever', async () => {
    const world = new AppWorld({ isLogBroken: true });
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']), { advance: 'direct' });
    for (let second = 0; second < 10; second++) {
      await world.loop(id);
      await world.pass(1_000);
    }
    expect((await world.state(id)).tasks.at(0)).toMatchObject({ status: 'failed', reason: 'poison', token: 3 });
  });
});

describe('a token that follows another in the same worker', () => {
  it('begins only once the agent of the one before is gone', async () => {
    const order: string[] = [];
    const world = new AppWorld({
      script: (job, signal) =>
        new Promise((resolve) => {
          const token = order.filter((line) => line.startsWith('begin')).length + 1;
          order.push(`begin ${token}`);
          if (token > 1) resolve(ScriptedAgent.done);
          signal.addEventListener('abort', () => {
            order.push(`end ${token}`);
            resolve({ ...ScriptedAgent.done, type: 'aborted' });
          });
          void job;
        }),
    });
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']), { advance: 'direct' });
    await world.loop(id);
    const host = {
      executionState: async () => 'running' as const,
      wake: async () => 'taken' as const,
      isReady: async () => true,
    };
    for (const action of ['cancel', 'retry'] as const) {
      await controlExecution({ ...world.deps, host }, { executionId: id, action, actor: 'person:me' });
    }
    await world.pass(2_000);
    expect(order).toEqual(['begin 1', 'end 1', 'begin 2']);
  });

  it('is stopped by a cancel at once, without waiting for the renewal of its lease', async () => {
    let isStopped = false;
    const world = new AppWorld({
      script: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            isStopped = true;
            resolve({ ...ScriptedAgent.done, type: 'aborted' });
          });
        }),
    });
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']), { advance: 'direct' });
    await world.loop(id);
    const host = {
      executionState: async () => 'running' as const,
      wake: async () => 'taken' as const,
      isReady: async () => true,
    };
    await controlExecution({ ...world.deps, host }, { executionId: id, action: 'cancel', actor: 'person:me' });
    await world.settle();
    expect(isStopped).toBe(true);
    expect((await world.state(id)).status).toBe('cancelled');
  });
});

describe('a merge', () => {
  it('that git refuses for good pauses the execution with the next step, and costs the task nothing', async () => {
    const workspace = { dir: '/workspace', home: '/home', cleanHome: '/clean-home', readOnly: [], shared: [] };
    let isBroken = true;
    const world = new AppWorld({
      repositories: {
        fetchBase: async () => ({ base: 'base', leftOut: [] }),
        setTip: async () => undefined,
        openWorkspace: async () => workspace,
        importTree: async () => ({ tree: 'tree', changedFiles: ['a.txt'], ignored: [] }),
        openResult: async () => undefined,
        merge: async () => {
          if (isBroken) throw new ConfigError('GIT_FAILED', 'git merge-tree failed', { hint: 'Look at it' });
          return { type: 'merged', commit: 'merged' } as const;
        },
      },
    });
    await world.addWorker('w1');
    const project = await world.stores.projects.add({ dir: '/project', host: HOST, name: 'project' });
    const options = { advance: 'direct', projectId: project.id, homeHost: HOST } as const;
    const id = await world.submit(smallPlan(['a']), options);
    await world.loop(id);
    await world.settle();
    const paused = await world.state(id);
    expect(paused).toMatchObject({ status: 'paused', reason: 'git merge-tree failed. Look at it' });
    expect(paused.tasks.at(0)).toMatchObject({ status: 'integrating', crashes: 0, losses: 0 });

    isBroken = false;
    const host = {
      executionState: async () => 'running' as const,
      wake: async () => 'taken' as const,
      isReady: async () => true,
    };
    await controlExecution({ ...world.deps, host }, { executionId: id, action: 'resume', actor: 'person:me' });
    await world.pass(2_000);
    expect(await world.state(id)).toMatchObject({ status: 'succeeded', tip: 'merged' });
  });
});

it(`reports progress after five minutes, and then every ten${verifies('R-51')}`, async () => {
  const world = new AppWorld({ script: never });
  await world.addWorker('w1');
  const id = await world.submit(smallPlan(['a']), { advance: 'direct' });
  await world.loop(id);
  const minutes: number[] = [];
  for (let minute = 1; minute <= 26; minute++) {
    await world.pass(60_000);
    const reports = (await world.stores.executions.eventsAfter(id, 0, 1_000)).filter(
      ({ body }) => body.type === 'progress-reported',
    );
    if (reports.length > minutes.length) minutes.push(minute);
  }
  expect(minutes).toEqual([5, 15, 25]);
});
