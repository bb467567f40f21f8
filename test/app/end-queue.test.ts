import { AppWorld, ScriptedAgent } from '../support/app-world';
import { smallPlan } from '../support/small-plan';

/** What happens to a plan in direct mode, begun by one turn of the loop. */
async function ran(world: AppWorld, lines: readonly string[]) {
  const id = await world.submit(smallPlan(lines), { advance: 'direct', maxParallel: 8 });
  await world.loop(id);
  await world.settle();
  return { id, events: await world.stores.executions.eventsAfter(id, 0), execution: await world.state(id) };
}

const types = (events: readonly { readonly body: { readonly type: string } }[]) => events.map(({ body }) => body.type);

describe('ends that a worker has in hand', () => {
  it('start what follows on it in their own transition, without an announcement', async () => {
    const world = new AppWorld();
    await world.addWorker('one');
    const { events, execution } = await ran(world, ['a', 'b<a', 'c<b']);
    expect(execution.status).toBe('succeeded');
    // Only the first task was assigned by somebody else, and so announced.
    expect(types(events).filter((type) => type === 'task-announced')).toHaveLength(1);
    const after = types(events).slice(types(events).indexOf('task-completed'));
    expect(after.slice(0, 4)).toEqual(['task-completed', 'wave-completed', 'task-assigned', 'attempt-started']);
    expect(world.agent.jobs.map(({ task }) => task)).toEqual(['a', 'b', 'c']);
  });

  it('are committed together when they come together', async () => {
    let commits = 0;
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const world = new AppWorld({
      pause: async (point) => {
        if (point === 'before:commit') commits += 1;
      },
      script: async () => {
        await released;
        return ScriptedAgent.done;
      },
    });
    await world.addWorker('one', 8);
    const { id } = await ran(world, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
    await world.settle();
    const before = commits;
    release();
    for (let round = 0; round < 5; round++) await world.settle();
    expect((await world.state(id)).status).toBe('succeeded');
    expect(commits - before).toBeLessThan(4);
  });

  it('leave a slot idle for one commit: what deciding on them takes is read while their evidence is kept', async () => {
    const points: string[] = [];
    const world: AppWorld = new AppWorld({
      pause: async (point) => void points.push(point),
      script: async () => {
        world.nowMs += 1_000;
        return ScriptedAgent.done;
      },
    });
    await world.addWorker('one', 1);
    await world.addWorker('two', 1);
    const { execution } = await ran(world, ['a', 'b', 'c', 'd', 'e', 'f']);
    expect(execution.status).toBe('succeeded');
    const kept = points.lastIndexOf('before:put-artifact');
    const read = points.slice(0, points.indexOf('before:commit', kept));
    expect(read.filter((point) => point === 'before:scheduling').length).toBeGreaterThan(0);
    // Nothing is asked between the last of the evidence and the commit.
    expect(
      points.slice(points.indexOf('after:put-artifact', kept), points.indexOf('before:commit', kept)),
    ).not.toContain('before:scheduling');
  });

  it('wait for no sweep where a slot seems taken that is free again', async () => {
    const world: AppWorld = new AppWorld({
      script: () => {
        world.nowMs += 10;
        return ScriptedAgent.done;
      },
    });
    for (const name of ['one', 'two']) await world.addWorker(name, 1, [`at-${name}`]);
    const plan = smallPlan(['a', 'b<a', 'c<b', 'd<c', 'e<d', 'f<e']);
    const tasks = plan.tasks.map((task, no) => ({ ...task, capability: no % 2 === 0 ? 'at-one' : 'at-two' }));
    const id = await world.submit({ ...plan, tasks }, { advance: 'direct' });
    await world.loop(id);
    for (let round = 0; round < 5; round++) await world.settle();
    expect((await world.state(id)).status).toBe('succeeded');
  });

  it('leave to others what this worker cannot take', async () => {
    const world = new AppWorld({ script: () => ScriptedAgent.done });
    await world.addWorker('one', 1);
    await world.addWorker('two', 1);
    const { execution, events } = await ran(world, ['a', 'b<a', 'c<a']);
    expect(execution.status).toBe('succeeded');
    const workers = events.flatMap(({ body }) => (body.type === 'attempt-started' ? [body.worker] : []));
    expect(new Set(workers).size).toBe(2);
  });
});
