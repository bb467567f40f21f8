import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../../core/control-characters';
import type { ClaudeUninstalled } from '../cli-deps';
import type { CommandContext } from '../command-context';
import { print } from '../print';
import { repositoryWarnings } from '../render/repository-warnings';

interface InstallOptions {
  readonly project?: string;
  readonly json?: boolean;
}

/** `nightshift claude`: the plugin in Claude Code. */
export function addClaudeCommand(program: Command, { deps }: CommandContext): void {
  const claude = program
    .command('claude')
    .description('the plugin with which Claude Code hands plans over, follows them and reads what was done');
  claude
    .command('install')
    .description("put the plugin into this user's Claude Code, with a token of its own; again after an update")
    .option('--project <dir>', 'also register this git working copy, so that plans can be handed over for it')
    .option('--json', 'print JSON')
    .action(async ({ project, json }: InstallOptions) => {
      // First what may be refused for the folder's sake: then nothing was put anywhere.
      const added =
        project === undefined
          ? undefined
          : await (await deps.gateway()).addProject({ dir: resolve(deps.workingFolder, project) });
      const installed = await deps.claude.install();
      const answer = { ...installed, ...(added === undefined ? {} : { project: added }) };
      print(deps.terminal, json, answer, () =>
        [
          `Claude Code has the plugin ${installed.plugin}. In a new conversation:`,
          '  /nightshift:handoff PLAN.md   hands a plan over; then you may close it',
          '  /nightshift:status            how it stands',
          '  /nightshift:results           what was done',
          ...(added === undefined
            ? ['Plans work on registered projects only: nightshift project add DIR']
            : [`Project ${printable(added.name)}: ${printable(added.dir)}`, ...repositoryWarnings(added)]),
        ].join('\n'),
      );
    });
  claude
    .command('uninstall')
    .description('take the plugin out of Claude Code again, with its token and all that it kept')
    .option('--json', 'print JSON')
    .action(async ({ json }: InstallOptions) => {
      const answer = await deps.claude.uninstall();
      print(deps.terminal, json, answer, () => uninstalledText(answer));
    });
}

function uninstalledText({ wasInstalled, tokenLeft }: ClaudeUninstalled): string {
  const text = wasInstalled ? 'Claude Code has no plugin of nightshift any more.' : 'The plugin was not installed.';
  if (tokenLeft === undefined) return text;
  const { name, id, reason } = tokenLeft;
  return `${text}\nIts token ${name} (${id}) is still valid: ${printable(reason)}. Once nightshift is up: nightshift token revoke ${id}`;
}
