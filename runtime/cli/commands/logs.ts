import type { Command } from 'commander';
import { withoutControls } from '../../core/control-characters';
import { isNightshiftError, RequestError } from '../../core/errors';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { followLog } from '../follow-log';
import type { GatewayClient } from '../gateway-client';
import { firstNamesExecution } from '../one-of';
import { print } from '../print';
import { resolveExecution } from '../resolve-execution';

/** `nightshift logs`: what the newest attempt of a task printed. */
export function addLogsCommand(program: Command, { deps, exitWith }: CommandContext): void {
  const logs = program
    .command('logs [names...]')
    .alias('log')
    .usage('[options] [execution] <task>')
    .description(
      'print the log of the newest attempt of a task, of the newest execution unless named; while it runs, its last 16 KiB (behind a line … where there is more)',
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
      try {
        if (options.follow === true) {
          const state = await followLog(deps, { gateway, executionId, task, isJson: options.json === true });
          exitWith(state === 'done' ? EXIT.done : state === 'interrupted' ? EXIT.interrupted : EXIT.notWell);
          return;
        }
        const log = await gateway.log(executionId, task);
        print(deps.terminal, options.json, log, () => `${log.offset > 0 ? '…\n' : ''}${withoutControls(log.text)}`);
      } catch (error) {
        const isNoTask = isNightshiftError(error) && error.code === 'TASK_UNKNOWN';
        throw (isNoTask && execution === undefined ? await executionAlone(gateway, task) : undefined) ?? error;
      }
    });
  firstNamesExecution(logs);
}

const TASKS_SHOWN = 20;

/** What is wrong with one word that is no task of the newest execution, where it names an execution. */
async function executionAlone(gateway: GatewayClient, word: string): Promise<RequestError | undefined> {
  const named = await resolveExecution(gateway, word).catch((error: unknown) => {
    if (isNightshiftError(error) && error.kind === 'user') return undefined;
    throw error;
  });
  if (named === undefined) return undefined;
  const ids = (await gateway.tasks(named)).map(({ id }) => id);
  const more = ids.length > TASKS_SHOWN ? ' …' : '';
  return new RequestError('USAGE', `logs takes a task, too: ${word} is an execution`, {
    hint: `Its tasks are ${ids.slice(0, TASKS_SHOWN).join(', ')}${more}. For example: nightshift logs ${word} ${ids[0] ?? 'task-001'}`,
  });
}
