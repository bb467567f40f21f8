import type { ProblemForm } from './error-facts';
import type { NightshiftError } from './errors';

/** The problems of an error that a text lists below its message: all that have a line, and of others those that the message does not say. */
export function problemsToList({ message, details }: NightshiftError): readonly ProblemForm[] {
  return (details.problems ?? []).filter(
    (problem) => problem.where?.line !== undefined || !message.includes(problem.message),
  );
}
