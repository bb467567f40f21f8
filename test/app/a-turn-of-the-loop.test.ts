import { announceAndWait } from '../../runtime/app/announce-and-wait';
import { judgeAttempts } from '../../runtime/app/judge-attempts';
import { releaseAndAssign } from '../../runtime/app/release-and-assign';
import { wakeAnswer } from '../../runtime/app/wake-answer';
import { wakeLoops } from '../../runtime/app/wake-loops';
import type { ExecutionId } from '../../runtime/core/ids';
import { Repeater } from '../../runtime/main/repeater';
import type { MergeResult } from '../../runtime/ports/repositories';
import { AppWorld, HOST, type Script } from '../support/app-world';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const never: Script = () => new Promise(() => undefined);

/** A world that counts the calls of its stores. */
function counting(script: Script = never) {
  const calls: string[] = [];
  const world = new AppWorld({
    script,
    pause: async (point) => {
      if (point.startsWith('before:')) calls.push(point.slice('before:'.length));
    },
  });
  const counted = async (name: string, act: () => Promise<unknown>): Promise<number> => {
    calls.length = 0;
    await act();
    return calls.filter((call) => call === name).length;
  };
  return { world, counted };
}

const callOf = (executionId: ExecutionId) => ({
  executionId,
  generation: 1,
  workflowId: 'wf',
  n8nExecutionId: 'n8n-1',
});
const RESUME = { resumeUrl: 'http://127.0.0.1:1/wake' };

describe('a turn of the loop', () => {
  it.each(['workflow', 'direct'] as const)('reads the workers once before agents get to work (%s)', async (advance) => {
    const { world, counted } = counting();
    await world.addWorker('w1', 1);
    const id = await world.submit(smallPlan(['a', 'b']), { advance });
    let answer: Record<string, unknown> = {};
    const reads = await counted('scheduling', async () => {
      answer = await releaseAndAssign(world.deps, callOf(id));
    });
    expect(reads).toBe(1);
    // What it took itself is not taken for free.
    expect(answer).toMatchObject({
      assigned: ['a'],
      wave: 1,
      waves: 1,
      blockedCount: 1,
      blocked: [{ id: 'b', why: expect.stringContaining('waits for a free slot') }],
    });
  });

  it(`tells of the end as it is after this step: what was so before is not told any more${verifies('R-40')}`, async () => {
    const { world } = counting();
    await world.addWorker('w1', 1, ['cuda']);
    const plan = smallPlan(['a', 'b<a'], { b: { capability: 'cuda' } });
    const id = await world.submit(plan, { advance: 'workflow' });
    const expected = { eta: expect.any(String), forecast: { isFounded: false } };
    expect(await releaseAndAssign(world.deps, callOf(id))).toMatchObject({
      ...expected,
      forecastAt: '2026-01-02T03:04:05.000Z',
    });

    world.nowMs += 5_000;
    await world.killWorker('w1');
    const endless = await releaseAndAssign(world.deps, callOf(id));
    expect(endless).toMatchObject({ etaUnknown: expect.stringContaining('no worker is there') });
    for (const field of ['eta', 'forecast', 'forecastAt']) expect(endless).not.toHaveProperty(field);

    await world.addWorker('w2', 1, ['cuda']);
    const again = await releaseAndAssign(world.deps, callOf(id));
    expect(again).toMatchObject({ ...expected, forecastAt: '2026-01-02T03:04:10.000Z' });
    expect(again).not.toHaveProperty('etaUnknown');
  });

  it('says of a plan that is too large to forecast at each step that its status tells the end', async () => {
    const { world } = counting();
    await world.addWorker('w1', 1);
    const id = await world.submit(smallPlan(Array.from({ length: 201 }, (_, no) => `t${no}`)), { advance: 'workflow' });
    const answer = await releaseAndAssign(world.deps, callOf(id));
    expect(answer).toMatchObject({ etaUnknown: expect.stringContaining('more than 200 tasks: the status tells it') });
    expect(answer).not.toHaveProperty('eta');
  });

  it('reads the loop once when it is woken', async () => {
    const { world, counted } = counting();
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']), { advance: 'workflow' });
    await releaseAndAssign(world.deps, callOf(id));
    const waited = await announceAndWait(world.deps, { ...callOf(id), ...RESUME });
    if (waited.type !== 'wait') throw new Error(waited.type);
    await world.deps.loops.markDue([id]);
    const reads = await counted('loop', async () => {
      const waiting = { executionId: id, generation: 1, wait: waited.wait, n8nExecutionId: 'n8n-1' };
      expect(await wakeAnswer(world.deps, waiting)).toMatchObject({ httpStatus: 200, kind: 'workflow' });
    });
    expect(reads).toBe(1);
  });

  it('does not suspend while a result is merged: what waits on it starts in the same turn', async () => {
    let merged: (result: MergeResult) => void = () => undefined;
    const workspace = { dir: '/workspace', home: '/home', cleanHome: '/clean-home', readOnly: [], shared: [] };
    const world = new AppWorld({
      repositories: {
        fetchBase: async () => ({ base: 'base', leftOut: [] }),
        setTip: async () => undefined,
        openWorkspace: async () => workspace,
        importTree: async () => ({ tree: 'tree', changedFiles: ['a.txt'], ignored: [] }),
        openResult: async () => undefined,
        merge: () =>
          new Promise((resolve) => {
            merged = resolve;
          }),
      },
    });
    await world.addWorker('w1');
    const project = await world.stores.projects.add({ dir: '/project', host: HOST, name: 'project' });
    const options = { advance: 'workflow', projectId: project.id, homeHost: HOST } as const;
    const id = await world.submit(smallPlan(['a', 'b<a']), options);
    const call = callOf(id);
    await releaseAndAssign(world.deps, call);
    await announceAndWait(world.deps, { ...call, ...RESUME });
    await world.settle();
    await judgeAttempts(world.deps, call);
    await world.settle();
    expect((await world.state(id)).tasks.at(0)?.status).toBe('integrating');
    await releaseAndAssign(world.deps, call);
    const slept: number[] = [];
    const sleep = async (ms: number) => {
      slept.push(ms);
      if (slept.length < 3) return;
      merged({ type: 'merged', commit: 'merged' });
      await world.settle();
    };
    const answer = await announceAndWait({ ...world.deps, clock: { sleep } }, { ...call, ...RESUME });
    expect(answer.type).toBe('go-on');
    expect(slept).toHaveLength(3);

    // One that takes longer holds nobody up for long.
    await releaseAndAssign(world.deps, call);
    await announceAndWait(world.deps, { ...call, ...RESUME });
    await world.settle();
    await judgeAttempts(world.deps, call);
    await world.settle();
    const long: number[] = [];
    const patient = { sleep: async (ms: number) => void long.push(ms) };
    expect((await announceAndWait({ ...world.deps, clock: patient }, { ...call, ...RESUME })).type).toBe('wait');
    expect(long.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(150);
  });
});

describe('the sweep', () => {
  it('reads the workers once for each execution', async () => {
    const { world, counted } = counting();
    await world.addWorker('w1', 1);
    const id = await world.submit(smallPlan(['a', 'b']), { advance: 'direct' });
    await releaseAndAssign(world.deps, callOf(id));
    expect(await counted('scheduling', () => world.pass(1_000))).toBe(1);
    expect((await world.state(id)).status).toBe('running');
  });
});

describe('a wake that n8n does not take yet', () => {
  it('is sent again when it is due, not at the next look', async () => {
    const { world } = counting();
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']), { advance: 'workflow' });
    await releaseAndAssign(world.deps, callOf(id));
    await announceAndWait(world.deps, { ...callOf(id), ...RESUME });
    await world.deps.loops.markDue([id]);
    const outcomes = ['not-yet', 'not-yet', 'taken'] as const;
    const sentAt: number[] = [];
    const host = {
      executionState: async () => 'waiting' as const,
      isReady: async () => true,
      wake: async () => {
        sentAt.push(world.nowMs);
        return outcomes[sentAt.length - 1] ?? 'taken';
      },
    };
    const begun = world.nowMs;
    const wakes = new Repeater(
      world.clock,
      200,
      () => wakeLoops({ ...world.deps, host }),
      (error) => {
        throw error;
      },
      (ms) => ms,
    );
    await world.settle();
    await world.passWithout(200, 10);
    const stopping = wakes.stop();
    await world.passWithout(200, 10);
    await stopping;
    expect(sentAt.slice(0, 3).map((ms) => ms - begun)).toEqual([0, 20, 60]);
  });
});
