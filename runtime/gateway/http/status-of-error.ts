import type { NightshiftError } from '../../core/errors';

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  TOKEN_MISSING: 401,
  SIGNATURE_MISSING: 401,
  SIGNATURE_SKEW: 401,
  SIGNATURE_WRONG: 401,
  SCOPE_MISSING: 403,
  ACTOR_REFUSED: 403,
  ORIGIN_REFUSED: 403,
  ROUTE_UNKNOWN: 404,
  EXECUTION_UNKNOWN: 404,
  TASK_UNKNOWN: 404,
  PROJECT_UNKNOWN: 404,
  ARTIFACT_UNKNOWN: 404,
  APPROVAL_UNKNOWN: 404,
  TOKEN_UNKNOWN: 404,
  METHOD_NOT_ALLOWED: 405,
  REQUEST_TIMEOUT: 408,
  CONTROL_REFUSED: 409,
  ANSWER_NOT_ASKED: 409,
  HANDOFF_KEY_REUSED: 409,
  TOKEN_NAME_TAKEN: 409,
  TOKEN_OWN: 409,
  APPROVAL_DECIDED: 409,
  APPROVAL_EXPIRED: 410,
  EXECUTION_ARCHIVED: 410,
  BODY_TOO_LARGE: 413,
  BODY_COMPRESSED: 413,
  BODY_TYPE_UNSUPPORTED: 415,
  EXPECTATION_REFUSED: 417,
  HOST_UNKNOWN: 421,
  TOO_MANY_REQUESTS: 429,
  HEADERS_TOO_LARGE: 431,
  STREAMS_FULL: 503,
};

/** The HTTP status that answers an error: by its code, else by who must act. */
export function statusOfError(error: NightshiftError): number {
  const known = STATUS_OF_CODE[error.code];
  if (known !== undefined) return known;
  if (error.kind === 'transient') return 503;
  if (error.kind === 'user') return error.code.startsWith('PLAN_') ? 422 : 400;
  return 500;
}
