import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { fsck } from '../../runtime/app/fsck';
import { sweep } from '../../runtime/app/sweep';
import { UnavailableError } from '../../runtime/core/errors';
import { AppWorld, HOST, type Script, ScriptedAgent } from '../support/app-world';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const attemptEvents = async (world: AppWorld, id: Parameters<AppWorld['state']>[0]) =>
  (await world.stores.executions.eventsAfter(id, 0)).flatMap(({ body }) =>
    body.type === 'attempt-started' || body.type === 'attempt-ended' || body.type === 'attempt-lost'
      ? [`${body.type} ${body.token}`]
      : [],
  );
const ONCE = ['attempt-started 1', 'attempt-ended 1'];

describe('an attempt that ends while Postgres is away', () => {
  let stores: PostgresStores;
  beforeAll(async () => {
    stores = await openPostgresStores();
  });
  afterAll(() => stores?.close());

  it.each(['with criteria', 'without criteria'])(
    `is kept, and done once, when Postgres is killed just then and started again, %s${verifies('F7')}`,
    async (name) => {
      let restarting: Promise<void> | undefined;
      const script: Script = async () => {
        await stores.server.kill9();
        restarting = stores.pass(2_000).then(() => stores.server.restart());
        return ScriptedAgent.done;
      };
      const world = new AppWorld({ script, real: { stores, clock: new SystemClock() } });
      await world.addWorker(name);
      const extras = name === 'with criteria' ? {} : { a: { verification: [] } };
      const id = await world.submit(smallPlan(['a'], extras), { advance: 'direct' }, name);
      for (let second = 0; second < 40; second++) {
        await sweep(world.deps, HOST).catch(() => undefined);
        const execution = await world.state(id).catch(() => undefined);
        if (execution?.status === 'succeeded') break;
        await stores.pass(500);
      }
      await restarting;
      await world.stopWorker(name, 0);
      const { status, tasks } = await world.state(id);
      expect([status, ...tasks]).toMatchObject(['succeeded', { token: 1, tries: 0, aways: 0 }]);
      expect(await attemptEvents(world, id)).toEqual(ONCE);
      expect(world.agent.jobs).toHaveLength(1);
      expect((await fsck({ moments: stores.moments })).violations).toEqual([]);
    },
    60_000,
  );

  it('is kept through an outage longer than a worker may go on working, as long as nobody took it', async () => {
    let isAway = false;
    const world = new AppWorld({
      script: () => {
        isAway = true;
        return ScriptedAgent.done;
      },
      pause: async () => {
        if (isAway) throw new UnavailableError('postgres', 'The database cannot be reached');
      },
    });
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']), { advance: 'direct' });
    await world.loop(id).catch(() => undefined);
    await world.passWithout(25_000);
    isAway = false;
    await world.pass(3_000);
    expect(await attemptEvents(world, id)).toEqual(ONCE);
    expect((await world.state(id)).status).toBe('succeeded');
  });

  it('is stopped in the middle when nobody can say any more whose it is', async () => {
    let isAway = false;
    let isStopped = false;
    const world = new AppWorld({
      script: async (_job, signal) => {
        isAway = true;
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
        isStopped = true;
        return { ...ScriptedAgent.done, type: 'aborted' };
      },
      pause: async () => {
        if (isAway) throw new UnavailableError('postgres', 'The database cannot be reached');
      },
    });
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a']), { advance: 'direct' });
    await world.loop(id).catch(() => undefined);
    await world.passWithout(25_000);
    expect(isStopped).toBe(true);
    isAway = false;
    await world.pass(1_000);
    expect(await attemptEvents(world, id)).not.toContain('attempt-ended 1');
  });
});
