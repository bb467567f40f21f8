import { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import { parseUsageLimit } from '../../core/agent/parse-usage-limit';
import { saysTooLong } from '../../core/agent/says-too-long';
import { AccessError, ConfigError, messageOf, UnavailableError } from '../../core/errors';
import type { ModelTurn } from '../agent-tools/model-conversation';

/**
 * What an error of the SDK means for a task, after the SDK has tried again.
 *
 * @throws {AccessError} `AGENT_KEY_REJECTED` on 401 and 403, `AGENT_QUOTA` when the account has no money left.
 * @throws {ConfigError} `AGENT_MODEL_UNKNOWN` on 404.
 * @throws {UnavailableError} `UNAVAILABLE_ANTHROPIC` when the service is away or busy without saying until when.
 */
export function anthropicRefusal(error: unknown, now: Date): ModelTurn {
  if (error instanceof APIConnectionError || !(error instanceof APIError)) throw away(error);
  const status = error.status as number | undefined;
  const message = error.apiMessage ?? messageOf(error);
  if (status === 401 || status === 403) {
    const hint =
      'Check ANTHROPIC_API_KEY (or NIGHTSHIFT_ANTHROPIC_API_KEY, which goes first), and what the key may use.';
    throw new AccessError('AGENT_KEY_REJECTED', `The Anthropic API refused the key: ${message}`, {
      cause: error,
      hint,
    });
  }
  if (status === 402 || /credit balance/i.test(message)) {
    const hint = 'Add credit at https://console.anthropic.com/settings/billing.';
    throw new AccessError('AGENT_QUOTA', `The Anthropic account is out of credit: ${message}`, { cause: error, hint });
  }
  if (status === 404) {
    const hint = 'Set NIGHTSHIFT_ANTHROPIC_MODEL to a model that the key may use.';
    throw new ConfigError('AGENT_MODEL_UNKNOWN', `The Anthropic API does not know the model: ${message}`, {
      cause: error,
      hint,
    });
  }
  if (saysTooLong(status, message)) return { type: 'too-long', message };
  const headers = Object.fromEntries(error.headers?.entries() ?? []);
  const limit = parseUsageLimit({ status, text: message, headers }, now);
  if (limit !== undefined && (limit.isNamed || status !== 429))
    return { type: 'limit-reached', until: limit.until, message };
  // A stream that broke carries its error type and no status.
  if (status === undefined || status === 408 || status === 409 || status === 429 || status >= 500) throw away(error);
  return { type: 'failed', code: 'AGENT_API', message: `The Anthropic API answered ${status}: ${message}` };
}

function away(cause: unknown): UnavailableError {
  return new UnavailableError('anthropic', `The Anthropic API does not answer: ${messageOf(cause)}`, {
    cause,
    hint: 'Nothing to do: the task is tried again. If it lasts, check the network and NIGHTSHIFT_ANTHROPIC_BASE_URL.',
  });
}
