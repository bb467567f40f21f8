import { fsck } from '../../runtime/app/fsck';
import { rollBackExecution } from '../../runtime/app/roll-back-execution';
import { transact } from '../../runtime/app/transact';
import { viewTasks } from '../../runtime/app/view-execution';
import { isResultLetGo } from '../../runtime/core/execution/results';
import { AppWorld, HOST, ScriptedAgent } from '../support/app-world';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const COUNT = 100;
const KEPT = 64;
const LOOP_HOST = {
  wake: async () => 'taken' as const,
  executionState: async () => 'waiting' as const,
  isReady: async () => true,
};

/** A world in which a plan of many tasks has just succeeded. */
async function manyDone() {
  const world = new AppWorld({
    script: async ({ task }) => ({ ...(await ScriptedAgent.done), summary: `I did ${task.id}` }),
  });
  await world.addWorker('w1', 50);
  const wide = Array.from({ length: COUNT }, (_, no) => `t${no}`);
  const id = await world.submit(smallPlan([...wide, `last<${wide.join(',')}`]), {
    advance: 'direct',
    maxParallel: 50,
  });
  for (let turn = 0; turn < 10 && (await world.state(id)).endedAt === undefined; turn++) {
    await world.loop(id);
    await world.pass(1_000);
  }
  return { world, wide, id };
}

describe('results of finished tasks', () => {
  it(`stay in memory while they are new, and are read again for a prompt, for people and for a change${verifies('I13')}`, async () => {
    const { world, wide, id } = await manyDone();
    const { status, tasks } = await world.state(id);
    expect(status).toBe('succeeded');
    expect(world.deps.cache.resultsOf(id)).toBe(KEPT);
    expect(tasks.filter(isResultLetGo)).toHaveLength(COUNT + 1 - KEPT);
    expect(isResultLetGo(tasks.at(0)!)).toBe(true);

    const prompt = world.agent.jobs.find(({ task }) => task === 'last')!.prompt;
    for (const name of wide) expect(prompt).toContain(`I did ${name}\n`);
    const view = { ...world.deps, attempts: world.stores.attempts } as unknown as Parameters<typeof viewTasks>[0];
    for (const { evidence } of await viewTasks(view, id)) expect(evidence).toHaveLength(1);
    expect((await world.stores.executions.load(id))!.tasks.some(isResultLetGo)).toBe(false);

    const deps = { ...world.deps, host: LOOP_HOST, hostName: HOST };
    await rollBackExecution(deps, { executionId: id, taskId: wide[COUNT - 1]!, actor: 'person:ada' });
    expect((await world.state(id)).tasks.map((task) => task.status)).toContain('pending');
    expect((await fsck({ moments: world.stores.moments })).violations).toEqual([]);
  });

  it('are there when a decision changes their task, also where nobody is asked for news first', async () => {
    const { world, id } = await manyDone();
    expect(isResultLetGo(world.deps.cache.likely(id)!.execution.tasks.at(0)!)).toBe(true);
    let seen: string | undefined;
    await transact(world.deps, {
      executionId: id,
      actor: 'test',
      decide: (draft) => {
        seen = draft.task(0).attempt?.summary;
        const { epoch, lastSeq } = draft.execution;
        draft.record({
          type: 'execution-rolled-back',
          to: 1,
          toSeq: lastSeq,
          epoch: epoch + 1,
          wavesCompleted: 0,
        });
        draft.record({ type: 'task-reopened', task: 0 });
      },
    });
    expect(seen).toBe('I did t0');
  });
});
