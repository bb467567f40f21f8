import type { Command } from 'commander';
import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import { INVARIANTS } from '../../core/execution/invariants';
import type { FsckView } from '../../core/report/service-views';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { print } from '../print';
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
      print(deps.terminal, options.json, found, () => fsckText(found));
      if (!found.isClean) exitWith(EXIT.notWell);
    });
}

/** What was found by invariant, and below each what to do about it. */
function fsckText({ violations, checked, isClean }: FsckView): string {
  const broken = [...new Set(violations.map(({ invariant }) => invariant))];
  const lines = broken.flatMap((invariant) => {
    const own = violations.filter((violation) => violation.invariant === invariant);
    return [
      `✗ ${invariant} ${INVARIANTS[invariant]?.title ?? ''}`.trimEnd(),
      ...own.map(
        ({ executionId, message }) => `    ${executionId === undefined ? '' : `${executionId}: `}${printable(message)}`,
      ),
      `  → ${own[0]!.nextStep}`,
    ];
  });
  return [
    ...lines,
    `${isClean ? 'clean' : counted(violations.length, 'violation')}; checked ${checked.join(', ')}`,
  ].join('\n');
}
