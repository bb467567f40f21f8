import type { Command } from 'commander';
import { RequestError } from '../../core/errors';
import { columnsOf } from '../columns-of';
import type { CommandContext } from '../command-context';
import { EXIT_CODES_OF_STATE, exitCodeOfLook } from '../exit-code-of-state';
import { finalReport } from '../final-report';
import { print } from '../print';
import { paintFor } from '../render/paint';
import { reportMarkdown } from '../render/report-markdown';
import { summary } from '../render/summary';
import { resolveExecution } from '../resolve-execution';

/** `nightshift results`: the report of an execution. */
export function addResultsCommand(program: Command, { deps, exitWith }: CommandContext): void {
  program
    .command('results [execution]')
    .description('what was done, with evidence, cost, time and where the result is: of the newest unless named')
    .option('--markdown', 'print Markdown')
    .option('--json', 'print JSON')
    .addHelpText('after', EXIT_CODES_OF_STATE)
    .action(
      async (execution: string | undefined, options: { readonly markdown?: boolean; readonly json?: boolean }) => {
        if (options.markdown === true && options.json === true) {
          throw new RequestError('USAGE', '--markdown and --json do not go together', { hint: 'Give one of them' });
        }
        const gateway = await deps.gateway();
        const report = await finalReport(deps, gateway, await resolveExecution(gateway, execution));
        print(deps.terminal, options.json, report, () =>
          options.markdown === true
            ? reportMarkdown(report)
            : summary(report, paintFor(deps.terminal.hasColor), columnsOf(deps.terminal)).trimStart(),
        );
        exitWith(exitCodeOfLook(report.state));
      },
    );
}
