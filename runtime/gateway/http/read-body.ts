import type { z } from 'zod/v4';
import { RequestError } from '../../core/errors';
import { problemsOf } from './problems-of';

/**
 * The body as its schema says. A field that is null counts as one that is not there.
 *
 * @throws {RequestError} `BODY_INVALID` with all problems: the first as message, each with its path.
 */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new RequestError('BODY_INVALID', `The body must be a JSON object, and is ${nameOf(body)}`, {
      hint: 'See docs/api.md for the fields',
      details: { path: '/' },
    });
  }
  const parsed = schema.safeParse(withoutNulls(body));
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error.issues);
  const first = problems[0]!;
  throw new RequestError('BODY_INVALID', `${first.path} ${first.problem}`, {
    hint: 'See docs/api.md for the fields',
    details: {
      path: first.path,
      ...(problems.length === 1
        ? {}
        : { problems: problems.map(({ path, problem }) => ({ path, message: `${path} ${problem}` })) }),
    },
  });
}

/** The object without fields that are null, itself untouched; anything else as it is. */
export function withoutNulls(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
