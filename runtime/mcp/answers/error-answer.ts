import type { ErrorPlace, ProblemForm } from '../../core/error-facts';
import { isNightshiftError, REPORT } from '../../core/errors';
import { problemsToList } from '../../core/problems-to-list';
import { firstOf, oneLine } from './one-line';
import { toolWords } from './tool-words';

/** More would fill the model's window with one mistake many times over. */
const PROBLEMS_SHOWN = 25;

/** An error for a model: code, message, every problem with its line, and the next step. Never a stack. */
export function errorText(error: unknown): string {
  if (!isNightshiftError(error) || error.kind === 'bug') {
    const code = isNightshiftError(error) ? error.code : 'BUG_UNEXPECTED';
    return `error ${code}: Something went wrong inside nightshift\nnext: ${REPORT}`;
  }
  const { code, message, hint } = error;
  return [
    `error ${code}: ${oneLine(message, 600)}`,
    ...problemLines(problemsToList(error)),
    `next: ${hint === undefined ? 'Look the code up in docs/errors.md' : oneLine(toolWords(hint), 600)}`,
  ].join('\n');
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
