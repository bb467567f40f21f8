import { AppWorld } from '../support/app-world';
import { verifies } from '../support/verifies';
import { LiveGateway } from './live-gateway';

const PLAN = {
  plan: {
    text: JSON.stringify({
      tasks: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, title: `Think ${id}` })),
    }),
    fileName: 'plan.json',
  },
};

let gateway: LiveGateway;
beforeEach(async () => {
  gateway = await LiveGateway.open(new AppWorld({ agentName: 'anthropic' }));
  await gateway.world.addWorker('able', 8);
});
afterEach(() => gateway.close());

const preview = async (more: object) => {
  const reply = await gateway.ask('POST', '/api/plan/preview', { ...PLAN, ...more });
  return { httpStatus: reply.statusCode, ...reply.json() };
};

describe(`a preview with the options of a hand-off${verifies('R-80')}`, () => {
  it('says who would do each task, and what nobody could', async () => {
    const able = await preview({ options: { agent: 'anthropic' } });
    expect(able.preview.tasks.map(({ agent }: { agent: string }) => agent)).toEqual(Array(6).fill('anthropic'));
    expect(able.unmet).toEqual([]);
    const unable = await preview({ options: { agent: 'openai' } });
    expect(unable.preview.tasks[0].agent).toBe('openai');
    expect(unable.unmet).toMatchObject([{ code: 'CAPABILITY_MISSING', message: expect.stringContaining('openai') }]);
  });

  it('says when it would be over with so many side by side', async () => {
    const minutes = async (options: object) =>
      (await preview({ options: { agent: 'anthropic', ...options } })).forecast;
    const [alone, together] = [await minutes({ maxParallel: 1 }), await minutes({ maxParallel: 6 })];
    for (const { lowMinutes, middleMinutes, highMinutes } of [alone, together]) {
      expect(lowMinutes).toBeLessThan(middleMinutes);
      expect(middleMinutes).toBeLessThan(highMinutes);
    }
    expect(alone.middleMinutes).toBeGreaterThan(2 * together.middleMinutes);
    // The same again says the same.
    expect(await minutes({ maxParallel: 1 })).toEqual(alone);
  });

  it('says with which options it would run, and those handed over are what runs', async () => {
    const asked = {
      agent: 'anthropic',
      maxParallel: 2,
      release: 'barrier',
      timeoutMinutes: 7,
      retry: { maxAttempts: 5 },
      channels: ['push'],
    };
    const { options } = await preview({ options: asked });
    expect(options).toMatchObject({
      maxParallel: 2,
      release: 'barrier',
      timeoutMinutes: 7,
      retry: { maxAttempts: 5, backoffMultiplier: expect.any(Number), whenSpent: 'fail' },
      notifications: { voice: false, push: true, discord: false },
      onFailure: 'skip-dependents',
      undeclaredWrites: 'widen',
      unknownFiles: 'beside',
    });
    const run = async (given: object, key: string) => {
      const { executionId } = (await gateway.handOver({ ...PLAN, options: given }, key)).json();
      const {
        undeclaredWrites = 'widen',
        unknownFiles = 'beside',
        retry,
        ...rest
      } = (await gateway.world.state(executionId)).options;
      return { undeclaredWrites, unknownFiles, retry: { whenSpent: 'fail', ...retry }, ...rest };
    };
    expect(await run(options, 'shown')).toEqual(await run(asked, 'asked'));
    expect((await preview({ options })).options).toEqual(options);
  });

  it('is refused for what a hand-off is refused for, in the same words', async () => {
    for (const more of [{ options: { workers: 3 } }, { options: { maxParallel: 0 } }, { project: '/nowhere' }]) {
      const { httpStatus, error } = await preview(more);
      const handed = await gateway.handOver({ ...PLAN, ...more });
      const { requestId: _own, ...told } = error;
      const { requestId: _other, ...toldThere } = handed.json().error;
      expect([httpStatus, told]).toEqual([handed.statusCode, toldThere]);
    }
  });
});
