import { setLimits } from '../../runtime/app/set-limits';
import { viewStatus } from '../../runtime/app/view-execution';
import { AppWorld, ScriptedAgent } from '../support/app-world';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const USES_DB = { resources: { 'test-db': 1 } };

describe.each(['workflow', 'direct'] as const)('two plans with one test database, with advance: %s', (advance) => {
  it(`never use it at once, and the one that waits says who has it${verifies('R-16', 'R-40')}`, async () => {
    let using = 0;
    let most = 0;
    const world: AppWorld = new AppWorld({
      script: async (_, signal) => {
        using += 1;
        most = Math.max(most, using);
        await world.clock.sleep(2_000, signal);
        using -= 1;
        return ScriptedAgent.done;
      },
    });
    await setLimits(world.stores.workers, 100, new Map([['test-db', 1]]));
    await world.addWorker('w1', 8);
    const plans = [0, 1].map((no) => smallPlan([`a${no}`, `b${no}`], { [`a${no}`]: USES_DB, [`b${no}`]: USES_DB }));
    const ids: Awaited<ReturnType<AppWorld['submit']>>[] = [];
    const loops = () => Promise.all(ids.map((id, no) => world.loop(id, 1, `n8n-${no}`)));
    for (const [no, plan] of plans.entries()) {
      ids.push(await world.submit({ ...plan, title: `Plan ${no}` }, { advance }, `n8n-${no}`));
      await loops();
    }
    const view = { ...world.deps, attempts: world.stores.executions } as unknown as Parameters<typeof viewStatus>[0];
    expect((await viewStatus(view, ids[1]!)).blocked).toContainEqual({
      id: 'a1',
      why: 'waits for test-db: held by a0 (Task a0) of Plan 0',
    });
    for (let turn = 0; turn < 30; turn++) {
      await world.pass(1_000);
      await loops();
    }
    for (const id of ids) expect((await world.state(id)).status).toBe('succeeded');
    expect(world.agent.jobs).toHaveLength(4);
    expect(most).toBe(1);
  });
});

describe('the limits of an operator', () => {
  it('are set anew at each start: what is not named any more is given to nobody', async () => {
    const world = new AppWorld();
    const { workers } = world.stores;
    const limits = async () => Object.fromEntries((await workers.scheduling()).capacity);
    await setLimits(workers, 5, new Map(Object.entries({ 'test-db': 1, gpu: 2 })));
    await setLimits(workers, 6, new Map([['gpu', 3]]));
    expect(await limits()).toMatchObject({
      global: { limit: 6 },
      'resource:gpu': { limit: 3 },
      'resource:test-db': { limit: 0 },
    });
    await expect(world.submit(smallPlan(['a'], { a: USES_DB }))).rejects.toThrow('RESOURCE_MISSING');
  });
});
