import type { ErrorFacts } from './error-facts';

/**
 * The errors of nightshift. Each says who must act (`kind`), carries a stable `code` that stands in
 * `docs/errors.md`, and a `hint`: the next step for the person who reads it.
 *
 * A brand, not `instanceof`, tells them apart: n8n loads the nodes and the runtime as separate copies of this file.
 */
export type ErrorKind = 'user' | 'operator' | 'transient' | 'bug';

const BRAND = Symbol.for('nightshift.error');

/** Facts for programs; never a secret, never a stack. Those of `ErrorFacts` are answered, others are for our own code. */
export type ErrorDetails = ErrorFacts & Readonly<Record<string, unknown>>;

export interface ErrorOptions {
  /** The next step for whoever must act. */
  readonly hint?: string;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

export class NightshiftError extends Error {
  readonly [BRAND] = true;
  readonly hint: string | undefined;
  readonly details: ErrorDetails;

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    options: ErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }
}

/** The next step where an error says no better one. */
const TRY_AGAIN = 'Try again in a while; if it lasts, see what `nightshift doctor` says';
export const REPORT = 'This is a mistake of nightshift: please report it with the logs of its home';

/** The author of a plan must act. */
export class PlanError extends NightshiftError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super('user', code, message, options);
  }
}

/** The caller asked for something that cannot be done as asked: unknown id, wrong state, bad signature. */
export class RequestError extends NightshiftError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super('user', code, message, options);
  }
}

/** Whoever runs nightshift must change a setting or install something. */
export class ConfigError extends NightshiftError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super('operator', code, message, options);
  }
}

/** Whoever runs nightshift must give or renew an access right. */
export class AccessError extends NightshiftError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super('operator', code, message, options);
  }
}

/** Nobody must act: something is away for a while. */
export class UnavailableError extends NightshiftError {
  constructor(service: string, message: string, options: ErrorOptions & { readonly retryAfterMs?: number } = {}) {
    super('transient', `UNAVAILABLE_${service.toUpperCase()}`, message, { hint: TRY_AGAIN, ...options });
    this.retryAfterMs = options.retryAfterMs;
  }
  readonly retryAfterMs: number | undefined;
}

/** We must act: something that cannot be has been seen. */
export class InvariantError extends NightshiftError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super('bug', `BUG_${code}`, message, { hint: REPORT, ...options });
  }
}

/** The refusal of an idempotency key that came with other bytes before; the same from every store. */
export function handoffKeyReused(cause?: unknown): RequestError {
  return new RequestError('HANDOFF_KEY_REUSED', 'The idempotency key was used for another plan', {
    cause,
    hint: 'Use a new idempotency key for another plan, or send the same plan again',
  });
}

/** The refusal of a cursor that names no execution; the same from every store. */
export function unknownCursor(): RequestError {
  return new RequestError('QUERY_INVALID', 'Query parameter cursor is not the nextCursor of a page', {
    hint: 'Send what the page before answered, or begin without',
    details: { where: { path: 'cursor' } },
  });
}

/** True for errors of nightshift, also those of another copy of this file. */
export function isNightshiftError(error: unknown): error is NightshiftError {
  return typeof error === 'object' && error !== null && (error as { [BRAND]?: unknown })[BRAND] === true;
}

/** When to ask again after an error that passes by itself; at least 1. */
export function secondsUntilRetry(error: NightshiftError): number {
  const ms = (error as { readonly retryAfterMs?: number }).retryAfterMs ?? 1_000;
  return Math.max(1, Math.ceil(ms / 1_000));
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
