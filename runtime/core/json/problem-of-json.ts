import type { Position } from '../plan/plan';
import { quote } from '../plan/text/quote';
import { repeatedKey } from './repeated-key';

const MAX_DEPTH = 64;

/** Why a value is not taken that was well-formed JSON. */
export interface JsonProblem {
  readonly message: string;
  readonly hint?: string;
  /** Where it stands, when it stands somewhere. */
  readonly where?: Position;
  /** Levels that are allowed, where there are more. */
  readonly limit?: number;
}

/**
 * What is wrong with JSON that `JSON.parse` took: more than 64 levels, a name that reaches prototypes, or a key twice in one
 * object, of which either may be the one that was meant. `what` begins the message: *The body*.
 */
export function problemOfJson(text: string, value: unknown, what: string): JsonProblem | undefined {
  const problem = problemOfShape(value, what);
  if (problem !== undefined) return problem;
  const repeated = repeatedKey(text);
  if (repeated === undefined) return undefined;
  const { key, first, where } = repeated;
  return {
    message: `The key ${quote(key)} stands in ${placeOf(first)}, and again in ${placeOf(where)}`,
    hint: 'Keep one of them',
    where,
  };
}

const placeOf = ({ line, column }: Position): string => `line ${line}, column ${column}`;

function problemOfShape(root: unknown, what: string): JsonProblem | undefined {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return { message: `${what} is more than ${MAX_DEPTH} levels deep`, limit: MAX_DEPTH };
    const next: unknown[] = [];
    for (const value of level) {
      if (value === null || typeof value !== 'object') continue;
      if (!Array.isArray(value) && Object.hasOwn(value, '__proto__'))
        return { message: `${what} has a name that is not taken: __proto__` };
      for (const child of Object.values(value)) next.push(child);
    }
    level = next;
  }
  return undefined;
}
