import { type AskedOfGateway, NodeRuntime, type NodeRuntimeDeps } from '../../runtime/main/facade/node-runtime';
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
