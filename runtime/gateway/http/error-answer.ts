import { isNightshiftError, type NightshiftError, RequestError, secondsUntilRetry } from '../../core/errors';
import { shown } from '../../core/plan/text/quote';
import { statusOfError } from './status-of-error';

export interface ErrorAnswer {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: Readonly<Record<string, unknown>> };
  /** True when it is nobody's mistake but ours: it must be logged. */
  readonly isUnexpected: boolean;
}

const FASTIFY_CODES: Readonly<Record<string, readonly [code: string, message: string, hint: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'BODY_TOO_LARGE',
    'The body is larger than this gateway takes: 2 MiB unless NIGHTSHIFT_LIMIT_BYTES says otherwise',
    'Split the plan, or raise NIGHTSHIFT_LIMIT_BYTES and start nightshift again',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'BODY_TYPE_UNSUPPORTED',
    'The body must be JSON in UTF-8',
    'Send Content-Type: application/json',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['REQUEST_MALFORMED', 'Content-Length does not fit the body', 'Send it again'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['BODY_INVALID', 'The body is empty', 'Send a JSON object'],
  FST_ERR_MAX_PARAM_LENGTH: ['ROUTE_UNKNOWN', 'There is nothing at this address', 'See docs/api.md for what there is'],
  FST_ERR_BAD_URL: ['REQUEST_MALFORMED', 'The address cannot be read', 'Check its percent signs'],
};

/** For what else fastify refuses by itself: a status below 500 says that the request is not as it should be. */
const CODES_OF_STATUS: Readonly<Record<number, readonly [code: string, hint: string]>> = {
  404: ['ROUTE_UNKNOWN', 'See docs/api.md for what there is'],
  405: ['METHOD_NOT_ALLOWED', 'See docs/api.md for what there is'],
  413: ['BODY_TOO_LARGE', 'Send less'],
  415: ['BODY_TYPE_UNSUPPORTED', 'Send Content-Type: application/json'],
};

/** What is answered for anything that was thrown: code, message, hint and facts; never a stack. Source: guarantees D. */
export function errorAnswer(thrown: unknown): ErrorAnswer {
  const refusal = refusalOfFastify(thrown);
  const error = isNightshiftError(thrown) ? thrown : refusal?.error;
  if (error === undefined) {
    const body = {
      code: 'BUG_UNEXPECTED',
      message: 'Something went wrong inside nightshift',
      hint: 'The log of the gateway has the details; please report it',
    };
    return { httpStatus: 500, headers: {}, body: { error: body }, isUnexpected: true };
  }
  const isBug = error.kind === 'bug';
  const message = isBug ? 'Something went wrong inside nightshift' : error.message;
  const hint = error.hint ?? (isBug ? 'The log of the gateway has the details; please report it' : undefined);
  return {
    httpStatus: refusal?.httpStatus ?? statusOfError(error),
    headers: headersOf(error),
    body: {
      error: { ...(isBug ? {} : error.details), code: error.code, message, ...(hint === undefined ? {} : { hint }) },
    },
    isUnexpected: isBug,
  };
}

/** What is thrown while a body is read whose sender goes away. Of anything else that code says nothing about the request. */
export function ofCutBody(thrown: unknown, request: { readonly readableAborted: boolean }): unknown {
  const isReset = (thrown as { readonly code?: unknown } | undefined)?.code === 'ECONNRESET';
  if (!isReset || !request.readableAborted) return thrown;
  return new RequestError('REQUEST_MALFORMED', 'The connection ended before the body did', { hint: 'Send it again' });
}

/** What fastify refuses by itself, in our words where we have some; undefined for anything else. */
function refusalOfFastify(
  thrown: unknown,
): { readonly error: NightshiftError; readonly httpStatus?: number } | undefined {
  const { code, statusCode, message } = (thrown ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof code !== 'string' || !code.startsWith('FST_')) return undefined;
  const known = FASTIFY_CODES[code];
  if (known !== undefined) return { error: new RequestError(known[0], known[1], { hint: known[2] }) };
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode >= 500) return undefined;
  const [ours, hint] = CODES_OF_STATUS[statusCode] ?? ['REQUEST_MALFORMED', 'Send it again as a usual client would'];
  return { error: new RequestError(ours, shown(String(message)), { hint }), httpStatus: statusCode };
}

function headersOf(error: NightshiftError): Readonly<Record<string, string>> {
  if (error.code === 'TOKEN_MISSING') return { 'www-authenticate': 'Bearer realm="nightshift"' };
  const seconds = error.details['retryAfterSeconds'];
  if (typeof seconds === 'number') return { 'retry-after': String(seconds) };
  if (error.kind !== 'transient') return {};
  return { 'retry-after': String(secondsUntilRetry(error)) };
}
