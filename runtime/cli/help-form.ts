import type { Command, HelpConfiguration } from 'commander';
import { isOfThisMachine } from './of-this-machine';

/**
 * How the help of the program and of every command is set: names of commands alone, so that what they do has room beside them
 * (their arguments stand in their own help), and `--url` with every command that can ask a gateway elsewhere.
 */
export const HELP_FORM: HelpConfiguration = {
  subcommandTerm: (command) => [command.name(), ...command.aliases()].join(', '),
  showGlobalOptions: true,
  visibleGlobalOptions: (command) =>
    command.parent === null || isOfThisMachine(command)
      ? []
      : rootOf(command).options.filter(({ long }) => long === '--url'),
};

function rootOf(command: Command): Command {
  let root = command;
  while (root.parent !== null) root = root.parent;
  return root;
}
