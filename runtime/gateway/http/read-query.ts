import { z } from 'zod/v4';
import { RequestError } from '../../core/errors';
import { factsOfFields } from '../../core/facts-of-fields';
import { type FieldProblem, problemsOf } from './problems-of';

const NAME_LENGTH = 60;

/**
 * The query as its schema says: numbers and flags are read from their text, lists at their commas.
 *
 * @throws {RequestError} `QUERY_INVALID` with all problems: the first as message, each with the parameter's name as its path.
 */
export function readQuery<Schema extends z.ZodObject>(
  schema: Schema,
  query: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const twice = Object.keys(query).filter((name) => typeof query[name] !== 'string');
  if (twice.length > 0) throw refused(twice.map((path) => ({ path, problem: 'may be given once only' })));
  const given: unknown = Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      meant(Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined, String(value)),
    ]),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw refused(
    problemsOf(parsed.error.issues, given).map((problem) => ({ ...problem, path: problem.path.split('/')[1] ?? '' })),
  );
}

/** What a text stands for where its schema wants it; the text itself where it stands for nothing such. */
function meant(schema: unknown, value: string): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return meant(schema.unwrap(), value);
  if (schema instanceof z.ZodNumber) return /^-?\d{1,300}$/.test(value) ? Number(value) : value;
  if (schema instanceof z.ZodBoolean) return value === 'true' || value === 'false' ? value === 'true' : value;
  return schema instanceof z.ZodArray ? value.split(',') : value;
}

function refused(wrong: readonly FieldProblem[]): RequestError {
  const problems = wrong.map(({ path, problem, ...limit }) => {
    const name = path.slice(0, NAME_LENGTH);
    return { code: 'QUERY_INVALID', message: `Query parameter ${name} ${problem}`, where: { path: name }, ...limit };
  });
  return new RequestError('QUERY_INVALID', problems[0]!.message, {
    hint: 'Correct or leave it out',
    details: factsOfFields(problems),
  });
}
