import OpenAI from 'openai';
import { AGENT_INSTRUCTIONS } from '../../core/agent/agent-instructions';
import { modelFor } from '../../core/agent/model-for';
import type { PriceOf } from '../../core/agent/token-usage';
import { TOOL_DEFINITIONS } from '../../core/agent/tool-definitions';
import { ConfigError } from '../../core/errors';
import type { Agent, AgentAvailability, AgentJob, AgentResult } from '../../ports/agent';
import type { Clock } from '../../ports/clock';
import { patientFetch } from '../agent-tools/patient-fetch';
import { runToolLoop } from '../agent-tools/run-tool-loop';
import { OpenaiConversation } from './openai-conversation';

export interface OpenaiAgentDeps {
  /** Ends before `/chat/completions`: `https://api.openai.com/v1`, `http://127.0.0.1:8000/v1` (vLLM), … */
  readonly baseUrl: string;
  /** May be missing for a service that asks for none, such as one on this machine. */
  readonly apiKey?: string;
  readonly model: string;
  /** The model of a task's last try; the same unless given. */
  readonly lastModel?: string;
  readonly priceOf: PriceOf;
  readonly clock: Clock;
  /** How often the SDK tries again on 408, 409, 429 and 5xx; 3 unless given. */
  readonly maxRetries?: number;
}

const KEY_MISSING = 'No API key for the agent openai';
const KEY_HINT =
  'Create a key at https://platform.openai.com/api-keys and set OPENAI_API_KEY (or NIGHTSHIFT_OPENAI_API_KEY, for nightshift alone) to it, or set NIGHTSHIFT_OPENAI_BASE_URL to a service that needs none.';

/**
 * A model behind the chat completions protocol (OpenAI, Gemini, vLLM, Ollama …) that works with the workspace tools.
 * The conversation is held by this process, so the key is never in a sandbox; commands run in the job's sandbox
 * without network.
 *
 * Source: R-15.
 */
export class OpenaiAgent implements Agent {
  readonly name = 'openai';

  constructor(private readonly deps: OpenaiAgentDeps) {}

  async availability(): Promise<AgentAvailability> {
    return this.isKeyMissing()
      ? { isAvailable: false, reason: `${KEY_MISSING}. ${KEY_HINT}` }
      : { isAvailable: true, version: this.deps.model };
  }

  async run(job: AgentJob, signal: AbortSignal): Promise<AgentResult> {
    if (this.isKeyMissing()) throw new ConfigError('AGENT_KEY_MISSING', KEY_MISSING, { hint: KEY_HINT });
    const { apiKey, baseUrl, priceOf, clock, maxRetries = 3 } = this.deps;
    const model = modelFor(job, this.deps);
    // Named one by one, so that the SDK takes nothing from the environment. It insists on some key.
    const client = new OpenAI({
      apiKey: apiKey === undefined || apiKey === '' ? 'none' : apiKey,
      organization: null,
      project: null,
      baseURL: baseUrl,
      maxRetries,
      fetch: patientFetch,
      logLevel: 'off',
    });
    const converse = (onText: (text: string) => void) =>
      new OpenaiConversation(
        { client, model, clock },
        { system: AGENT_INSTRUCTIONS, tools: TOOL_DEFINITIONS, prompt: job.prompt, onText },
      );
    return runToolLoop({ model, priceOf, clock, converse }, job, signal);
  }

  /** Only OpenAI itself is known to refuse everybody without a key. */
  private isKeyMissing(): boolean {
    const { apiKey, baseUrl } = this.deps;
    return (apiKey === undefined || apiKey === '') && new URL(baseUrl).hostname === 'api.openai.com';
  }
}
