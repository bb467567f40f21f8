import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod/v4';
import type { ProblemForm } from '../core/error-facts';
import { ConfigError } from '../core/errors';
import { factsOfFields } from '../core/facts-of-fields';
import { eachOnce, type PassedLimit, passedLimit } from '../core/json/passed-limit';
import { VARIABLES, type ValueOf, type Variable, type VariableName } from './variables';

/** The settings that were given, each checked; a setting that nobody gave is absent. */
export interface Settings {
  /** The checked value, or `undefined` when the setting was not given. */
  get<N extends VariableName>(name: N): ValueOf<N> | undefined;
}

/**
 * Reads every setting from the environment and, where it is not set there, from `nightshift.config.json`
 * (`NIGHTSHIFT_CONFIG`, else the one in the home, never in the working folder). An empty variable counts as not set, unless
 * it is one that is never empty.
 *
 * @param isNeeded - What is not needed is not even looked at. Absent: all is read.
 * @throws {ConfigError} `CONFIG_INVALID`, naming every setting that does not fit and what is allowed; never a secret's value.
 */
export function readVariables(
  env: NodeJS.ProcessEnv,
  home: string,
  isNeeded: (name: string, variable: Variable) => boolean = () => true,
): Settings {
  const file = readConfigFile(env, home);
  const values = new Map<string, unknown>();
  const problems: ProblemForm[] = unknownNames(file.values).map((name) =>
    wrong(name, `${name} in ${file.path} is not a setting of nightshift`),
  );

  for (const [name, variable] of Object.entries<Variable>(VARIABLES)) {
    if (!isNeeded(name, variable)) continue;
    const given = givenValue(env, file.values, name, variable);
    if (given === undefined) continue;
    const parsed = variable.schema.safeParse(given);
    if (parsed.success) values.set(name, parsed.data);
    else
      problems.push({
        ...wrong(
          name,
          `${name}${variable.isSecret ? '' : `=${withoutLogin(given).slice(0, 80)}`} is not allowed: it must be ${variable.allowed}`,
        ),
        ...(variable.isSecret ? {} : beyond(parsed.error.issues, given)),
      });
  }
  if (problems.length > 0) {
    throw new ConfigError('CONFIG_INVALID', problems.map(({ message }) => message).join('; '), {
      hint: 'Correct the settings that are named; docs/configuration.md lists them all.',
      details: factsOfFields(problems),
    });
  }
  return { get: <N extends VariableName>(name: N) => values.get(name) as ValueOf<N> | undefined };
}

/** A URL without the name and password that stand in it. */
const withoutLogin = (given: string): string => given.replace(/:\/\/[^/\s]{1,1000}@/, '://…@');

const wrong = (name: string, message: string): ProblemForm => ({
  code: 'CONFIG_INVALID',
  message,
  where: { path: name },
});

/** The limit that a setting passes as a whole. */
function beyond(issues: readonly z.core.$ZodIssue[], given: string): PassedLimit {
  const limits = issues.filter(({ path }) => path.length === 0).map((issue) => passedLimit(issue, given));
  return eachOnce(limits, () => '')[0] ?? {};
}

function givenValue(
  env: NodeJS.ProcessEnv,
  file: Readonly<Record<string, unknown>>,
  name: string,
  variable: Variable,
): string | undefined {
  for (const key of [name, ...(variable.aliases ?? [])]) {
    const value = variable.isNeverEmpty ? (env[key] ?? file[key]) : env[key] || file[key];
    if (value === undefined || (value === '' && !variable.isNeverEmpty)) continue;
    return asText(value);
  }
  return undefined;
}

/** A list, and a map of names to values, as an environment variable would say it. */
function asText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name}=${one}`)
    .join(',');
}

function unknownNames(file: Readonly<Record<string, unknown>>): readonly string[] {
  const known = new Set<string>(
    Object.entries<Variable>(VARIABLES).flatMap(([name, variable]) => [name, ...(variable.aliases ?? [])]),
  );
  return Object.keys(file).filter((name) => !known.has(name) && name !== '$schema');
}

function readConfigFile(
  env: NodeJS.ProcessEnv,
  home: string,
): { readonly path: string; readonly values: Readonly<Record<string, unknown>> } {
  const named = env['NIGHTSHIFT_CONFIG'];
  const path = named ? resolve(named) : join(home, 'nightshift.config.json');
  if (!named && !existsSync(path)) return { path, values: {} };
  try {
    const values: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof values === 'object' && values !== null && !Array.isArray(values))
      return { path, values: values as Record<string, unknown> };
  } catch (cause) {
    throw new ConfigError('CONFIG_INVALID', `${path} cannot be read as JSON`, {
      hint: 'Correct the file, or unset NIGHTSHIFT_CONFIG.',
      cause,
    });
  }
  throw new ConfigError('CONFIG_INVALID', `${path} must hold one JSON object`, {
    hint: 'Write {"NIGHTSHIFT_WORKER_SLOTS": 4} and the like.',
  });
}
