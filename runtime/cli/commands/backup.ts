import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import { RequestError } from '../../core/errors';
import type { CommandContext } from '../command-context';
import { print } from '../print';

/** `nightshift backup` and `nightshift restore`: everything that the database holds. */
export function addBackupCommand(program: Command, { deps }: CommandContext): void {
  program
    .command('backup [place]')
    .description(
      'write everything that the database holds into one file, while all goes on; into this folder unless named',
    )
    .option('--json', 'print JSON')
    .action(async (place: string | undefined, { json }: { readonly json?: boolean }) => {
      refuseRemote(deps.isRemote());
      const written = await deps.backups.backup(resolve(deps.workingFolder, place ?? '.'));
      print(deps.terminal, json, written, () =>
        [
          `Written: ${printable(written.path)}, ${counted(written.rows, 'row')}`,
          'Plans, executions, events, outputs, patterns and tokens are in it; repositories, logs and settings are files of the home:',
          '  copy its folders projects and logs, settings.json and nightshift.config.json after it',
        ].join('\n'),
      );
    });
  program
    .command('restore <file>')
    .description('put back what a backup holds, in the place of everything that is there; only while nothing runs')
    .option('--yes', 'what is there now is given up')
    .option('--json', 'print JSON')
    .action(async (file: string, { yes, json }: { readonly yes?: boolean; readonly json?: boolean }) => {
      refuseRemote(deps.isRemote());
      if (yes !== true)
        throw new RequestError('RESTORE_UNCONFIRMED', 'A restore gives up everything that came after the backup', {
          hint: 'Make a backup of now, `nightshift backup`; then say --yes.',
        });
      const restored = await deps.backups.restore(resolve(deps.workingFolder, file));
      print(deps.terminal, json, restored, () =>
        [
          `Restored: ${counted(restored.executions, 'execution')} as of ${printable(restored.at)}, ${counted(restored.rows, 'row')}`,
          'Workers of before are refused; what was under way begins anew.',
          'Next: nightshift up, then nightshift fsck',
        ].join('\n'),
      );
    });
}

function refuseRemote(isRemote: boolean): void {
  if (!isRemote) return;
  throw new RequestError('ARCHIVE_LOCAL', 'Backups are made on the machine that runs nightshift', {
    hint: 'Run this command there, without --url and NIGHTSHIFT_URL.',
  });
}
