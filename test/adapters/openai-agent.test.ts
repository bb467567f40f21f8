import { genaiPriceOf } from '../../runtime/adapters/genai-prices/genai-price-of';
import { OpenaiAgent } from '../../runtime/adapters/openai/openai-agent';
import { BubblewrapSandbox } from '../../runtime/adapters/sandbox/bubblewrap-sandbox';
import { apiAgentContract } from '../contracts/api-agent.contract';
import { openAgentBench, realClock } from '../support/agent-job';
import { openModelServer } from '../support/model-server';

const priceOf = genaiPriceOf('https://api.openai.com/v1');

apiAgentContract(
  'openai',
  'UNAVAILABLE_OPENAI',
  (server, apiKey, models = { model: 'gpt-5' }) =>
    new OpenaiAgent({ baseUrl: server.openaiUrl, apiKey, ...models, priceOf, clock: realClock, maxRetries: 2 }),
);

describe('the agent openai', () => {
  it.each([
    ['https://api.openai.com/v1', false],
    ['http://127.0.0.1:8000/v1', true],
    ['https://generativelanguage.googleapis.com/v1beta/openai', true],
  ])('at %s works without a key: %s', async (baseUrl, expected) => {
    const agent = new OpenaiAgent({ baseUrl, model: 'm', priceOf, clock: realClock });
    expect((await agent.availability()).isAvailable).toBe(expected);
  });

  it('asks for credit when the account has none', async () => {
    const server = await openModelServer([
      {
        when: 'the-task',
        steps: [
          {
            status: 429,
            type: 'insufficient_quota',
            code: 'insufficient_quota',
            message: 'You exceeded your current quota',
            headers: { 'x-should-retry': 'false' },
          },
        ],
      },
    ]);
    const bench = await openAgentBench(new BubblewrapSandbox());
    const agent = new OpenaiAgent({
      baseUrl: server.openaiUrl,
      apiKey: 'k',
      model: 'gpt-5',
      priceOf,
      clock: realClock,
    });
    await expect(agent.run(bench.job('the-task'), new AbortController().signal)).rejects.toMatchObject({
      code: 'AGENT_QUOTA',
      kind: 'operator',
    });
    await server.close();
    await bench.remove();
  });
});
