import type { Command, CommanderError } from 'commander';
import { RequestError } from '../core/errors';

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
export function usageError(program: Command, { message }: CommanderError, args: readonly string[]): RequestError {
  const [what = '', meant] = message.replace(/^error: /, '').split('\n');
  const help = `see \`${commandPath(program, args)} --help\``;
  return new RequestError('USAGE', capitalised(what), {
    hint: meant === undefined ? capitalised(help) : `${meant.replace(/^\(|\)$/g, '')} Else ${help}`,
  });
}

/** The names of the commands that were reached: `nightshift project add`. */
function commandPath(program: Command, args: readonly string[]): string {
  const names = [program.name()];
  let command: Command | undefined = program;
  for (const arg of args) {
    command = command.commands.find((one) => one.name() === arg);
    if (command === undefined) break;
    names.push(arg);
  }
  return names.join(' ');
}

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
