import type { Command } from 'commander';
import type { Cleaned } from '../../app/clean-up';
import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import { RequestError } from '../../core/errors';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { print } from '../print';

/** `nightshift clean`: what is older than it is kept leaves now. */
export function addCleanCommand(program: Command, { deps, exitWith }: CommandContext): void {
  program
    .command('clean')
    .description(
      'archive executions that ended long ago, and remove what is older than it is kept; `nightshift up` does it by itself',
    )
    .option('--dry-run', 'only say what would leave, and how much')
    .option('--json', 'print JSON')
    .action(async ({ dryRun, json }: { readonly dryRun?: boolean; readonly json?: boolean }) => {
      if (deps.isRemote())
        throw new RequestError('ARCHIVE_LOCAL', 'Cleaning up is done on the machine that runs nightshift', {
          hint: 'Run this command there, without --url and NIGHTSHIFT_URL.',
        });
      const cleaned = await deps.clean({ isDryRun: dryRun === true });
      print(deps.terminal, json, cleaned, () => cleanedText(cleaned));
      if (cleaned.problems.length > 0) exitWith(EXIT.notWell);
    });
}

function cleanedText({ isDryRun, archived, left, removed, logs, problems }: Cleaned): string {
  const rows = Object.entries(removed).filter(([, count]) => count > 0);
  const bytes = logs.bytes >= 1_048_576 ? `${(logs.bytes / 1_048_576).toFixed(1)} MiB` : `${logs.bytes} bytes`;
  const lines = [
    ...archived.map(
      ({ id, status, endedAt, title, path }) =>
        `${isDryRun ? 'would archive' : 'archived'} ${id} ${status} ${endedAt} ${printable(title)}${path === undefined ? '' : ` → ${printable(path)}`}`,
    ),
    ...(left > 0 ? [`${counted(left, 'execution')} more ${left === 1 ? 'is' : 'are'} due: run it again`] : []),
    ...rows.map(([kind, count]) => `${isDryRun ? 'would remove' : 'removed'} ${count} of ${kind}`),
    ...(logs.executions > 0
      ? [`${isDryRun ? 'would remove' : 'removed'} logs of ${counted(logs.executions, 'execution')}, ${bytes}`]
      : []),
    ...problems.map((problem) => `✗ stays: ${printable(problem)}`),
  ];
  return lines.length === 0 ? 'Nothing is older than it is kept.' : lines.join('\n');
}
