import type { Command } from 'commander';
import type { ExecutionStatusView } from '../../core/report/views';
import type { CommandContext } from '../command-context';
import { EXIT_CODES_OF_STATE, exitCodeOfState } from '../exit-code-of-state';
import { printSummary } from '../print-summary';
import { resolveExecution } from '../resolve-execution';
import { watchExecution } from '../watch-execution';

/** `nightshift watch`: shows an execution until it is over. */
export function addWatchCommand(program: Command, { deps, exitWith }: CommandContext): void {
  program
    .command('watch [execution]')
    .description(
      'show an execution, the newest unless named, until it is over: in place on a terminal, a line per change elsewhere',
    )
    .option('--until-waiting', 'also stop when a person must act: answer, or look at a pause (exit code 5)')
    .option('--json', 'print a line of JSON per change')
    .addHelpText('after', EXIT_CODES_OF_STATE)
    .action(
      async (execution: string | undefined, options: { readonly untilWaiting?: boolean; readonly json?: boolean }) => {
        const gateway = await deps.gateway();
        const executionId = await resolveExecution(gateway, execution);
        const status = await watchExecution(deps, {
          gateway,
          executionId,
          show: options.json === true ? 'json' : 'text',
          signal: deps.interrupt,
          onLook: async ({ state }) => (options.untilWaiting === true && needsPerson(state) ? 'stop' : 'go-on'),
        });
        if (options.json !== true) await printSummary(deps, gateway, executionId);
        exitWith(exitCodeOfState(status.state));
      },
    );
}

const needsPerson = (state: ExecutionStatusView['state']): boolean => state === 'waiting' || state === 'paused';
