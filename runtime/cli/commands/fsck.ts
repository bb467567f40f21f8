import type { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { print } from '../print';
import { printable } from '../render/printable';
import { resolveExecution } from '../resolve-execution';

/** `nightshift fsck`: checks the invariants. */
export function addFsckCommand(program: Command, { deps, exitWith }: CommandContext): void {
  program
    .command('fsck [execution]')
    .description(
      'check that what is stored holds together, for everything or one execution (exit code 1 when it does not)',
    )
    .option('--json', 'print JSON')
    .action(async (execution: string | undefined, options: { readonly json?: boolean }) => {
      const gateway = await deps.gateway();
      const found = await gateway.fsck(
        execution === undefined ? undefined : await resolveExecution(gateway, execution),
      );
      print(deps.terminal, options.json, found, () =>
        [
          ...found.violations.map(
            ({ invariant, executionId, message }) =>
              `✗ ${invariant}${executionId === undefined ? '' : ` ${executionId}`}: ${printable(message)}`,
          ),
          `${found.isClean ? 'clean' : `${found.violations.length} violations`}; checked ${found.checked.join(', ')}`,
        ].join('\n'),
      );
      if (!found.isClean) exitWith(EXIT.notWell);
    });
}
