import { UnavailableError } from '../../runtime/core/errors';
import { asWorkerId, type ExecutionId } from '../../runtime/core/ids';
import { deciderOf } from '../../runtime/core/schedule/decider-of';
import { AppWorld, type Asking, ScriptedAgent } from '../support/app-world';
import { smallPlan } from '../support/small-plan';

const WORKERS = ['one', 'two'] as const;
const reached: Asking = (_, ask) => ask();
const LINES = ['a', 'b<a', 'c<a', 'd<b,c', 'e<d', 'f<d', 'g<e,f'] as const;

/** Two workers with a slot each, on one machine; they have heard of each other. */
async function opened(neighbours: Asking, lines: readonly string[] = LINES, script = () => ScriptedAgent.done) {
  const world = new AppWorld({ neighbours, script });
  for (const name of WORKERS) await world.addWorker(name, 1);
  await known(world);
  const id = await world.submit(smallPlan(lines), { advance: 'direct', maxParallel: 8 });
  const decider = deciderOf(id, WORKERS.map(asWorkerId))!;
  return { world, id, decider, other: WORKERS.find((name) => name !== decider)! };
}

/** What is known of who lives here is read in the course of the first end; what is known of slots is over after a while. */
async function known(world: AppWorld): Promise<void> {
  await world.loop(await world.submit(smallPlan(['x', 'y']), { advance: 'direct', maxParallel: 8 }));
  await world.settle();
  await world.passWithout(1_000);
}

const eventsOf = (world: AppWorld, id: ExecutionId) => world.stores.executions.eventsAfter(id, 0);
const run = async ({ world, id }: { readonly world: AppWorld; readonly id: ExecutionId }) => {
  await world.loop(id);
  await world.settle();
  return eventsOf(world, id);
};

describe('workers of one machine', () => {
  it('have one of them decide on an execution: each step is one commit of its, and starts what follows on either', async () => {
    const opening = await opened(reached);
    const events = await run(opening);
    expect((await opening.world.state(opening.id)).status).toBe('succeeded');
    const ends = events.filter(({ body }) => body.type === 'attempt-ended');
    expect(new Set(ends.map(({ actor }) => actor))).toEqual(new Set([`worker:${opening.decider}`]));
    const starts = events.filter(({ body }) => body.type === 'attempt-started');
    const begunOn = new Set(starts.flatMap(({ body }) => ('worker' in body ? [body.worker] : [])));
    expect(begunOn).toEqual(new Set(WORKERS));
    // Only the first task was assigned by the loop, and so announced.
    expect(events.filter(({ body }) => body.type === 'task-announced')).toHaveLength(1);
    expect(opening.world.agent.jobs.map(({ task }) => task).sort()).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
      'f',
      'g',
      'x',
      'y',
    ]);
  });

  it.each(['ends', 'begin'] as const)(
    'go on where there is no answer to %s: the other one decides, or the lease does',
    async (lost) => {
      const opening = await opened(async ({ what }, ask) => {
        if (what === lost) throw new UnavailableError('socket', 'lost');
        return ask();
      });
      const events = await run(opening);
      for (let passed = 0; passed < 300; passed += 5) {
        await opening.world.pass(5_000);
        await opening.world.loop(opening.id);
      }
      expect((await opening.world.state(opening.id)).status).toBe('succeeded');
      const done = (await eventsOf(opening.world, opening.id)).filter(({ body }) => body.type === 'task-completed');
      expect(done).toHaveLength(LINES.length);
      expect(events.length).toBeGreaterThan(0);
    },
  );

  it('record an end once whose answer was lost', async () => {
    const opening = await opened(async ({ what }, ask) => {
      const answer = await ask();
      if (what === 'ends') throw new UnavailableError('socket', 'lost on its way back');
      return answer;
    });
    const events = await run(opening);
    const ends = events.flatMap(({ body }) => (body.type === 'attempt-ended' ? [`${body.task} ${body.token}`] : []));
    expect(new Set(ends).size).toBe(ends.length);
    expect((await opening.world.state(opening.id)).status).toBe('succeeded');
  });

  it('begin each attempt once, however often they are told', async () => {
    const opening = await opened(async ({ what }, ask) => {
      if (what === 'begin') await ask();
      return ask();
    });
    await run(opening);
    expect((await opening.world.state(opening.id)).status).toBe('succeeded');
    const jobs = opening.world.agent.jobs.map(({ task }) => task);
    expect(new Set(jobs).size).toBe(jobs.length);
  });

  it('hand back what they are told too late to begin', async () => {
    const held: (() => void)[] = [];
    let isHeld = true;
    const opening = await opened(async ({ what }, ask) => {
      if (what === 'begin' && isHeld) await new Promise<void>((resolve) => held.push(resolve));
      return ask();
    });
    await run(opening);
    expect(held).toHaveLength(1);
    isHeld = false;
    await opening.world.passWithout(15_000);
    for (const go of held) go();
    await opening.world.settle();
    const released = (await eventsOf(opening.world, opening.id)).filter(({ body }) => body.type === 'attempt-released');
    expect(released.map(({ body }) => 'reason' in body && body.reason)).toEqual(['its worker did not begin it']);
    await opening.world.pass(2_000);
    await opening.world.settle();
    expect((await opening.world.state(opening.id)).status).toBe('succeeded');
    const jobs = opening.world.agent.jobs.map(({ task }) => task);
    expect(new Set(jobs).size).toBe(jobs.length);
  });

  it('take the first steps when a gateway has who decides look, without an announcement', async () => {
    const { world, id, decider } = await opened(reached);
    await world.pass(1_000);
    expect((await world.state(id)).status).toBe('succeeded');
    const events = await eventsOf(world, id);
    expect(events.filter(({ body }) => body.type === 'task-announced')).toEqual([]);
    const [, ...later] = events;
    expect(new Set(later.map(({ actor }) => actor))).toEqual(new Set([`worker:${decider}`]));
  });

  it('are left alone by a gateway that got no answer, which looks by itself', async () => {
    const looks: string[] = [];
    const { world, id } = await opened(async ({ what, of }, ask) => {
      if (what !== 'look') return ask();
      looks.push(of);
      throw new UnavailableError('socket', 'lost');
    });
    await world.pass(5_000);
    expect((await world.state(id)).status).toBe('succeeded');
    const actors = new Set((await eventsOf(world, id)).map(({ actor }) => actor));
    expect(actors).toContain('gateway');
    expect(looks.length).toBe(new Set(looks).size);
  });

  it('leave an execution to the gateway that its loop drives', async () => {
    const { world } = await opened(reached);
    const id = await world.submit(smallPlan(['a']), { advance: 'workflow' });
    await world.pass(2_000);
    expect((await world.state(id)).status).toBe('queued');
  });

  it('look at an execution that waits for a slot as soon as one is free', async () => {
    let release: () => void = () => undefined;
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const world = new AppWorld({
      script: async ({ task }) => {
        if (task.id === 'long') await blocked;
        return ScriptedAgent.done;
      },
    });
    await world.addWorker('one', 1);
    const first = await world.submit(smallPlan(['long']), { advance: 'direct' });
    await world.loop(first);
    const second = await world.submit(smallPlan(['next']), { advance: 'direct' });
    await world.pass(1_000);
    expect((await world.state(second)).tasks.at(0)!.status).toBe('pending');
    // No sweep from here on.
    release();
    await world.settle();
    await world.settle();
    expect((await world.state(second)).status).toBe('succeeded');
  });
});
