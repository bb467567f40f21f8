import type { ErrorForm } from '../../core/error-form';
import { isNightshiftError, type NightshiftError, RequestError } from '../../core/errors';
import { bodyTooLarge } from '../../core/handoff/body-too-large';
import { shown } from '../../core/plan/text/quote';
import { toldForm } from '../../core/told-form';
import { statusOfError } from './status-of-error';

export interface ErrorAnswer {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: ErrorForm };
  /** True when it is nobody's mistake but ours: it must be logged. */
  readonly isUnexpected: boolean;
}

const LOOK_INTO_LOG = 'The log of the gateway has the details; please report it';

const FASTIFY_CODES: Readonly<Record<string, readonly [code: string, message: string, hint: string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'BODY_TYPE_UNSUPPORTED',
    'The body must be JSON in UTF-8',
    'Send Content-Type: application/json; the form of an approval page is application/x-www-form-urlencoded',
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

/** What is answered for anything that was thrown, in the one form of errors; never a stack. Source: guarantees D. */
export function errorAnswer(thrown: unknown): ErrorAnswer {
  const refusal = refusalOfFastify(thrown);
  const error = isNightshiftError(thrown) ? thrown : refusal?.error;
  const form = toldForm(error ?? thrown, LOOK_INTO_LOG);
  return {
    httpStatus: error === undefined ? 500 : (refusal?.httpStatus ?? statusOfError(error)),
    headers: headersOf(form),
    body: { error: form },
    isUnexpected: error === undefined || error.kind === 'bug',
  };
}

/** What is thrown where a body has more than `limitBytes`, with how many its sender said that it has. Of anything else it says nothing. */
export function ofLargeBody(thrown: unknown, limitBytes: number, contentLength: string | undefined): unknown {
  if ((thrown as { readonly code?: unknown } | undefined)?.code !== 'FST_ERR_CTP_BODY_TOO_LARGE') return thrown;
  const said = Number(contentLength);
  return bodyTooLarge(limitBytes, said > limitBytes ? said : undefined);
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

function headersOf({ code, retryAfterSeconds }: ErrorForm): Readonly<Record<string, string>> {
  if (code === 'TOKEN_MISSING') return { 'www-authenticate': 'Bearer realm="nightshift"' };
  return retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
}
