import type { z } from 'zod/v4';
import type { ProblemForm } from '../core/error-facts';
import { eachOnce, passedLimit } from '../core/json/passed-limit';
import { oneLine } from './answers/one-line';

/** Of what came in, as much as an error says again. */
const ECHO = 120;

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** What is wrong with the arguments that a model gave, one line for each: where, and what is allowed there. */
export function argumentProblems(issues: readonly Issue[], given: unknown): readonly ProblemForm[] {
  const problems = issues.flatMap((issue): readonly ProblemForm[] => {
    if (issue.code !== 'unrecognized_keys') {
      return [{ ...problemAt(issue.path, problemOf(issue, given)), ...passedLimit(issue, given) }];
    }
    return issue.keys.map((key) => problemAt([...issue.path, key], 'is not known here'));
  });
  return eachOnce(problems, ({ message }) => message);
}

const problemAt = (path: readonly PropertyKey[], problem: string): ProblemForm => ({
  code: 'ARGUMENTS_INVALID',
  message: oneLine(`${nameOf(path)} ${problem}`, ECHO),
  where: { path: oneLine(['', ...path.map(String)].join('/'), ECHO) },
});

const nameOf = (path: readonly PropertyKey[]): string => path.map(String).join('.') || 'what is given';

function problemOf(issue: Issue, given: unknown): string {
  if (valueAt(given, issue.path) === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? `of the type ${issue.expected}`}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'too_small':
      return `must ${issue.origin === 'string' ? 'have' : 'be'} at least ${limit(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `must ${issue.origin === 'string' ? 'have' : 'be'} at most ${limit(issue.maximum, issue.origin)}`;
    default:
      return issue.message;
  }
}

const limit = (value: number | bigint, origin: string): string =>
  origin === 'string' ? `${value} ${value === 1 ? 'character' : 'characters'}` : String(value);

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown> | null | undefined)?.[step],
    given,
  );
}
