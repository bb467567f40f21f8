import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { print } from '../print';
import { dirtyWarning } from '../render/dirty-warning';
import { printable } from '../render/printable';
import { table } from '../render/table';

/** `nightshift project`: the folders that plans may be handed over for. */
export function addProjectCommand(program: Command, { deps }: CommandContext): void {
  const project = program.command('project').description('the folders that plans may be handed over for');
  project
    .command('add <dir>')
    .description('register a git working copy; the same folder twice is the same project')
    .option('--name <name>', "the folder's name unless given")
    .option('--json', 'print JSON')
    .action(async (dir: string, options: { readonly name?: string; readonly json?: boolean }) => {
      const added = await (await deps.gateway()).addProject(resolve(deps.workingFolder, dir), options.name);
      print(deps.terminal, options.json, added, () =>
        [`${printable(added.name)}: ${printable(added.dir)} (${added.id})`, ...dirtyWarning(added.dirty ?? [])].join(
          '\n',
        ),
      );
    });
  project
    .command('list')
    .description('show the registered folders')
    .option('--json', 'print JSON')
    .action(async (options: { readonly json?: boolean }) => {
      const projects = await (await deps.gateway()).projects();
      print(deps.terminal, options.json, { projects }, () =>
        projects.length === 0
          ? 'No project yet. Register one with `nightshift project add DIR`.'
          : table(
              ['NAME', 'FOLDER', 'HOST', 'ID'],
              projects.map(({ name, dir, host, id }) => [name, dir, host, id]),
            ),
      );
    });
}
