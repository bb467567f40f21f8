import { printable } from '../../core/control-characters';
import { isNightshiftError, messageOf, REPORT } from '../../core/errors';

interface Problem {
  readonly line?: number;
  readonly column?: number;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
}

/** An error for people: message, problems with line and column, hint, code. */
export function errorText(error: unknown): string {
  if (!isNightshiftError(error))
    return `error: ${printable(messageOf(error))}\n  next: ${REPORT}\n  code: BUG_UNEXPECTED`;
  const problems = problemsOf(error.details['problems']);
  const more = Number(error.details['total'] ?? problems.length) - problems.length;
  const { file } = error.details;
  const inFile = typeof file === 'string' ? `${printable(file)}, ` : '';
  const [only] = problems;
  if (only !== undefined && problems.length === 1 && more === 0 && only.message === error.message) {
    return [
      `error: ${printable(error.message)}`,
      `  where: ${inFile}line ${only.line ?? 0}, column ${only.column ?? 0}`,
      ...(error.hint === undefined ? [] : [`  next: ${printable(error.hint)}`]),
      `  code: ${error.code}`,
    ].join('\n');
  }
  return [
    `error: ${printable(error.message)}`,
    ...(inFile === '' ? [] : [`  where: ${inFile.slice(0, -2)}`]),
    ...problems.map(
      ({ line, column, code, message, hint }) =>
        `  ${line ?? 0}:${column ?? 0}  ${printable(message ?? '')}${code === undefined ? '' : ` [${code}]`}${hint === undefined ? '' : ` – ${printable(hint)}`}`,
    ),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(error.hint === undefined ? [] : [`  next: ${printable(error.hint)}`]),
    `  code: ${error.code}`,
  ].join('\n');
}

/** Problems of a plan; those of settings are words, which the message has already. */
function problemsOf(value: unknown): readonly Problem[] {
  return Array.isArray(value) ? value.filter((one): one is Problem => typeof one === 'object' && one !== null) : [];
}

/** The same for programs. */
export function errorJson(error: unknown): string {
  if (!isNightshiftError(error))
    return JSON.stringify({ error: { code: 'BUG_UNEXPECTED', message: messageOf(error), hint: REPORT } });
  const { code, message, hint, details } = error;
  return JSON.stringify({ error: { ...details, code, message, ...(hint === undefined ? {} : { hint }) } });
}
