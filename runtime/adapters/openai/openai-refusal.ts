import { APIConnectionError, APIError } from 'openai';
import { parseUsageLimit } from '../../core/agent/parse-usage-limit';
import { saysTooLong } from '../../core/agent/says-too-long';
import { AccessError, ConfigError, messageOf, UnavailableError } from '../../core/errors';
import type { ModelTurn } from '../agent-tools/model-conversation';

/**
 * What an error of the SDK means for a task, after the SDK has tried again.
 *
 * @throws {AccessError} `AGENT_KEY_REJECTED` on 401 and 403, `AGENT_QUOTA` when the account has no money left.
 * @throws {ConfigError} `AGENT_MODEL_UNKNOWN` on 404.
 * @throws {UnavailableError} `UNAVAILABLE_OPENAI` when the service is away or busy without saying until when.
 */
export function openaiRefusal(error: unknown, now: Date): ModelTurn {
  if (error instanceof APIConnectionError || !(error instanceof APIError)) throw away(error);
  const status = error.status as number | undefined;
  const message = messageOf(error);
  if (status === 401 || status === 403) {
    const hint =
      'Check OPENAI_API_KEY (or NIGHTSHIFT_OPENAI_API_KEY, which goes first) and NIGHTSHIFT_OPENAI_BASE_URL.';
    throw new AccessError('AGENT_KEY_REJECTED', `The model service refused the key: ${message}`, {
      cause: error,
      hint,
    });
  }
  if (status === 402 || error.code === 'insufficient_quota') {
    const hint =
      'Add credit to the account of the key, or set OPENAI_API_KEY (or NIGHTSHIFT_OPENAI_API_KEY) to another key.';
    throw new AccessError('AGENT_QUOTA', `The account of the model service is out of credit: ${message}`, {
      cause: error,
      hint,
    });
  }
  if (status === 404) {
    const hint = 'Check NIGHTSHIFT_OPENAI_MODEL and NIGHTSHIFT_OPENAI_BASE_URL (it ends before /chat/completions).';
    throw new ConfigError('AGENT_MODEL_UNKNOWN', `The model service does not know the model: ${message}`, {
      cause: error,
      hint,
    });
  }
  if (saysTooLong(status, message)) return { type: 'too-long', message };
  const headers = Object.fromEntries(error.headers?.entries() ?? []);
  const limit = parseUsageLimit({ status, text: message, headers }, now);
  if (limit !== undefined && (limit.isNamed || status !== 429))
    return { type: 'limit-reached', until: limit.until, message };
  // A stream that broke carries no status.
  if (status === undefined || status === 408 || status === 409 || status === 429 || status >= 500) throw away(error);
  return { type: 'failed', code: 'AGENT_API', message: `The model service answered ${status}: ${message}` };
}

function away(cause: unknown): UnavailableError {
  return new UnavailableError('openai', `The model service does not answer: ${messageOf(cause)}`, {
    cause,
    hint: 'Nothing to do: the task is tried again. If it lasts, check the network and NIGHTSHIFT_OPENAI_BASE_URL.',
  });
}
