import { nearest } from '../../core/plan/text/nearest';

/** What is wrong with an option, as the schema says it; the parts of an issue that are read here. */
export interface OptionIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}

const SHOWN = 60;

/**
 * What is wrong with options, a sentence for each, in words for whoever wrote them: where, what is allowed, what was given.
 *
 * @param allowed - What each option may be, by its path: `retry.maxAttempts`.
 */
export function optionProblems(
  options: unknown,
  issues: readonly OptionIssue[],
  allowed: Readonly<Record<string, string>>,
): readonly string[] {
  return issues.flatMap(({ code, path, keys = [] }) => {
    const name = path.map(String).join('.');
    if (code === 'unrecognized_keys')
      return keys.map((key) => unknownOption(name === '' ? key : `${name}.${key}`, allowed));
    if (name === '') return ['options must be an object'];
    // Of a list or an object: what the whole may be, where nothing is said of the part.
    const known = allowed[name] === undefined ? String(path[0]) : name;
    return [`${known} must be ${allowed[known] ?? 'something else'}, not ${shown(valueAt(options, known.split('.')))}`];
  });
}

function unknownOption(name: string, allowed: Readonly<Record<string, string>>): string {
  const meant = nearest(name, Object.keys(allowed));
  return `there is no option ${name.slice(0, SHOWN)}${meant === undefined ? '' : `; ${meant} may be meant`}`;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
