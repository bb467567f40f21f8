import Anthropic from '@anthropic-ai/sdk';
import { AGENT_INSTRUCTIONS } from '../../core/agent/agent-instructions';
import { modelFor } from '../../core/agent/model-for';
import type { PriceOf } from '../../core/agent/token-usage';
import { TOOL_DEFINITIONS } from '../../core/agent/tool-definitions';
import { ConfigError } from '../../core/errors';
import type { Agent, AgentAvailability, AgentJob, AgentResult } from '../../ports/agent';
import type { Clock } from '../../ports/clock';
import { patientFetch } from '../agent-tools/patient-fetch';
import { runToolLoop } from '../agent-tools/run-tool-loop';
import { AnthropicConversation } from './anthropic-conversation';

export interface AnthropicAgentDeps {
  /** Such as `https://api.anthropic.com`. */
  readonly baseUrl: string;
  readonly apiKey?: string;
  readonly model: string;
  /** The model of a task's last try; the same unless given. */
  readonly lastModel?: string;
  readonly priceOf: PriceOf;
  readonly clock: Clock;
  /** How often the SDK tries again on 408, 409, 429 and 5xx; 3 unless given. */
  readonly maxRetries?: number;
}

const KEY_MISSING = 'No API key for the agent anthropic';
const KEY_HINT =
  'Create a key at https://console.anthropic.com/settings/keys and set ANTHROPIC_API_KEY (or NIGHTSHIFT_ANTHROPIC_API_KEY, for nightshift alone) to it.';

/**
 * A model of the Anthropic Messages API that works with the workspace tools. The conversation is held by this process,
 * so the key is never in a sandbox; commands run in the job's sandbox without network.
 *
 * Source: R-15.
 */
export class AnthropicAgent implements Agent {
  readonly name = 'anthropic';

  constructor(private readonly deps: AnthropicAgentDeps) {}

  async availability(): Promise<AgentAvailability> {
    return this.deps.apiKey === undefined || this.deps.apiKey === ''
      ? { isAvailable: false, reason: `${KEY_MISSING}. ${KEY_HINT}` }
      : { isAvailable: true, version: this.deps.model };
  }

  async run(job: AgentJob, signal: AbortSignal): Promise<AgentResult> {
    const { apiKey, baseUrl, priceOf, clock, maxRetries = 3 } = this.deps;
    const model = modelFor(job, this.deps);
    if (apiKey === undefined || apiKey === '')
      throw new ConfigError('AGENT_KEY_MISSING', KEY_MISSING, { hint: KEY_HINT });
    // Named one by one, so that the SDK takes nothing from the environment.
    const client = new Anthropic({
      apiKey,
      authToken: null,
      baseURL: baseUrl,
      maxRetries,
      fetch: patientFetch,
      logLevel: 'off',
    });
    const converse = (onText: (text: string) => void) =>
      new AnthropicConversation(
        { client, model, clock },
        { system: AGENT_INSTRUCTIONS, tools: TOOL_DEFINITIONS, prompt: job.prompt, onText },
      );
    return runToolLoop({ model, priceOf, clock, converse }, job, signal);
  }
}
