import { RequestError } from '../../core/errors';
import { endOfJson } from '../../core/json/end-of-json';
import { problemOfJson } from '../../core/json/problem-of-json';

/**
 * The value of a JSON body in UTF-8, at most 64 levels deep, without names that reach prototypes and without a key twice in
 * one object. `hint` says what is sent here.
 *
 * @throws {RequestError} `BODY_INVALID`.
 */
export function readJsonBody(bytes: Uint8Array, hint = 'Send a JSON object'): unknown {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw new RequestError('BODY_INVALID', 'The body is not JSON in UTF-8', {
      hint,
      cause,
      details: { where: endOfJson(bytes) },
    });
  }
  const problem = problemOfJson(text, value, 'The body');
  if (problem === undefined) return value;
  const { message, where, limit, hint: next = hint } = problem;
  throw new RequestError('BODY_INVALID', message, {
    hint: next,
    details: { ...(where === undefined ? {} : { where }), ...(limit === undefined ? {} : { limit }) },
  });
}
