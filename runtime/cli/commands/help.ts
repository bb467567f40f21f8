import type { Command } from 'commander';
import { noSuchCommand } from '../usage-error';

/** `nightshift help`: what there is, or what a command does and takes. */
export function addHelpCommand(program: Command): void {
  program
    .command('help [command...]')
    .description('what there is, or what a command does and takes')
    .action((words: readonly string[]) => named(program, words).help());
}

/** The command that the words lead to, by names or aliases; the program itself without any. */
function named(program: Command, words: readonly string[]): Command {
  let command = program;
  let path = program.name();
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (next === undefined) throw noSuchCommand(path, word, command);
    command = next;
    path = `${path} ${next.name()}`;
  }
  return command;
}
