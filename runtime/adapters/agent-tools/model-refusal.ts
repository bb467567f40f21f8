import { parseUsageLimit } from '../../core/agent/parse-usage-limit';
import { saysTooLong } from '../../core/agent/says-too-long';
import { AccessError, ConfigError, messageOf, UnavailableError } from '../../core/errors';
import type { ModelTurn } from './model-conversation';

/** An answer of a model service that is an error, whatever its SDK calls it. */
export interface RefusedCall {
  /** Absent for a stream that broke. */
  readonly status: number | undefined;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The service says that the account has no money left. */
  readonly isOutOfCredit: boolean;
  readonly cause: unknown;
}

/** How a service is called, and what its operator does about each refusal. */
export interface ServiceWords {
  /** For people: `The Anthropic API`. */
  readonly title: string;
  /** Of `UNAVAILABLE_…`: `anthropic`. */
  readonly service: string;
  readonly keyHint: string;
  readonly creditHint: string;
  readonly modelHint: string;
  readonly awayHint: string;
}

/**
 * What a refused call means for a task, after the SDK has tried again.
 *
 * @throws {AccessError} `AGENT_KEY_REJECTED` on 401 and 403, `AGENT_QUOTA` when the account has no money left.
 * @throws {ConfigError} `AGENT_MODEL_UNKNOWN` on 404.
 * @throws {UnavailableError} `UNAVAILABLE_…` when the service is away or busy without saying until when.
 */
export function modelRefusal(call: RefusedCall, words: ServiceWords, now: Date): ModelTurn {
  const { status, message, headers, cause } = call;
  if (status === 401 || status === 403) {
    const said = `${words.title} refused the key: ${message}`;
    throw new AccessError('AGENT_KEY_REJECTED', said, { cause, hint: words.keyHint });
  }
  if (status === 402 || call.isOutOfCredit) {
    const said = `${words.title} says that the account is out of credit: ${message}`;
    throw new AccessError('AGENT_QUOTA', said, { cause, hint: words.creditHint });
  }
  if (status === 404) {
    const said = `${words.title} does not know the model: ${message}`;
    throw new ConfigError('AGENT_MODEL_UNKNOWN', said, { cause, hint: words.modelHint });
  }
  if (saysTooLong(status, message)) return { type: 'too-long', message };
  const limit = parseUsageLimit({ status, text: message, headers }, now);
  if (limit !== undefined && (limit.isNamed || status !== 429))
    return { type: 'limit-reached', until: limit.until, message };
  // A stream that broke carries no status.
  if (status === undefined || status === 408 || status === 409 || status === 429 || status >= 500)
    throw modelAway(cause, words);
  return { type: 'failed', code: 'AGENT_API', message: `${words.title} answered ${status}: ${message}` };
}

/** A service that does not answer, or not in its own words. */
export function modelAway(cause: unknown, words: ServiceWords): UnavailableError {
  return new UnavailableError(
    words.service,
    `${words.title} does not answer: ${messageOf(cause).replace(/\.{1,10}$/, '')}`,
    {
      cause,
      hint: `Nothing to do: the task is tried again. If it lasts, ${words.awayHint}`,
    },
  );
}
