import type { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { print } from '../print';
import { resolveExecution } from '../resolve-execution';

/** `nightshift log`: what the newest attempt of a task printed. */
export function addLogCommand(program: Command, { deps }: CommandContext): void {
  program
    .command('log <execution> <task>')
    .description('print the log of the newest attempt of a task; while it runs, its last 16 KiB')
    .option('--json', 'print JSON')
    .action(async (execution: string, task: string, options: { readonly json?: boolean }) => {
      const gateway = await deps.gateway();
      const log = await gateway.log(await resolveExecution(gateway, execution), task);
      print(deps.terminal, options.json, log, () => withoutControls(log.text));
    });
}

/** Lines and tabs stay; what a terminal would obey does not. */
function withoutControls(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
