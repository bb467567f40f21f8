import { RequestError } from '../../core/errors';

const MAX_DEPTH = 64;

/**
 * The value of a JSON body in UTF-8, at most 64 levels deep and without names that reach prototypes.
 *
 * @throws {RequestError} `BODY_INVALID`.
 */
export function readJsonBody(bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalid('The body is not JSON in UTF-8', cause);
  }
  checkShape(value);
  return value;
}

function checkShape(root: unknown): void {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw invalid(`The body is more than ${MAX_DEPTH} levels deep`);
    const next: unknown[] = [];
    for (const value of level) {
      if (value === null || typeof value !== 'object') continue;
      if (!Array.isArray(value) && Object.hasOwn(value, '__proto__'))
        throw invalid('The body has a name that is not taken: __proto__');
      for (const child of Object.values(value)) next.push(child);
    }
    level = next;
  }
}

function invalid(message: string, cause?: unknown): RequestError {
  return new RequestError('BODY_INVALID', message, { hint: 'Send a JSON object', cause });
}
