import type { ModelConversation } from '../../runtime/adapters/agent-tools/model-conversation';
import { runToolLoop } from '../../runtime/adapters/agent-tools/run-tool-loop';
import { BareSandbox } from '../../runtime/adapters/sandbox/bare-sandbox';
import { fixedPrice, isOwnService } from '../../runtime/core/agent/model-price';
import { openAgentBench, realClock } from '../support/agent-job';

/** A model that says nothing of its tokens and looks around for ever. */
const silent: ModelConversation = {
  next: async () => ({
    type: 'answer',
    text: 'x'.repeat(400),
    toolCalls: [{ id: '1', name: 'list_files', input: {} }],
    ending: 'complete',
    usage: undefined,
  }),
  shorten: () => false,
};

it.each([
  ['the token cap', { tokens: 1_000 }],
  ['the cost cap', { costUsd: 0.001 }],
])('a service that does not count its tokens meets %s by an estimate', async (_, limits) => {
  const bench = await openAgentBench(new BareSandbox());
  const job = bench.job('p'.repeat(400), { limits });
  const loop = {
    model: 'm',
    priceOf: fixedPrice({ inputUsd: 1, outputUsd: 1 }),
    clock: realClock,
    converse: () => silent,
  };
  const result = await runToolLoop(loop, job, new AbortController().signal);
  expect(result).toMatchObject({ type: 'failed', code: 'AGENT_BUDGET' });
  // 100 of the prompt and 200 or more of the answers before each, of four turns.
  expect(result.usage.inputTokens).toBeGreaterThan(500);
  expect(bench.log()).toContain('they are estimated');
  await bench.remove();
});

it('counts by the configured price', () => {
  const usage = { inputTokens: 2_000_000, outputTokens: 100_000, cacheReadTokens: 1_000_000, cacheWriteTokens: 0 };
  expect(fixedPrice({ inputUsd: 3, outputUsd: 15 })('any', usage)).toBeCloseTo(7.5);
  expect(fixedPrice({ inputUsd: 0, outputUsd: 0 })('any', usage)).toBe(0);
});

it.each([
  ['http://127.0.0.1:8000/v1', true],
  ['http://localhost:11434/v1', true],
  ['http://[::1]:8000/v1', true],
  ['http://vllm:8000/v1', true],
  ['http://10.1.2.3/v1', true],
  ['http://gpu.local/v1', true],
  ['https://api.openai.com/v1', false],
  ['https://172.32.0.1/v1', false],
])('%s is a service of our own: %s', (url, expected) => expect(isOwnService(url)).toBe(expected));
