import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import { RequestError } from '../../core/errors';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { print } from '../print';
import { resolveExecution } from '../resolve-execution';

/** `nightshift export` and `nightshift verify`: one execution as an archive that proves itself. */
export function addExportCommand(program: Command, { deps, exitWith }: CommandContext): void {
  program
    .command('export [execution]')
    .description('write everything about an execution into one archive: plan, events, evidence, outputs, logs')
    .option('-o, --output <file>', 'the archive; nightshift-ID.tar.gz unless given')
    .option('--json', 'print JSON')
    .action(
      async (word: string | undefined, { output, json }: { readonly output?: string; readonly json?: boolean }) => {
        if (deps.isRemote())
          throw new RequestError('ARCHIVE_LOCAL', 'Archives are written on the machine that runs nightshift', {
            hint: 'Run `nightshift export` there, without --url and NIGHTSHIFT_URL.',
          });
        const executionId = await resolveExecution(await deps.gateway(), word);
        const path = resolve(deps.workingFolder, output ?? `nightshift-${executionId}.tar.gz`);
        const exported = await deps.archives.export(executionId, path);
        print(deps.terminal, json, { path, ...exported }, () =>
          [
            `Written: ${printable(path)}`,
            `${counted(exported.events, 'event')}, ${counted(exported.artifacts, 'output')}, ${counted(exported.logs, 'log')}`,
            ...(exported.logsElsewhere === 0
              ? []
              : [`warning: ${counted(exported.logsElsewhere, 'log')} not on this host are left out`]),
            `digest ${exported.digest}`,
            `Check it anywhere: nightshift verify ${printable(path)} --digest ${exported.digest}`,
          ].join('\n'),
        );
      },
    );
  program
    .command('verify <archive>')
    .description(
      'check an archive of `export` by itself: hash chain, evidence, digests (exit code 1 when it does not hold)',
    )
    .option('--digest <hex>', 'what `export` said: proves that nobody wrote it anew')
    .option('--json', 'print JSON')
    .action(async (archive: string, { digest, json }: { readonly digest?: string; readonly json?: boolean }) => {
      const verified = await deps.archives.verify(resolve(deps.workingFolder, archive));
      const isOther = digest !== undefined && digest.toLowerCase() !== verified.digest;
      const findings = [
        ...verified.findings,
        ...(isOther ? [{ where: 'manifest.json', message: `The digest is ${verified.digest}, not ${digest}` }] : []),
      ];
      const isClean = findings.length === 0;
      print(deps.terminal, json, { ...verified, isClean, findings }, () =>
        [
          ...findings.map(({ where, message }) => `✗ ${printable(where)}: ${printable(message)}`),
          `${isClean ? 'holds' : counted(findings.length, 'finding')}: ${printable(verified.title)}, ${printable(verified.status)}, ${counted(verified.events, 'event')}`,
          `execution ${printable(verified.executionId)}`,
          `receipt   ${printable(verified.receipt)}`,
          `digest    ${verified.digest}`,
          ...(digest === undefined ? ['Compare the digest with that of `nightshift export` (--digest).'] : []),
        ].join('\n'),
      );
      if (!isClean) exitWith(EXIT.notWell);
    });
}
