import type { Command } from 'commander';
import { RequestError } from '../../core/errors';
import { columnsOf } from '../columns-of';
import type { CommandContext } from '../command-context';
import { EXIT_CODES_OF_STATE, exitCodeOfLook } from '../exit-code-of-state';
import type { GatewayClient } from '../gateway-client';
import { print } from '../print';
import { paintFor } from '../render/paint';
import { statusText } from '../render/status-text';
import { table } from '../render/table';
import { resolveExecution } from '../resolve-execution';

const MOST_LOOKS = 3;
const LISTED = 50;

/** `nightshift status`: how executions stand. */
export function addStatusCommand(program: Command, { deps, exitWith }: CommandContext): void {
  program
    .command('status [execution]')
    .description('how an execution stands, the newest unless named; --all lists them')
    .option('--all', 'list the executions, newest first')
    .option('--json', 'print JSON')
    .addHelpText('after', EXIT_CODES_OF_STATE)
    .action(async (execution: string | undefined, options: { readonly all?: boolean; readonly json?: boolean }) => {
      if (options.all === true && execution !== undefined) {
        throw new RequestError('USAGE', '--all lists every execution: it goes with none that is named', {
          hint: `nightshift status ${execution} shows that one`,
        });
      }
      const gateway = await deps.gateway();
      if (options.all === true) {
        const { executions, nextCursor } = await gateway.find({ limit: LISTED });
        const hasMore = nextCursor !== undefined;
        const rows = executions.map((one) => [
          one.executionId,
          one.state,
          `${one.progress.current}/${one.progress.total}`,
          one.submittedAt,
          one.archive === undefined ? one.title : `${one.title} (archived: ${one.archive})`,
        ]);
        print(deps.terminal, options.json, { executions, hasMore }, () =>
          rows.length === 0
            ? 'Nothing was handed over yet.'
            : table(['EXECUTION', 'STATE', 'TASKS', 'HANDED OVER', 'PLAN'], rows),
        );
        if (hasMore && options.json !== true) deps.terminal.err('There are more: see `nightshift list --help`.\n');
        return;
      }
      const id = await resolveExecution(gateway, execution);
      const { status, report } = await lookAt(gateway, id);
      const look = {
        columns: columnsOf(deps.terminal),
        nowMs: deps.clock.now(),
        paint: paintFor(deps.terminal.hasColor),
      };
      const { tasks, result } = report;
      const answer = { ...status, tasks, ...(result === undefined ? {} : { result }) };
      print(deps.terminal, options.json, answer, () => statusText(status, report, look));
      exitWith(exitCodeOfLook(status.state));
    });
}

/** Status and tasks of one moment: what happens between two questions would make them contradict each other. */
async function lookAt(gateway: Pick<GatewayClient, 'status' | 'report'>, id: string) {
  let before = await gateway.status(id);
  for (let looks = 1; ; looks++) {
    const report = await gateway.report(id);
    const status = await gateway.status(id);
    // Of an execution in which something happens all the time it is the newest look that counts.
    if (status.lastSeq === before.lastSeq || looks === MOST_LOOKS) return { status, report };
    before = status;
  }
}
