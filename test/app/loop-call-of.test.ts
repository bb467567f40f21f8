import { loopCallOf } from '../../runtime/main/facade/loop-call-of';
import { AppWorld } from '../support/app-world';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const caller = { workflowId: 'wf', workflowName: 'The Workflow', n8nExecutionId: 'n8n-1' };

describe('the loop that a node calls for', () => {
  const world = new AppWorld();
  let id: string;
  beforeAll(async () => {
    id = await world.submit(smallPlan(['a']));
  });

  it.each([
    ['nothing of it', {}],
    ['an answer of somebody else', { executionId: undefined, generation: 12 }],
    ['empty fields', { executionId: '', generation: null, restartKey: '' }],
  ])(`is the one that its n8n execution drives when a person's node gave %s${verifies('R-11')}`, async (_, input) => {
    expect(await loopCallOf(world.deps.loops, input, caller)).toEqual({
      executionId: id,
      generation: 1,
      workflowId: 'wf',
      n8nExecutionId: 'n8n-1',
    });
  });

  it('is the one that the item names, for the runtime to say that it is stale', async () => {
    const call = await loopCallOf(world.deps.loops, { executionId: id, generation: '7', restartKey: 'k' }, caller);
    expect(call).toMatchObject({ executionId: id, generation: 7, startKey: 'k' });
  });

  it.each([
    ['drives none', {}, { ...caller, n8nExecutionId: 'other' }],
    ['drives another', { executionId: 'b3f0ad3b-8a4f-4c77-8f5f-30a45b1ce5d1' }, caller],
    ['gets something that is no id', { executionId: '17', generation: 1 }, caller],
  ])('is refused when the n8n execution %s', async (_, input, from) => {
    await expect(loopCallOf(world.deps.loops, input, from)).rejects.toMatchObject({ code: 'NODE_INPUT_INVALID' });
  });
});
