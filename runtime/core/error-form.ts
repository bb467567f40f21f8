import type { ErrorFacts, ProblemForm } from './error-facts';
import { type NightshiftError, secondsUntilRetry } from './errors';

/** An error as every surface says it. Absent fields are not known, or do not apply. */
export interface ErrorForm extends ProblemForm, ErrorFacts {}

const FACTS = [
  'problems',
  'total',
  'retryAfterSeconds',
  'scope',
  'state',
  'registered',
  'files',
  'archive',
  'arrival',
  'requestId',
] as const satisfies readonly (keyof ErrorFacts)[];

/** The one form of errors: what `details` holds besides the fields of `ErrorFacts` stays inside. Source: guarantees D. */
export function errorForm(error: NightshiftError): ErrorForm {
  const { code, message, hint, details } = error;
  const { where, limit, seen } = details;
  const facts = FACTS.flatMap((name) => (details[name] === undefined ? [] : [[name, details[name]] as const]));
  return {
    code,
    message,
    ...(where === undefined ? {} : { where }),
    ...(limit === undefined ? {} : { limit }),
    ...(seen === undefined ? {} : { seen }),
    ...(hint === undefined ? {} : { hint }),
    ...(error.kind === 'transient' ? { retryAfterSeconds: secondsUntilRetry(error) } : {}),
    ...Object.fromEntries(facts),
  };
}
