import { forkExecution } from '../../runtime/app/fork-execution';
import { fsck } from '../../runtime/app/fsck';
import { rollBackExecution } from '../../runtime/app/roll-back-execution';
import type { ExecutionId } from '../../runtime/core/ids';
import { AppWorld, HOST, ScriptedAgent } from '../support/app-world';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const CHAIN = ['a', 'b<a', 'c<b', 'd<c'];
const never = () => new Promise<never>(() => undefined);

async function worldWith(given: ConstructorParameters<typeof AppWorld>[0] = {}) {
  const world = new AppWorld(given);
  await world.addWorker('w1');
  const host = {
    wake: async () => 'taken' as const,
    executionState: async () => 'waiting' as const,
    isReady: async () => true,
  };
  const deps = { ...world.deps, host, hostName: HOST };
  const back = (executionId: ExecutionId, taskId: string) =>
    rollBackExecution(deps, { executionId, taskId, actor: 'person:ada' });
  const runs = async (id: ExecutionId, generation = 1) => {
    for (let turns = 0; turns < 10 && (await world.state(id)).endedAt === undefined; turns++) {
      await world.loop(id, generation);
      await world.pass(1_000);
    }
    return (await world.state(id)).status;
  };
  const ids = async (id: ExecutionId) => (await world.state(id)).tasks.map(({ status, token }) => `${status} ${token}`);
  const violations = async () => (await fsck({ moments: world.stores.moments })).violations;
  return { world, back, runs, ids, violations, deps };
}

it(`takes an execution that is over back to a task, and does anew only what came after it${verifies('R-11')}`, async () => {
  const { world, back, runs, ids, violations } = await worldWith();
  const id = await world.submit(smallPlan(CHAIN), { advance: 'direct' });
  expect(await runs(id)).toBe('succeeded');
  const events = await world.deps.store.eventsAfter(id, 0);

  expect(await back(id, 'b')).toEqual({
    message: 'It is as it was right after b; 2 tasks begin anew. The execution is running.',
  });
  expect(await ids(id)).toEqual(['completed 1', 'completed 1', 'pending 1', 'pending 1']);
  expect(await world.state(id)).toMatchObject({ epoch: 2, status: 'running', wavesCompleted: 2 });
  expect((await world.deps.store.eventsAfter(id, 0)).slice(0, events.length)).toEqual(events);
  expect(await violations()).toEqual([]);

  await world.pass(2_000);
  expect(await runs(id, 2)).toBe('succeeded');
  expect(await ids(id)).toEqual(['completed 1', 'completed 1', 'completed 2', 'completed 2']);
  expect(world.agent.jobs.map(({ task }) => task)).toEqual(['a', 'b', 'c', 'd', 'c', 'd']);
  expect(await violations()).toEqual([]);
});

it(`stops what runs, and takes no late result of it${verifies('I7')}`, async () => {
  let finish = () => {};
  const late = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let isFirst = true;
  const { world, back, ids, violations } = await worldWith({
    script: async ({ task }) => {
      if (task.id === 'c' && isFirst) {
        isFirst = false;
        await late;
      }
      return ScriptedAgent.done;
    },
  });
  const id = await world.submit(smallPlan(CHAIN), { advance: 'direct' });
  await world.loop(id);
  await world.pass(1_000);
  expect(await ids(id)).toEqual(['completed 1', 'completed 1', 'active 1', 'pending 0']);
  await back(id, 'a');
  expect((await ids(id)).slice(0, 3)).toEqual(['completed 1', 'pending 1', 'pending 1']);
  finish();
  await world.settle();
  expect((await ids(id))[2]).toBe('pending 1');
  expect(await violations()).toEqual([]);
});

it('leaves a pause as it is, and says when there is nothing to undo', async () => {
  const { world, back, ids } = await worldWith({
    script: ({ task }) => (task.id === 'c' ? never() : ScriptedAgent.done),
  });
  const id = await world.submit(smallPlan(['a', 'b<a']), { advance: 'direct' });
  await world.loop(id);
  await world.pass(2_000);
  expect(await ids(id)).toEqual(['completed 1', 'completed 1']);
  expect(await back(id, 'b')).toEqual({ message: 'Nothing to do: nothing came after b.' });
});

it('refuses a task that is not completed, and names what there is', async () => {
  const { world, back } = await worldWith({ script: () => never() });
  const id = await world.submit(smallPlan(['a', 'b<a']), { advance: 'direct' });
  await world.loop(id);
  await expect(back(id, 'b')).rejects.toMatchObject({ code: 'CONTROL_REFUSED' });
  await expect(back(id, 'z')).rejects.toMatchObject({ code: 'TASK_UNKNOWN' });
});

it(`forks: a new execution has done what was done by then, the old one is as it was, and the same key starts one${verifies('R-11')}`, async () => {
  const { world, ids, violations, runs, deps } = await worldWith();
  const id = await world.submit(smallPlan(CHAIN), { advance: 'direct' });
  await runs(id);
  const before = await world.deps.store.eventsAfter(id, 0);
  const ask = { executionId: id, taskId: 'b', idempotencyKey: 'k', actor: 'person:ada' };
  const receipt = await forkExecution(deps, ask);
  expect(receipt.isNew).toBe(true);
  expect(await forkExecution(deps, ask)).toMatchObject({ executionId: receipt.executionId, isNew: false });
  await expect(forkExecution(deps, { ...ask, taskId: 'c' })).rejects.toMatchObject({ code: 'HANDOFF_KEY_REUSED' });
  expect(await ids(receipt.executionId)).toEqual(['completed 0', 'completed 0', 'pending 0', 'pending 0']);
  for (let seconds = 0; seconds < 20; seconds++) await world.pass(1_000);
  expect(await ids(receipt.executionId)).toEqual(['completed 0', 'completed 0', 'completed 1', 'completed 1']);
  expect(await world.deps.store.eventsAfter(id, 0)).toEqual(before);
  expect(await violations()).toEqual([]);
});
