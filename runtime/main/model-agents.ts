import { AnthropicAgent } from '../adapters/anthropic/anthropic-agent';
import { ClaudeCodeAgent } from '../adapters/claude-code/claude-code-agent';
import { genaiPriceOf } from '../adapters/genai-prices/genai-price-of';
import { OpenaiAgent } from '../adapters/openai/openai-agent';
import { ShellAgent } from '../adapters/shell/shell-agent';
import type { Config, ModelConfig } from '../config/config';
import { fixedPrice, isOwnService } from '../core/agent/model-price';
import { NO_TOKENS, type PriceOf } from '../core/agent/token-usage';
import type { Agent, AgentAvailability } from '../ports/agent';
import type { Clock } from '../ports/clock';

/** The agents that are models, as they are configured. */
export function modelAgents({ agents }: Pick<Config, 'agents'>, clock: Clock): readonly Agent[] {
  const { anthropic, openai, claudeCode } = agents;
  return [
    new ClaudeCodeAgent({ ...claudeCode, clock, priceOf: genaiPriceOf(claudeCode.baseUrl) }),
    new AnthropicAgent({ ...anthropic, clock, priceOf: priceOf(anthropic) }),
    new OpenaiAgent({ ...openai, clock, priceOf: priceOf(openai) }),
  ];
}

/** Every agent, and whether it can be asked on this machine. */
export function lookAtAgents(
  config: Pick<Config, 'agents'>,
  clock: Clock,
): Promise<readonly { readonly agent: Agent; readonly availability: AgentAvailability }[]> {
  const agents: readonly Agent[] = [new ShellAgent(), ...modelAgents(config, clock)];
  return Promise.all(agents.map(async (agent) => ({ agent, availability: await agent.availability() })));
}

/** A model whose money cannot be counted, so that the cost cap does not hold for it. */
export interface UnpricedModel {
  readonly agent: 'anthropic' | 'openai';
  readonly model: string;
}

/** Models elsewhere, ready to be asked, that neither the list nor the configuration has a price for. */
export async function unpricedModels(
  { agents }: Pick<Config, 'agents'>,
  clock: Clock,
): Promise<readonly UnpricedModel[]> {
  const ready = await Promise.all(
    modelAgents({ agents }, clock).map(async (agent) => ((await agent.availability()).isAvailable ? agent.name : '')),
  );
  return (['anthropic', 'openai'] as const)
    .filter((agent) => ready.includes(agent))
    .flatMap((agent) => unpricedOf(agents[agent]).map((model) => ({ agent, model })));
}

function priceOf({ price, baseUrl }: ModelConfig): PriceOf {
  return price === undefined ? genaiPriceOf(baseUrl) : fixedPrice(price);
}

function unpricedOf(config: ModelConfig): readonly string[] {
  if (isOwnService(config.baseUrl)) return [];
  const one = { ...NO_TOKENS, inputTokens: 1, outputTokens: 1 };
  const models = new Set([config.model, config.lastModel ?? config.model]);
  return [...models].filter((model) => priceOf(config)(model, one) === undefined);
}
