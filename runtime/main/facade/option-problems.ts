import type { ProblemForm } from '../../core/error-facts';
import { eachOnce, passedLimit } from '../../core/json/passed-limit';
import { nearest } from '../../core/plan/text/nearest';

/** What is wrong with an option, as the schema says it; the parts of an issue that are read here. */
export interface OptionIssue {
  readonly code: string;
  readonly maximum?: number | bigint;
  readonly minimum?: number | bigint;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}

const SHOWN = 60;

/**
 * What is wrong with options, in words for whoever wrote them: where, what is allowed, what was given.
 *
 * @param allowed - What each option may be, by its path: `retry.maxAttempts`.
 */
export function optionProblems(
  options: unknown,
  issues: readonly OptionIssue[],
  allowed: Readonly<Record<string, string>>,
): readonly ProblemForm[] {
  const problems = issues.flatMap((issue) => {
    const { code, path, keys = [] } = issue;
    const name = path.map(String).join('.');
    if (code === 'unrecognized_keys')
      return keys.map((key) => unknownOption(name === '' ? key : `${name}.${key}`, allowed));
    if (name === '') return [problem('', 'options must be an object')];
    // Of a list or an object: what the whole may be, where nothing is said of the part.
    const known = allowed[name] === undefined ? String(path[0]) : name;
    const given = shown(valueAt(options, known.split('.')));
    const message = `${known} must be ${allowed[known] ?? 'something else'}, not ${given}`;
    return [{ ...problem(known, message), ...passedLimit(issue, options) }];
  });
  return eachOnce(problems, ({ message }) => message);
}

function unknownOption(name: string, allowed: Readonly<Record<string, string>>): ProblemForm {
  const meant = nearest(name, Object.keys(allowed));
  const known = name.slice(0, SHOWN);
  return problem(known, `there is no option ${known}${meant === undefined ? '' : `; ${meant} may be meant`}`);
}

const problem = (name: string, message: string): ProblemForm => ({
  code: 'OPTIONS_INVALID',
  message,
  where: { path: ['/options', ...(name === '' ? [] : name.split('.'))].join('/') },
});

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
