import type { Command, CommanderError } from 'commander';
import { printable } from '../core/control-characters';
import { RequestError } from '../core/errors';

/** Of what was typed, as much as an error says again. */
const ECHO = 120;

/** True for what the parser of the command line throws, which includes help and version. */
export function isCommanderError(error: unknown): error is CommanderError {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && code.startsWith('commander.');
}

/** True when what was asked for has been shown: help, the version, or what there is below a command that stood alone. */
export function isShown({ code }: CommanderError): boolean {
  return code === 'commander.help' || code === 'commander.helpDisplayed' || code === 'commander.version';
}

/** A wrong use in the form of every other error. The parser's second line has the nearest name. */
export function usageError(program: Command, { code, message }: CommanderError, args: readonly string[]): RequestError {
  const { command, path } = reached(program, args);
  const help = `see \`${path} --help\``;
  // Options come behind a command: one above it lacks the command first of all.
  if (code === 'commander.unknownOption' && command.commands.length > 0) {
    const names = command.commands.map((one) => one.name()).join(', ');
    return new RequestError('USAGE', `\`${path}\` needs a command: ${names}`, { hint: capitalised(help) });
  }
  // A word behind a group is no argument of the command that stands for the group.
  if (code === 'commander.excessArguments' && command.commands.length > 0) {
    const word = args.find((arg) => !arg.startsWith('-') && !path.split(' ').includes(arg)) ?? '';
    return noSuchCommand(path, word, command);
  }
  const [what = '', meant] = message.replace(/^error: /, '').split('\n');
  return new RequestError('USAGE', capitalised(what), {
    hint: meant === undefined ? capitalised(help) : `${meant.replace(/^\(|\)$/g, '')} Else ${help}`,
  });
}

/** What is said of a word behind a command, which is called by `path`, that is no command below it. */
export function noSuchCommand(path: string, word: string, { commands }: Command): RequestError {
  const names = commands.map((one) => one.name()).filter((name) => name !== 'help');
  return new RequestError(
    'USAGE',
    `\`${path}\` has no command ${printable(word.slice(0, ECHO))}${names.length === 0 ? '' : `: ${names.join(', ')}`}`,
    { hint: `See \`${path} --help\`` },
  );
}

/** The last command that is named, with the names that lead to it: `nightshift project add`. */
function reached(program: Command, args: readonly string[]): { readonly command: Command; readonly path: string } {
  const names = [program.name()];
  let command = program;
  for (const arg of args) {
    const next = command.commands.find((one) => one.name() === arg);
    if (next === undefined) break;
    command = next;
    names.push(arg);
  }
  return { command, path: names.join(' ') };
}

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
