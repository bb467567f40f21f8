import { controlExecution } from '../../runtime/app/control-execution';
import { fsck } from '../../runtime/app/fsck';
import { rollBackExecution } from '../../runtime/app/roll-back-execution';
import { transact } from '../../runtime/app/transact';
import { type ControlAction, control as decideControl } from '../../runtime/core/execution/control';
import { loseAttempt } from '../../runtime/core/execution/settle-attempts';
import type { ExecutionId } from '../../runtime/core/ids';
import type { AgentResult } from '../../runtime/ports/agent';
import { AppWorld, HOST, type Script, ScriptedAgent } from '../support/app-world';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const paid = { agent: 'claude-code', command: undefined } as never;
const plan = (...lines: readonly string[]) =>
  smallPlan(lines, Object.fromEntries(lines.map((line) => [line.split('<')[0]!, paid])));
const SPENT = { costUsd: 2, inputTokens: 700, outputTokens: 50 };
const stopped = { ...ScriptedAgent.done, usage: SPENT, type: 'aborted' } as AgentResult;

/** Works until it is told to stop. */
const works: Script = (_, signal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(stopped), { once: true }));

async function worldWith(script: Script) {
  const world = new AppWorld({ script, agentName: 'claude-code' });
  await world.addWorker('w1');
  const host = {
    wake: async () => 'taken' as const,
    executionState: async () => 'waiting' as const,
    isReady: async () => true,
  };
  const deps = { ...world.deps, host, hostName: HOST };
  const actor = 'person:ada';
  const control = async (executionId: ExecutionId, action: ControlAction, stopsRunning = false) => {
    await controlExecution(deps, { executionId, action, stopsRunning, actor });
    await world.settle();
  };
  const back = (executionId: ExecutionId, taskId: string) => rollBackExecution(deps, { executionId, taskId, actor });
  const booked = async (id: ExecutionId) =>
    (await world.deps.store.eventsAfter(id, 0)).flatMap(({ body }) => (body.type === 'cost-booked' ? [body] : []));
  const holds = async () => expect((await fsck({ moments: world.stores.moments })).violations).toEqual([]);
  return { world, control, back, booked, holds };
}

it.each([
  ['a pause that stops what runs', 'pause', true],
  ['a cancel', 'cancel', false],
] as const)(
  `counts what an attempt had cost when %s ended it, once${verifies('R-17', 'I22')}`,
  async (_, action, stopsRunning) => {
    const { world, control, booked, holds } = await worldWith(works);
    const id = await world.submit(plan('a'), { advance: 'direct' });
    await world.loop(id);
    await control(id, action, stopsRunning);
    await control(id, action, stopsRunning);
    await world.pass(60_000);
    expect(await world.state(id)).toMatchObject({ costUsd: 2 });
    expect(await booked(id)).toEqual([{ type: 'cost-booked', of: { task: 0, token: 1 }, ...SPENT }]);
    await holds();
  },
);

it(`counts what an attempt had cost that a rollback ended, and lets nobody spend it again${verifies('R-17', 'I22')}`, async () => {
  const { world, back, booked, holds } = await worldWith((job, signal) =>
    job.task.id === 'a' ? ScriptedAgent.done : works(job, signal),
  );
  const id = await world.submit(plan('a', 'b<a'), { advance: 'direct', costCapUsd: 5, taskCostCapUsd: 5 });
  await world.loop(id);
  await back(id, 'a');
  await world.pass(5_000);
  expect(await booked(id)).toEqual([{ type: 'cost-booked', of: { task: 1, token: 1 }, ...SPENT }]);
  expect((await world.state(id)).costUsd).toBe(2);
  await holds();
});

it(`counts what an attempt had cost whose lease ended while its worker stood still${verifies('R-17', 'I22')}`, async () => {
  let finish = (_: AgentResult): void => undefined;
  const { world, booked, holds } = await worldWith(() => new Promise((resolve) => (finish = resolve)));
  const id = await world.submit(plan('a'), { advance: 'direct' });
  await world.loop(id);
  const late = finish;
  await transact(world.deps, {
    executionId: id,
    actor: 'gateway',
    decide: (draft) => loseAttempt(draft, 0, 1, 'it did not renew the lease', false),
  });
  await world.pass(5_000);
  late({ ...ScriptedAgent.done, usage: SPENT });
  await world.settle();
  expect(await booked(id)).toEqual([{ type: 'cost-booked', of: { task: 0, token: 1 }, ...SPENT }]);
  await holds();
});

it(`counts what an attempt had cost that was cancelled in the moment in which its worker stops${verifies('R-14', 'I22')}`, async () => {
  const { world, booked, holds } = await worldWith(works);
  const id = await world.submit(plan('a'), { advance: 'direct' });
  await world.loop(id);
  await transact(world.deps, {
    executionId: id,
    actor: 'person:ada',
    decide: (draft, shape) => decideControl(draft, shape, 'cancel'),
  });
  // Sooner than it is told, or finds out by itself.
  const stopped = world.stopWorker('w1', 500);
  await world.settle();
  await world.passWithout(1_000);
  await stopped;
  expect(await booked(id)).toEqual([{ type: 'cost-booked', of: { task: 0, token: 1 }, ...SPENT }]);
  await holds();
});

it('says nothing of an attempt that costs nothing', async () => {
  const { world, control, booked } = await worldWith(
    (_, signal) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve({ ...ScriptedAgent.done, type: 'aborted' })),
      ),
  );
  const id = await world.submit(plan('a'), { advance: 'direct' });
  await world.loop(id);
  await control(id, 'cancel');
  await world.pass(5_000);
  expect(await booked(id)).toEqual([]);
});
