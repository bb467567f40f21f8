import type { Command } from 'commander';
import { withoutControls } from '../../core/control-characters';
import { RequestError } from '../../core/errors';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { followLog } from '../follow-log';
import { print } from '../print';
import { resolveExecution } from '../resolve-execution';

/** `nightshift logs`: what the newest attempt of a task printed. */
export function addLogsCommand(program: Command, { deps, exitWith }: CommandContext): void {
  program
    .command('logs <names...>')
    .alias('log')
    .usage('[options] [execution] <task>')
    .description(
      'print the log of the newest attempt of a task, of the newest execution unless named; while it runs, its last 16 KiB',
    )
    .option('-f, --follow', 'stay, and print what comes, until the task is over')
    .option('--json', 'print JSON')
    .action(async (names: readonly string[], options: { readonly follow?: boolean; readonly json?: boolean }) => {
      const [task, execution, ...others] = [...names].reverse();
      if (task === undefined || others.length > 0) {
        throw new RequestError('USAGE', 'logs takes an execution and a task, or a task of the newest execution', {
          hint: 'For example: nightshift logs last task-002 -f',
        });
      }
      const gateway = await deps.gateway();
      const executionId = await resolveExecution(gateway, execution);
      if (options.follow === true) {
        const state = await followLog(deps, { gateway, executionId, task, isJson: options.json === true });
        exitWith(state === 'done' ? EXIT.done : state === 'interrupted' ? EXIT.interrupted : EXIT.notWell);
        return;
      }
      const log = await gateway.log(executionId, task);
      print(deps.terminal, options.json, log, () => withoutControls(log.text));
    });
}
