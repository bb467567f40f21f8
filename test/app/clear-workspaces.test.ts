import { clearWorkspaces } from '../../runtime/app/clear-workspaces';
import type { ExecutionId } from '../../runtime/core/ids';
import { AppWorld } from '../support/app-world';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const MINUTE_MS = 60_000;

describe('clearing workspaces away', () => {
  it(`removes those of executions that were over a while ago, and no others${verifies('I18')}`, async () => {
    const world = new AppWorld();
    const running = await world.submit(smallPlan(['a']));
    await world.addWorker('w1');
    const over = await world.submit(smallPlan(['a']), {}, 'n8n-2');
    await world.loop(over, 1, 'n8n-2');
    await world.pass(2_000);
    await world.loop(over, 1, 'n8n-2');
    expect((await world.state(over)).status).toBe('succeeded');
    expect((await world.state(running)).status).toBe('queued');

    const removed: string[] = [];
    const clear = () =>
      clearWorkspaces({
        ...world.deps,
        repositories: {
          workspaces: async () => [running, 'unknown' as ExecutionId, over],
          removeWorkspaces: async (id) => void removed.push(id),
        },
      });
    await clear();
    expect(removed).toEqual([]);
    await world.pass(6 * MINUTE_MS);
    await clear();
    expect(removed).toEqual([over]);
  });
});
