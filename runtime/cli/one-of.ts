import type { Argument, Command, Option } from 'commander';
import { RequestError } from '../core/errors';

/** What an option or argument takes, by what was declared; kept beside the declaration, where shells ask for it. */
const WORDS = new WeakMap<object, readonly string[]>();

/** Takes one of these words as an option's value. @throws {RequestError} `USAGE`. */
export function oneOf(name: string, words: readonly string[]): (value: string) => string {
  const parse = (value: string): string => {
    if (words.includes(value)) return value;
    throw new RequestError('USAGE', `${name} must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`, {
      hint: `For example ${name} ${words[0]}`,
      details: { where: { path: name } },
    });
  };
  WORDS.set(parse, words);
  return parse;
}

/** An option's parser of its own, with the words that its value is made of. */
export function madeOf<Parse extends object>(words: readonly string[], parse: Parse): Parse {
  WORDS.set(parse, words);
  return parse;
}

/** Arguments that name an execution under another name. */
const EXECUTIONS = new WeakSet<object>();

/** Says that the first argument may name an execution, for who completes it. */
export function firstNamesExecution(command: Command): Command {
  const [first] = command.registeredArguments;
  if (first !== undefined) EXECUTIONS.add(first);
  return command;
}

export const namesExecution = (argument: Argument): boolean =>
  argument.name() === 'execution' || EXECUTIONS.has(argument);

/** Says which words an argument takes, for who completes them; the command refuses others in its own words. */
export function argumentTakes(command: Command, name: string, words: readonly string[]): Command {
  const argument = command.registeredArguments.find((one) => one.name() === name);
  if (argument !== undefined) WORDS.set(argument, words);
  return command;
}

/** The words that an option or argument takes; undefined where they are not a few. */
export function wordsTaken(declared: Option | Argument): readonly string[] | undefined {
  return WORDS.get(declared) ?? (declared.parseArg === undefined ? undefined : WORDS.get(declared.parseArg));
}
