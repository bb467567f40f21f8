import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { isNightshiftError } from '../../core/errors';
import { shellWord } from '../../core/shell-word';
import { forkUnknown, mayHaveArrived } from '../arrival-unknown';
import type { CommandContext } from '../command-context';
import { print } from '../print';
import { resolveExecution } from '../resolve-execution';

/** `nightshift fork`: a new execution from a completed task of another one. */
export function addForkCommand(program: Command, { deps }: CommandContext): void {
  program
    .command('fork <execution>')
    .description('start a new execution from the moment right after a task of another one was completed')
    .requiredOption('--at <task>', 'the task right after which it begins')
    .option('--key <key>', 'the same key starts one execution, however often it is sent')
    .option('--json', 'print JSON')
    .action(
      async (execution: string, options: { readonly at: string; readonly key?: string; readonly json?: boolean }) => {
        const gateway = await deps.gateway();
        const id = await resolveExecution(gateway, execution);
        const request = { taskId: options.at, idempotencyKey: options.key ?? randomUUID() };
        const answer = await gateway.fork(id, request, deps.actor).catch((error: unknown) => {
          if (!isNightshiftError(error) || !mayHaveArrived(error)) throw error;
          const again = ['nightshift', 'fork', id, '--at', request.taskId, '--key', request.idempotencyKey];
          throw forkUnknown(error, again.map(shellWord).join(' '));
        });
        print(
          deps.terminal,
          options.json,
          answer,
          () => `Execution ${answer.executionId} begins right after ${options.at}.`,
        );
      },
    );
}
