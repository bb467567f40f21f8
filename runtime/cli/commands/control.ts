import type { Command } from 'commander';
import { RequestError } from '../../core/errors';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { print } from '../print';
import { resolveExecution } from '../resolve-execution';

const ACTIONS = ['pause', 'resume', 'cancel', 'retry'] as const;

/** `nightshift control`: pause, resume, cancel or retry. */
export function addControlCommand(program: Command, { deps, exitWith }: CommandContext): void {
  program
    .command('control <execution> <action>')
    .description('pause, resume, cancel or retry an execution; retry takes up what failed, or one task with --task')
    .option('--task <id>', 'for retry: this task only')
    .option('--json', 'print JSON')
    .action(async (execution: string, word: string, options: { readonly task?: string; readonly json?: boolean }) => {
      const action = ACTIONS.find((known) => known === word);
      if (action === undefined) {
        throw new RequestError('USAGE', `The action must be one of ${ACTIONS.join(', ')}`, {
          hint: 'For example: nightshift control last pause',
        });
      }
      if (options.task !== undefined && action !== 'retry') {
        throw new RequestError('USAGE', `--task goes with retry only: ${action} is for the whole execution`, {
          hint: `Leave --task out to ${action} all of it`,
        });
      }
      const gateway = await deps.gateway();
      const id = await resolveExecution(gateway, execution);
      const answer = await gateway.control(
        id,
        { action, ...(options.task === undefined ? {} : { taskId: options.task }) },
        deps.actor,
      );
      print(deps.terminal, options.json, answer, () => answer.message);
      if (!answer.success) exitWith(EXIT.notWell);
    });
}
