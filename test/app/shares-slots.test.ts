import { AppWorld, ScriptedAgent } from '../support/app-world';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const SIX = ['a', 'b', 'c', 'd', 'e', 'f'];
const TASK_MS = 2_000;

describe.each(['workflow', 'direct'] as const)('two plans on one worker, with advance: %s', (advance) => {
  /** Runs plans side by side, one handed over after the other; answers with the plan of each job in the order of the starts. */
  async function orderOf(slots: number, ...priorities: readonly ('low' | 'normal' | 'high')[]): Promise<string> {
    const world: AppWorld = new AppWorld({
      script: async (_, signal) => {
        await world.clock.sleep(TASK_MS, signal);
        return ScriptedAgent.done;
      },
    });
    await world.addWorker('w1', slots);
    const ids: Awaited<ReturnType<AppWorld['submit']>>[] = [];
    const loops = () => Promise.all(ids.map((id, no) => world.loop(id, 1, `n8n-${no}`)));
    for (const [no, priority] of priorities.entries()) {
      const lines = SIX.map((name) => `${'ABC'[no]}${name}`);
      ids.push(await world.submit(smallPlan(lines), { advance, priority, maxParallel: 6 }, `n8n-${no}`));
      await loops();
    }
    for (let turn = 0; turn < 60; turn++) {
      await world.pass(1_000);
      await loops();
    }
    const states = await Promise.all(ids.map((id) => world.state(id)));
    expect(states.map(({ status }) => status)).toEqual(priorities.map(() => 'succeeded'));
    return world.agent.jobs.map(({ task }) => task[0]).join('');
  }

  it(`take turns where there is one slot${verifies('R-19')}`, async () => {
    expect(await orderOf(1, 'normal', 'normal')).toMatch(/^A?(AB|BA){5,6}[AB]?$/);
  });

  it(`share what there is, and the one that is more urgent has more of it${verifies('R-5')}`, async () => {
    // A came first and has all three; from then on B, which is more urgent, has two of them for each one of A.
    expect(await orderOf(3, 'normal', 'high')).toMatch(/^AAAA?((BBA|BAB|ABB)){3}$/);
  });

  it('leave no slot empty when only one of them has something to do', async () => {
    expect(await orderOf(2, 'normal')).toBe('AAAAAA');
  });
});

describe('a plan whose loop does not come back', () => {
  it(`keeps no slot from others${verifies('R-5')}`, async () => {
    const world: AppWorld = new AppWorld({
      script: async (_, signal) => {
        await world.clock.sleep(TASK_MS, signal);
        return ScriptedAgent.done;
      },
    });
    await world.addWorker('w1', 1);
    const looping = await world.submit(smallPlan(['Aa', 'Ab', 'Ac']), { advance: 'workflow' }, 'n8n-0');
    await world.loop(looping, 1, 'n8n-0');
    const direct = await world.submit(smallPlan(['Ba', 'Bb', 'Bc']), { advance: 'direct' });
    // Its first task runs, and then n8n stands still: it takes no wake.
    for (let turn = 0; turn < 40; turn++) {
      await world.pass(1_000);
      for (const wake of await world.deps.loops.dueWakes(10)) await world.deps.loops.wakeTried(wake, false);
    }
    expect((await world.state(direct)).status).toBe('succeeded');
    expect(world.agent.jobs.map(({ task }) => task[0]).join('')).toBe('ABBB');
    // It goes on where it was.
    for (let turn = 0; turn < 40; turn++) {
      await world.loop(looping, 1, 'n8n-0');
      await world.pass(1_000);
    }
    expect((await world.state(looping)).status).toBe('succeeded');
  });
});
