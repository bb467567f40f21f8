import { APIConnectionError, APIError, RateLimitError } from 'openai';
import { AccessError, ConfigError, isNightshiftError, messageOf, UnavailableError } from '../../core/errors';

/** How a service behind the OpenAI SDK is called, and what its operator does about each error. */
export interface ServiceWords {
  /** Codes of a refused key and of a refused request. */
  readonly keyCode: string;
  readonly refusedCode: string;
  /** Of `UNAVAILABLE_…`: `research`. */
  readonly service: string;
  /** For people: `The research provider`. */
  readonly title: string;
  readonly keyHint: string;
  readonly refusedHint: string;
  readonly awayHint: string;
}

/** The longest pause that an answer may ask for, in seconds. */
const LONGEST_RETRY_AFTER = 3_600;

/**
 * An error of the OpenAI SDK in our terms: a refused key, a request that no repeat would help, or a service that is away,
 * with the pause that it asks for. Ours stay as they are.
 */
export function serviceError(cause: unknown, words: ServiceWords): Error {
  if (isNightshiftError(cause)) return cause;
  const status = cause instanceof APIError ? (cause.status as number | undefined) : undefined;
  if (status === 401 || status === 403) {
    return new AccessError(words.keyCode, `${words.title} refused the key`, {
      cause,
      hint: words.keyHint,
    });
  }
  const mayHelp = cause instanceof APIConnectionError || cause instanceof RateLimitError;
  if (!mayHelp && status !== undefined && status < 500) {
    return new ConfigError(words.refusedCode, `${words.title} refused the request (${status})`, {
      cause,
      hint: words.refusedHint,
    });
  }
  const retryAfter = cause instanceof APIError ? Number(cause.headers?.get('retry-after')) : Number.NaN;
  return new UnavailableError(words.service, `${words.title} cannot be used now: ${messageOf(cause).slice(0, 200)}`, {
    cause,
    hint: words.awayHint,
    ...(retryAfter > 0 ? { retryAfterMs: Math.min(retryAfter, LONGEST_RETRY_AFTER) * 1_000 } : {}),
  });
}
