import type { ProblemForm } from './error-facts';
import type { ErrorDetails } from './errors';

/** As many as anybody mends at once. */
const LISTED = 50;

/** What an error says of fields that are wrong, at least one: where and by how much the first is, and all where they are several. */
export function factsOfFields(problems: readonly ProblemForm[]): ErrorDetails {
  const [first, ...others] = problems;
  const { where, limit, seen } = first!;
  return {
    ...(where === undefined ? {} : { where }),
    ...(limit === undefined ? {} : { limit }),
    ...(seen === undefined ? {} : { seen }),
    ...(others.length === 0 ? {} : { problems: problems.slice(0, LISTED), total: problems.length }),
  };
}
