import { AnthropicAgent } from '../../runtime/adapters/anthropic/anthropic-agent';
import { genaiPriceOf } from '../../runtime/adapters/genai-prices/genai-price-of';
import { BubblewrapSandbox } from '../../runtime/adapters/sandbox/bubblewrap-sandbox';
import { apiAgentContract } from '../contracts/api-agent.contract';
import { openAgentBench, realClock } from '../support/agent-job';
import { openModelServer } from '../support/model-server';

const priceOf = genaiPriceOf('https://api.anthropic.com');

apiAgentContract(
  'anthropic',
  'UNAVAILABLE_ANTHROPIC',
  (server, apiKey, models = { model: 'claude-sonnet-5-5' }) =>
    new AnthropicAgent({ baseUrl: server.url, apiKey, ...models, priceOf, clock: realClock, maxRetries: 2 }),
);

describe('the agent anthropic', () => {
  it('needs a key, and says where to get one', async () => {
    const agent = new AnthropicAgent({ baseUrl: 'https://api.anthropic.com', model: 'm', priceOf, clock: realClock });
    expect(await agent.availability()).toMatchObject({
      isAvailable: false,
      reason: expect.stringContaining('https://'),
    });
    const bench = await openAgentBench(new BubblewrapSandbox());
    await expect(agent.run(bench.job('x'), AbortSignal.abort())).rejects.toMatchObject({
      code: 'AGENT_KEY_MISSING',
      kind: 'operator',
    });
    await bench.remove();
  });

  it('waits for the end of a monthly limit, and asks for credit when there is none', async () => {
    const regain = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const message = `You have reached your specified API usage limits. You will regain access on ${regain} at 00:00 UTC.`;
    const server = await openModelServer([
      { when: 'monthly', steps: [{ status: 400, type: 'invalid_request_error', message }] },
      {
        when: 'no credit',
        steps: [
          {
            status: 400,
            type: 'invalid_request_error',
            message: 'Your credit balance is too low to access the Anthropic API.',
          },
        ],
      },
    ]);
    const bench = await openAgentBench(new BubblewrapSandbox());
    const agent = new AnthropicAgent({
      baseUrl: server.url,
      apiKey: 'k',
      model: 'claude-sonnet-5-5',
      priceOf,
      clock: realClock,
    });
    const signal = new AbortController().signal;
    expect(await agent.run(bench.job('monthly'), signal)).toMatchObject({
      type: 'limit-reached',
      until: `${regain}T00:00:00.000Z`,
    });
    await expect(agent.run(bench.job('no credit'), signal)).rejects.toMatchObject({
      code: 'AGENT_QUOTA',
      kind: 'operator',
    });
    await server.close();
    await bench.remove();
  });
});
