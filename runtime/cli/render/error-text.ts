import { printable } from '../../core/control-characters';
import type { ErrorPlace } from '../../core/error-facts';
import { errorForm } from '../../core/error-form';
import { isNightshiftError, messageOf, REPORT } from '../../core/errors';
import { problemsToList } from '../../core/problems-to-list';

/** An error for people: message, problems with line and column, hint, code. */
export function errorText(error: unknown): string {
  if (!isNightshiftError(error))
    return `error: ${printable(messageOf(error))}\n  next: ${REPORT}\n  code: BUG_UNEXPECTED`;
  const { where, problems: all = [], total = all.length } = error.details;
  const problems = problemsToList(error);
  const more = total - all.length;
  const inFile = where?.file === undefined ? '' : `${printable(where.file)}, `;
  const [only] = problems;
  if (only?.where?.line !== undefined && problems.length === 1 && more === 0 && only.message === error.message) {
    return [
      `error: ${printable(error.message)}`,
      `  where: ${inFile}line ${only.where.line}, column ${only.where.column ?? 0}`,
      ...(error.hint === undefined ? [] : [`  next: ${printable(error.hint)}`]),
      `  code: ${error.code}`,
    ].join('\n');
  }
  return [
    `error: ${printable(error.message)}`,
    ...(inFile === '' ? [] : [`  where: ${inFile.slice(0, -2)}`]),
    ...problems.map(
      ({ where: place, code, message, hint }) =>
        `  ${placeOf(place)}${printable(message)} [${code}]${hint === undefined ? '' : ` – ${printable(hint)}`}`,
    ),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(error.hint === undefined ? [] : [`  next: ${printable(error.hint)}`]),
    `  code: ${error.code}`,
  ].join('\n');
}

const placeOf = ({ line, column = 0 }: ErrorPlace = {}): string => (line === undefined ? '' : `${line}:${column}  `);

/** The same for programs, in the one form of errors. */
export function errorJson(error: unknown): string {
  if (isNightshiftError(error)) return JSON.stringify({ error: errorForm(error) });
  return JSON.stringify({ error: { code: 'BUG_UNEXPECTED', message: messageOf(error), hint: REPORT } });
}
