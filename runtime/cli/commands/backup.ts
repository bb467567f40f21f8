import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import { RequestError } from '../../core/errors';
import type { CommandContext } from '../command-context';
import { print } from '../print';

const BESIDE = `
In it: plans, executions, events, outputs, patterns and tokens. Not in it, since they are files of the home; copy them after
the backup, so that every commit that it names is there:
  projects                 the bare repositories, with all branches of executions
  logs/attempts            what agents and criteria printed
  archives                 executions that have left the database
  settings.json            ports, passwords of the database, keys: as secret as the backup
  nightshift.config.json   your own settings, where there are some
All else there is made anew. Workflows that you changed in n8n: nightshift templates export.
Back on another machine: these into an empty home, then nightshift restore FILE --yes, and nightshift up.`;

/** `nightshift backup` and `nightshift restore`: everything that the database holds. */
export function addBackupCommand(program: Command, { deps }: CommandContext): void {
  program
    .command('backup [place]')
    .description(
      'write everything that the database holds into one file, while all goes on; into this folder unless named',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', BESIDE)
    .action(async (place: string | undefined, { json }: { readonly json?: boolean }) => {
      refuseRemote(deps.isRemote());
      const written = await deps.backups.backup(resolve(deps.workingFolder, place ?? '.'));
      print(deps.terminal, json, written, () =>
        [
          `Written: ${printable(written.path)}, ${counted(written.rows, 'row')}`,
          'Plans, executions, events, outputs, patterns and tokens are in it; repositories, logs, archives and settings are files of the home:',
          '  copy projects, logs/attempts, archives, settings.json and nightshift.config.json after it (nightshift backup --help says more)',
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
