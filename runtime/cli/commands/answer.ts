import type { Command } from 'commander';
import { RequestError } from '../../core/errors';
import type { CommandContext } from '../command-context';
import { argumentTakes } from '../one-of';
import { print } from '../print';
import { resolveExecution } from '../resolve-execution';

/** `nightshift answer`: a person's answer to what a task asks. */
export function addAnswerCommand(program: Command, { deps }: CommandContext): void {
  argumentTakes(program.command('answer <execution> <task> <criterion> <result>'), 'result', ['pass', 'fail'])
    .description(
      'answer a manual criterion, a human gate (criterion `gate`), a conflict (`conflict`) or whether a task is tried again (`more-tries`): pass or fail',
    )
    .option('--note <text>', 'why; goes into the next attempt when it failed')
    .option('--json', 'print JSON')
    .action(
      async (
        execution: string,
        taskId: string,
        criterionId: string,
        result: string,
        options: { readonly note?: string; readonly json?: boolean },
      ) => {
        if (result !== 'pass' && result !== 'fail') {
          throw new RequestError('ANSWER_INVALID', `The answer must be pass or fail, not ${result.slice(0, 40)}`, {
            hint: 'See what is asked with `nightshift status`',
          });
        }
        const gateway = await deps.gateway();
        const id = await resolveExecution(gateway, execution);
        const request = {
          taskId,
          criterionId,
          result,
          ...(options.note === undefined ? {} : { note: options.note }),
        } as const;
        const answer = await gateway.answer(id, request, deps.actor);
        print(deps.terminal, options.json, answer, () => answer.message);
      },
    );
}
