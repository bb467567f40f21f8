import type { Command } from 'commander';
import { RequestError } from '../../core/errors';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { argumentTakes } from '../one-of';
import { print } from '../print';
import { resolveExecution } from '../resolve-execution';

const ACTIONS = ['pause', 'resume', 'cancel', 'retry', 'rollback'] as const;

interface ControlOptions {
  readonly task?: string;
  readonly to?: string;
  readonly stop?: boolean;
  readonly json?: boolean;
}

/** `nightshift control`: pause, resume, cancel, retry or roll back. */
export function addControlCommand(program: Command, { deps, exitWith }: CommandContext): void {
  argumentTakes(program.command('control <execution> <action>'), 'action', ACTIONS)
    .description(
      'pause, resume, cancel or retry an execution, or take it back; retry takes up what failed, or one task with --task; rollback undoes what came after --to',
    )
    .option('--task <id>', 'for retry: this task only')
    .option('--stop', 'for pause: stop what runs, too; it begins anew after the resume')
    .option('--to <id>', 'for rollback: the task right after which it is to stand')
    .option('--json', 'print JSON')
    .action(async (execution: string, word: string, options: ControlOptions) => {
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
      if (options.stop === true && action !== 'pause') {
        throw new RequestError('USAGE', `--stop goes with pause only, not with ${action}`, {
          hint: `For example: nightshift control ${execution} pause --stop`,
        });
      }
      if ((action === 'rollback') !== (options.to !== undefined)) {
        throw new RequestError(
          'USAGE',
          '--to and rollback belong together: back to the moment right after which task?',
          {
            hint: `For example: nightshift control ${execution} rollback --to task-003`,
          },
        );
      }
      const taskId = options.to ?? options.task;
      const gateway = await deps.gateway();
      const id = await resolveExecution(gateway, execution);
      const request = {
        action,
        ...(taskId === undefined ? {} : { taskId }),
        ...(options.stop === true ? { stopsRunning: true } : {}),
      };
      const answer = await gateway.control(id, request, deps.actor);
      print(deps.terminal, options.json, answer, () => answer.message);
      if (!answer.success) exitWith(EXIT.notWell);
    });
}
