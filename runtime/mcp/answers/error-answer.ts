import { isNightshiftError, REPORT } from '../../core/errors';
import { firstOf, oneLine } from './one-line';
import { toolWords } from './tool-words';

interface Problem {
  readonly line?: number;
  readonly column?: number;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
}

/** More would fill the model's window with one mistake many times over. */
const PROBLEMS_SHOWN = 25;

/** An error for a model: code, message, every problem with its line, and the next step. Never a stack. */
export function errorText(error: unknown): string {
  if (!isNightshiftError(error) || error.kind === 'bug') {
    const code = isNightshiftError(error) ? error.code : 'BUG_UNEXPECTED';
    return `error ${code}: Something went wrong inside nightshift\nnext: ${REPORT}`;
  }
  const { code, message, hint, details } = error;
  return [
    `error ${code}: ${oneLine(message, 600)}`,
    ...problemLines(details['problems']),
    `next: ${hint === undefined ? 'Look the code up in docs/errors.md' : oneLine(toolWords(hint), 600)}`,
  ].join('\n');
}

/** Problems of a plan, one a line: `line:column CODE message (hint)`. */
export function problemLines(problems: unknown): readonly string[] {
  if (!Array.isArray(problems)) return [];
  return firstOf(
    problems.filter((one): one is Problem => typeof one === 'object' && one !== null),
    PROBLEMS_SHOWN,
    ({ line, column, code, message, hint }) =>
      `  ${line ?? 0}:${column ?? 0} ${code ?? ''} ${oneLine(message ?? '')}${hint === undefined ? '' : ` (${oneLine(toolWords(hint))})`}`,
  );
}
