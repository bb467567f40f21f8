import type { Command } from 'commander';
import { isOfThisMachine } from './of-this-machine';
import { namesExecution, wordsTaken } from './one-of';

/** What may follow a command. */
export interface Words {
  /** `''` for the program itself, `project add`. */
  readonly path: string;
  /** Names of commands below it. */
  readonly below: readonly string[];
  /** `--json` … */
  readonly options: readonly string[];
  /** Those of its options that want a value. */
  readonly taking: readonly string[];
  /** Values of those that take one of a few words. */
  readonly valuesOf: ReadonlyMap<string, readonly string[]>;
  /** For each of its arguments: the words that it takes, `execution` where it names one, undefined for anything. */
  readonly positions: readonly (readonly string[] | 'execution' | undefined)[];
}

/** What may follow the program and every command below it, by path, as they are declared. */
export function completionWords(program: Command): ReadonlyMap<string, Words> {
  return new Map(wordsOf(program, [], []).map((words) => [words.path, words]));
}

function wordsOf(command: Command, path: readonly string[], everywhere: readonly string[]): readonly Words[] {
  const options = command.options.flatMap((option) => (option.long == null ? [] : [{ long: option.long, option }]));
  const own = {
    path: path.join(' '),
    below: command.commands.map((one) => one.name()),
    options: [...options.map(({ long }) => long), ...(isOfThisMachine(command) ? [] : everywhere), '--help'],
    taking: options.flatMap(({ long, option }) => (option.required || option.optional ? [long] : [])),
    valuesOf: new Map(
      options.flatMap(({ long, option }) => {
        const values = wordsTaken(option);
        return values === undefined ? [] : [[long, values] as const];
      }),
    ),
    positions: command.registeredArguments.map((argument) =>
      namesExecution(argument) ? ('execution' as const) : wordsTaken(argument),
    ),
  };
  const urls = options.map(({ long }) => long).filter((long) => long === '--url');
  return [own, ...command.commands.flatMap((one) => wordsOf(one, [...path, one.name()], [...everywhere, ...urls]))];
}
