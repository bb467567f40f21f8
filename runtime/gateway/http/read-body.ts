import type { z } from 'zod/v4';
import { RequestError } from '../../core/errors';
import { factsOfFields } from '../../core/facts-of-fields';
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
      details: { where: { path: '/' } },
    });
  }
  const fields = withoutNulls(body);
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error.issues, fields).map(
    ({ path, problem, ...limit }) =>
      ({ code: 'BODY_INVALID', message: `${path} ${problem}`, where: { path }, ...limit }) as const,
  );
  throw new RequestError('BODY_INVALID', problems[0]!.message, {
    hint: 'See docs/api.md for the fields',
    details: factsOfFields(problems),
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
