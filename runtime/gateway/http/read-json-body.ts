import { RequestError } from '../../core/errors';
import type { Position } from '../../core/plan/plan';
import { quote } from '../../core/plan/text/quote';
import { repeatedKey } from './repeated-key';

const MAX_DEPTH = 64;

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
    throw new RequestError('BODY_INVALID', 'The body is not JSON in UTF-8', { hint, cause });
  }
  const problem = problemOfShape(value);
  if (problem !== undefined) throw new RequestError('BODY_INVALID', problem, { hint });
  refuseRepeatedKey(text);
  return value;
}

/** Either of two values may be the one that was meant. */
function refuseRepeatedKey(text: string): void {
  const repeated = repeatedKey(text);
  if (repeated === undefined) return;
  const { key, first, where } = repeated;
  throw new RequestError(
    'BODY_INVALID',
    `The key ${quote(key)} stands in ${placeOf(first)}, and again in ${placeOf(where)}`,
    { hint: 'Keep one of them', details: { ...where } },
  );
}

const placeOf = ({ line, column }: Position): string => `line ${line}, column ${column}`;

function problemOfShape(root: unknown): string | undefined {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return `The body is more than ${MAX_DEPTH} levels deep`;
    const next: unknown[] = [];
    for (const value of level) {
      if (value === null || typeof value !== 'object') continue;
      if (!Array.isArray(value) && Object.hasOwn(value, '__proto__'))
        return 'The body has a name that is not taken: __proto__';
      for (const child of Object.values(value)) next.push(child);
    }
    level = next;
  }
  return undefined;
}
