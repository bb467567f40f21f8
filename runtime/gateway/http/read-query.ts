import { z } from 'zod/v4';
import { RequestError } from '../../core/errors';
import { problemsOf } from './problems-of';

/**
 * The query as its schema says: numbers and flags are read from their text, lists at their commas.
 *
 * @throws {RequestError} `QUERY_INVALID` with the name of the first wrong parameter as `path`.
 */
export function readQuery<Schema extends z.ZodObject>(
  schema: Schema,
  query: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const values = Object.entries(query).map(([name, value]) => {
    if (typeof value !== 'string') throw wrong(name, 'may be given once only');
    return [name, meant(Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined, value)];
  });
  const parsed = schema.safeParse(Object.fromEntries(values));
  if (parsed.success) return parsed.data;
  const { path, problem } = problemsOf(parsed.error.issues)[0]!;
  throw wrong(path.split('/')[1] ?? '', problem);
}

/** What a text stands for where its schema wants it; the text itself where it stands for nothing such. */
function meant(schema: unknown, value: string): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return meant(schema.unwrap(), value);
  if (schema instanceof z.ZodNumber) return /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (schema instanceof z.ZodBoolean) return value === 'true' || value === 'false' ? value === 'true' : value;
  return schema instanceof z.ZodArray ? value.split(',') : value;
}

function wrong(name: string, problem: string): RequestError {
  return new RequestError('QUERY_INVALID', `Query parameter ${name.slice(0, 60)} ${problem}`, {
    hint: 'Correct or leave it out',
    details: { path: name.slice(0, 60) },
  });
}
