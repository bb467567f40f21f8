import { type AskedOfGateway, NodeRuntime, type NodeRuntimeDeps } from '../../runtime/main/facade/node-runtime';
import { AppWorld } from '../support/app-world';
import { verifies } from '../support/verifies';

/** A node runtime of which only the gateway is asked. */
function asking() {
  const asked: unknown[] = [];
  const gateway: AskedOfGateway = {
    similar: async (request) => {
      asked.push(request);
      return [];
    },
    research: async (request) => {
      asked.push(request);
      return { answer: '42', sources: [], model: 'm', costUsd: 0, isCached: true };
    },
  };
  return { asked, runtime: new NodeRuntime({ gateway } as unknown as NodeRuntimeDeps) };
}

describe('what nodes ask of the gateway', () => {
  it(`is the past, by every filter that was set${verifies('R-63')}`, async () => {
    const { asked, runtime } = asking();
    const projectId = '0190a000-0000-7000-8000-000000000001';
    await runtime.recommend({ text: 'a task', limit: 3, taskType: 'fix', isSuccess: false, projectId });
    await runtime.recommend({ text: 'a task', limit: 3, projectId: '' });
    expect(asked).toEqual([
      { text: 'a task', limit: 3, taskType: 'fix', isSuccess: false, projectId },
      { text: 'a task', limit: 3 },
    ]);
  });

  it(`is a question, and its answer comes with it${verifies('R-70')}`, async () => {
    const { asked, runtime } = asking();
    expect(await runtime.research({ question: 'why?', maxAgeHours: 1 })).toEqual({
      question: 'why?',
      answer: '42',
      sources: [],
      model: 'm',
      costUsd: 0,
      isCached: true,
    });
    expect(asked).toEqual([{ question: 'why?', maxAgeHours: 1 }]);
  });
});

describe(`a webhook that is refused${verifies('S-13')}`, () => {
  const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const caller = { workflowId: 'w', workflowName: 'W', n8nExecutionId: '1' };
  const refused = async (body: string, headers: Readonly<Record<string, string>>, requireSignature = true) => {
    const world = new AppWorld();
    const deps = { ...world.deps, signingSecrets: [SECRET], gatewayUrl: 'http://127.0.0.1:4114' };
    const input = { source: 'webhook', body: Buffer.from(body), headers, requireSignature };
    const answer = await new NodeRuntime(deps as unknown as NodeRuntimeDeps).submitPlan(input, caller);
    if (answer.type !== 'refused') throw new Error('it was taken');
    return answer.error;
  };

  it.each([
    ['its own request id', { 'x-request-id': 'r-1', 'webhook-id': 'msg_1' }, 'r-1'],
    ['its webhook id', { 'webhook-id': 'msg_1' }, 'msg_1'],
    ['a new one where it has none', {}, expect.stringMatching(/^[A-Za-z0-9._-]{1,64}$/)],
    [
      'a new one where its own cannot stand in a log',
      { 'webhook-id': 'a b' },
      expect.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
    ],
  ])('is told %s', async (_, headers, requestId) => {
    expect(await refused('{}', headers)).toMatchObject({ code: 'SIGNATURE_MISSING', requestId });
  });

  it('is told which of its headers is no key', async () => {
    const error = await refused('{"plan":{"text":"- [ ] a"}}', { 'webhook-id': 'a b' }, false);
    expect(error).toMatchObject({
      code: 'IDEMPOTENCY_KEY_MISSING',
      message: 'The header webhook-id takes 1 to 200 visible ASCII characters and has 3, others among them',
    });
  });

  it('is told where in its body', async () => {
    const error = await refused('{"plan":{"text":"- [ ] a"},"project":7}', { 'webhook-id': 'msg_1' }, false);
    expect(error).toMatchObject({ code: 'BODY_INVALID', where: { path: '/project' }, requestId: 'msg_1' });
  });
});
