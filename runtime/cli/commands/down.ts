import type { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { print } from '../print';

/** `nightshift down`: stops what `up --detach` left running. */
export function addDownCommand(program: Command, { deps }: CommandContext): void {
  program
    .command('down')
    .description('stop everything that `nightshift up` started on this machine; running attempts get their grace')
    .option('--json', 'print JSON')
    .action(async (options: { readonly json?: boolean }) => {
      const wasRunning = await deps.system.down();
      print(deps.terminal, options.json, { wasRunning }, () => (wasRunning ? 'Stopped.' : 'Nothing was running.'));
    });
}
