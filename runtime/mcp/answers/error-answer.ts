import type { ErrorPlace, ProblemForm } from '../../core/error-facts';
import type { ErrorForm } from '../../core/error-form';
import { isNightshiftError, REPORT } from '../../core/errors';
import { problemsToList } from '../../core/problems-to-list';
import { toldForm } from '../../core/told-form';
import { firstOf, oneLine } from './one-line';
import { toolWords } from './tool-words';

/** More would fill the model's window with one mistake many times over. */
const PROBLEMS_SHOWN = 25;

/** An error for a model: code, message, every problem with its line, and the next step. Never a stack. */
export function errorText(error: unknown): string {
  const { code, message, hint = 'Look the code up in docs/errors.md' } = errorData(error);
  return [
    `error ${code}: ${oneLine(message, 600)}`,
    ...(isNightshiftError(error) && error.kind !== 'bug' ? problemLines(problemsToList(error)) : []),
    `next: ${oneLine(hint, 600)}`,
  ].join('\n');
}

/** The same for programs, in the one form of errors, with tools as the next step. */
export function errorData(error: unknown): ErrorForm {
  const { hint, ...form } = toldForm(error, REPORT);
  return hint === undefined ? form : { ...form, hint: toolWords(hint) };
}

/** Problems, one a line: `line:column CODE message (hint)`. */
export function problemLines(problems: readonly ProblemForm[]): readonly string[] {
  return firstOf(
    problems,
    PROBLEMS_SHOWN,
    ({ where, code, message, hint }) =>
      `  ${placeOf(where)}${code} ${oneLine(message)}${hint === undefined ? '' : ` (${oneLine(toolWords(hint))})`}`,
  );
}

const placeOf = ({ line, column = 0 }: ErrorPlace = {}): string => (line === undefined ? '' : `${line}:${column} `);
