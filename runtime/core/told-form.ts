import { type ErrorForm, errorForm } from './error-form';
import { isNightshiftError } from './errors';

/** What somebody elsewhere is told of anything that was thrown: of a mistake of ours its code alone, and `next`, what to do. */
export function toldForm(thrown: unknown, next: string): ErrorForm {
  if (isNightshiftError(thrown) && thrown.kind !== 'bug') return errorForm(thrown);
  const code = isNightshiftError(thrown) ? thrown.code : 'BUG_UNEXPECTED';
  return { code, message: 'Something went wrong inside nightshift', hint: next };
}
