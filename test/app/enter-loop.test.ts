import { enterLoop } from '../../runtime/main/facade/enter-loop';
import { AppWorld } from '../support/app-world';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const caller = { workflowId: 'wf', workflowName: 'The Workflow', n8nExecutionId: 'n8n-2' };

describe(`the entry of a restarted loop${verifies('R-11')}`, () => {
  async function restarted() {
    const world = new AppWorld();
    const { loops } = world.deps;
    const executionId = await world.submit(smallPlan(['a']));
    await loops.restart(executionId, 1, 'for the test');
    const [wake] = await loops.dueWakes(10);
    if (wake?.type !== 'start') throw new Error('nothing is to be started');
    return { loops, executionId, restartKey: wake.key };
  }

  it('is open once for whoever brings the key, and stays open for them', async () => {
    const { loops, executionId, restartKey } = await restarted();
    const input = { executionId, generation: 2, restartKey };
    const entered = { type: 'entered', executionId, generation: 2 };
    expect(await enterLoop(loops, input, caller)).toEqual(entered);
    expect(await enterLoop(loops, input, caller)).toEqual(entered);
    const other = { ...caller, n8nExecutionId: 'n8n-3' };
    expect(await enterLoop(loops, input, other)).toMatchObject({ type: 'refused', httpStatus: 401 });
    expect((await loops.get(executionId))?.n8nExecutionId).toBe('n8n-2');
  });

  it.each([
    ['nothing', () => ({})],
    ['no key', (executionId: string) => ({ executionId, generation: 2, restartKey: '' })],
    ['a guess', (executionId: string) => ({ executionId, generation: 2, restartKey: 'guess' })],
    ['another generation', (executionId: string, restartKey: string) => ({ executionId, generation: 1, restartKey })],
    ['a name that is no id', (_: string, restartKey: string) => ({ executionId: 'x', generation: 2, restartKey })],
    ['an unknown execution', (_: string, restartKey: string) => ({ executionId: UNKNOWN, generation: 2, restartKey })],
  ])('is closed for whoever brings %s, in the same words, and nothing is changed', async (_, inputOf) => {
    const { loops, executionId, restartKey } = await restarted();
    const before = await loops.get(executionId);
    expect(await enterLoop(loops, inputOf(executionId, restartKey), caller)).toMatchObject({
      type: 'refused',
      error: { code: 'LOOP_KEY_REFUSED' },
    });
    expect(await loops.get(executionId)).toEqual(before);
  });

  it('needs a key also where a loop was never begun', async () => {
    const world = new AppWorld();
    const executionId = await world.submit(smallPlan(['a']));
    const input = { executionId, generation: 1, restartKey: '' };
    expect(await enterLoop(world.deps.loops, input, { ...caller, n8nExecutionId: 'n8n-1' })).toMatchObject({
      type: 'refused',
    });
  });
});

const UNKNOWN = '01890a5d-ac96-774b-bcce-b302099a8057';
