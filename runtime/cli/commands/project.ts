import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../../core/control-characters';
import type { CommandContext } from '../command-context';
import { print } from '../print';
import { repositoryWarnings } from '../render/repository-warnings';
import { table } from '../render/table';

interface AddOptions {
  readonly name?: string;
  readonly share?: readonly string[];
  readonly shareNothing?: boolean;
  readonly json?: boolean;
}

/** `nightshift project`: the folders that plans may be handed over for. */
export function addProjectCommand(program: Command, { deps }: CommandContext): void {
  const project = program
    .command('project')
    .description('the folders that plans may be handed over for; without a command: which there are');
  project
    .command('add <dir>')
    .description('register a git working copy; the same folder twice is the same project')
    .option('--name <name>', "what to call it; the folder's name, or the one it has, unless given")
    .option(
      '--share <path>',
      'let its tasks read what git ignores, such as node_modules; may be repeated, and replaces what was shared',
      (path: string, paths: readonly string[] = []) => [...paths, path],
    )
    .option('--share-nothing', 'share nothing any more')
    .option('--json', 'print JSON')
    .action(async (dir: string, { name, share, shareNothing, json }: AddOptions) => {
      const shares = shareNothing === true ? [] : share;
      const added = await (await deps.gateway()).addProject({
        dir: resolve(deps.workingFolder, dir),
        ...(name === undefined ? {} : { name }),
        ...(shares === undefined ? {} : { shares }),
      });
      print(deps.terminal, json, added, () =>
        [
          `${printable(added.name)}: ${printable(added.dir)} (${added.id})`,
          ...(added.shares.length === 0 ? [] : [`its tasks can read: ${added.shares.map(printable).join(', ')}`]),
          ...repositoryWarnings(added),
        ].join('\n'),
      );
    });
  project
    .command('list', { isDefault: true })
    .description('show the registered folders')
    .option('--json', 'print JSON')
    .action(async (options: { readonly json?: boolean }) => {
      const projects = await (await deps.gateway()).projects();
      print(deps.terminal, options.json, { projects }, () =>
        projects.length === 0
          ? 'No project yet. Register one with `nightshift project add DIR`.'
          : table(
              ['NAME', 'FOLDER', 'SHARED', 'HOST', 'ID'],
              projects.map(({ name, dir, shares, host, id }) => [name, dir, shares.join(', '), host, id]),
            ),
      );
    });
}
