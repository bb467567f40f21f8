import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../../core/control-characters';
import { RequestError } from '../../core/errors';
import { isOver } from '../../core/execution/execution';
import type { CommandContext } from '../command-context';
import { finalReport } from '../final-report';
import { print } from '../print';
import { resolveExecution } from '../resolve-execution';

/** `nightshift apply`: merges a result into what is checked out. */
export function addApplyCommand(program: Command, { deps }: CommandContext): void {
  program
    .command('apply [execution]')
    .description(
      "merge an execution's result, the newest unless named, into what is checked out in its project's folder",
    )
    .option('--repo <dir>', 'another working copy that has the branch')
    .option('--json', 'print JSON')
    .action(async (execution: string | undefined, options: { readonly repo?: string; readonly json?: boolean }) => {
      const gateway = await deps.gateway();
      const { result, executionId, state, isResultPending, resultProblem } = await finalReport(
        deps,
        gateway,
        await resolveExecution(gateway, execution),
      );
      if (result === undefined) {
        throw new RequestError('RESULT_MISSING', `Execution ${executionId} (${state}) has no result to take`, {
          hint: isResultPending
            ? `It is on its way into the repository${resultProblem === undefined ? '' : ` (${printable(resultProblem)})`}, and tried again: nightshift status ${executionId}`
            : isOver(state)
              ? `It had no repository, or no task changed anything: nightshift status ${executionId}`
              : `Wait until it is over: nightshift watch ${executionId}`,
        });
      }
      const dir = options.repo === undefined ? result.dir : resolve(deps.workingFolder, options.repo);
      const applied = await deps.applyResult(dir, result.branch);
      print(deps.terminal, options.json, { dir, branch: result.branch, ...applied }, () =>
        [
          applied.wasApplied
            ? `${printable(result.branch)} is already in what is checked out in ${printable(dir)}: nothing to do`
            : `Merged ${printable(result.branch)} into ${printable(dir)}: ${applied.commit}`,
          ...applied.changedFiles.map((file) => `  ${printable(file)}`),
        ].join('\n'),
      );
    });
}
