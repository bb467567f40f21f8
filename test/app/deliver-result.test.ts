import { type DeliverDeps, deliverResult } from '../../runtime/app/deliver-result';
import { asProjectId } from '../../runtime/core/ids';
import type { OutgoingMessage } from '../../runtime/ports/outbox';
import { AppWorld, HOST } from '../support/app-world';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const PROJECT = asProjectId('0190a000-0000-7000-8000-00000000cafe');

describe('the delivery of a result', () => {
  /** An execution in this epoch with this tip, and a message about the end of the first one; answers with what was delivered. */
  async function deliveredIn(now: { readonly epoch: number; readonly tip: string }): Promise<readonly string[]> {
    const world = new AppWorld();
    const id = await world.submit(smallPlan(['a']));
    const { execution, shape } = await world.deps.cache.refresh(id);
    const options = { ...execution.options, projectId: PROJECT };
    const delivered: string[] = [];
    const deps = {
      ...world.deps,
      hostName: HOST,
      projects: { get: async () => ({ id: PROJECT, dir: '/project', host: HOST, name: 'project', shares: [] }) },
      repositories: {
        setTip: async () => undefined,
        deliver: async (_project: unknown, { tip }: { readonly tip: string }) => {
          delivered.push(tip);
          return 'nightshift/it';
        },
        removeWorkspaces: async () => undefined,
      },
      cache: {
        refresh: async () => ({ execution: { ...execution, ...now, options }, shape }),
        likely: () => undefined,
      },
    } as unknown as DeliverDeps;
    const payload = { epoch: 1, tip: 'old' };
    const message = { topic: 'deliver', executionId: id, seq: 0, key: 'k', payload } as unknown as OutgoingMessage;
    // What is recorded of it is the database's, which knows of no such epoch; only what reaches the user counts here.
    await deliverResult(deps, message).catch(() => undefined);
    return delivered;
  }

  it('puts it into the repository', async () => {
    expect(await deliveredIn({ epoch: 1, tip: 'old' })).toEqual(['old']);
  });

  it(`puts nothing there that was taken back since, however late its message comes${verifies('I7', 'I8')}`, async () => {
    expect(await deliveredIn({ epoch: 2, tip: 'new' })).toEqual([]);
  });

  it('does so after a restore, which raises the epoch and changes nothing', async () => {
    expect(await deliveredIn({ epoch: 2, tip: 'old' })).toEqual(['old']);
  });
});
