import { controlExecution } from '../../runtime/app/control-execution';
import { LoopReconciler } from '../../runtime/app/reconcile-loops';
import { UnavailableError } from '../../runtime/core/errors';
import type { HostedState } from '../../runtime/core/execution/decide-loop';
import type { LoopHost } from '../../runtime/ports/loop-host';
import { AppWorld, ScriptedSandbox } from '../support/app-world';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

/** n8n as it answers when it is asked; what it is told to say may change. */
class SaidHost implements LoopHost {
  says: HostedState | 'away' = 'waiting';
  isUp = true;

  async wake() {
    return 'taken' as const;
  }

  async executionState(): Promise<HostedState> {
    if (this.says === 'away') throw new UnavailableError('n8n', 'away');
    return this.says;
  }

  async isReady(): Promise<boolean> {
    return this.isUp;
  }
}

const failed = async () => {
  let exitCode = 1;
  const world = new AppWorld({ sandbox: new ScriptedSandbox(() => exitCode) });
  await world.addWorker('w1');
  const id = await world.submit(smallPlan(['a']), {
    retry: { maxAttempts: 1, firstDelayMs: 0, backoffMultiplier: 1, maxDelayMs: 0 },
  });
  expect(await world.loop(id)).toBe('over');
  expect((await world.state(id)).status).toBe('failed');
  exitCode = 0;
  const host = new SaidHost();
  const reconciler = new LoopReconciler({ ...world.deps, host, clock: world.clock });
  const retry = () =>
    controlExecution({ ...world.deps, host }, { executionId: id, action: 'retry', actor: 'person:me' });
  const generation = async () => (await world.stores.loops.get(id))?.generation;
  return { world, id, host, reconciler, retry, generation };
};

describe('a retry by a person brings the loop back', () => {
  it(`while n8n still runs the end of the loop before${verifies('R-12')}`, async () => {
    const { host, retry, generation } = await failed();
    host.says = 'running';
    await retry();
    expect(await generation()).toBe(2);
  });

  it('also when n8n is away just then', async () => {
    const { host, retry, generation } = await failed();
    host.says = 'away';
    await retry();
    expect(await generation()).toBe(2);
  });

  it('also when the loop before is set aside only after it', async () => {
    const { world, id, host, reconciler, retry, generation } = await failed();
    await retry();
    await world.stores.loops.end(id);
    host.says = 'success';
    await world.pass(20_000);
    await reconciler.look();
    expect(await generation()).toBe(3);
  });
});

describe('a loop that nobody has begun', () => {
  it('is not dead while n8n is away, however long that is', async () => {
    const { world, host, reconciler, retry, generation } = await failed();
    await retry();
    host.isUp = false;
    for (let look = 0; look < 10; look++) {
      await world.pass(20_000);
      await reconciler.look();
    }
    expect(await generation()).toBe(2);
    host.isUp = true;
    await reconciler.look();
    expect(await generation()).toBe(3);
  });
});
