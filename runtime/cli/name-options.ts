import { isNightshiftError, RequestError } from '../core/errors';

/** What a person typed for each field of a hand-off. */
const OPTION_OF: ReadonlyMap<string, string> = new Map([
  ['conversationId', '--conversation'],
  ['project', '--repo'],
  ['format', '--format'],
  ['fileName', "the plan's file name"],
  ['agent', '--agent'],
  ['priority', '--priority'],
  ['advance', '--advance'],
  ['release', '--release'],
  ['onFailure', '--on-failure'],
  ['undeclaredWrites', '--undeclared-writes'],
  ['unknownFiles', '--unknown-files'],
  ['maxParallel', '--max-parallel'],
  ['costCapUsd', '--cost-cap'],
]);

/** The name of a field at the beginning of what is said of it, behind the pointer to it: `/plan/format must …`, `maxParallel must …`. */
const FIELD = /(?:\/(?:[a-z]{1,40}\/)?)?\b([a-zA-Z]{1,40})(?= (?:must|may|is|has|contains)\b)/g;

/** The refusal of a field of the API in the words of a person who typed options; every other error as it is. */
export function nameOptions(error: unknown): unknown {
  if (!isNightshiftError(error) || (error.code !== 'BODY_INVALID' && error.code !== 'OPTIONS_INVALID')) return error;
  const message = named(error.message);
  if (message === error.message) return error;
  const { problems } = error.details;
  return new RequestError(error.code, message, {
    hint: 'See what each option may be with `nightshift handoff --help`',
    details: {
      ...error.details,
      ...(problems && { problems: problems.map((problem) => ({ ...problem, message: named(problem.message) })) }),
    },
  });
}

const named = (message: string): string =>
  message.replace(FIELD, (said, field: string) => OPTION_OF.get(field) ?? said);
