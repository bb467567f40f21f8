import type { Command } from 'commander';
import { RequestError } from '../../core/errors';
import type { CommandContext } from '../command-context';
import { completionScript, SHELLS } from '../completion-script';
import { argumentTakes } from '../one-of';

/** `nightshift completion`: what a shell needs to complete commands and options. */
export function addCompletionCommand(program: Command, { deps }: CommandContext): void {
  argumentTakes(program.command('completion <shell>'), 'shell', SHELLS)
    .description(`print what ${SHELLS.join(', ')} needs to complete commands and options`)
    .action((word: string) => {
      const shell = SHELLS.find((known) => known === word);
      if (shell === undefined) {
        throw new RequestError('USAGE', `The shell must be one of ${SHELLS.join(', ')}`, {
          hint: 'For example: source <(nightshift completion bash)',
        });
      }
      deps.terminal.out(completionScript(shell));
    });
}
