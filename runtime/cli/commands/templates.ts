import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../../core/control-characters';
import type { TemplateRow, TemplateStandingRow } from '../cli-deps';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { print } from '../print';
import { table } from '../render/table';

interface JsonOption {
  readonly json?: boolean;
}

/** `nightshift templates`: the shipped workflows and n8n's copies of them. */
export function addTemplatesCommand(program: Command, context: CommandContext): void {
  const { deps, exitWith } = context;
  const templates = program
    .command('templates')
    .description("the shipped workflows, and n8n's copies of them; without a command: how they stand in n8n");
  const rows = (json: boolean | undefined, found: readonly TemplateRow[]) =>
    print(deps.terminal, json, { templates: found }, () => (found.length === 0 ? 'No templates.' : rowsText(found)));
  templates
    .command('list')
    .description('show the templates: whether and in which version they are in n8n, edited, published')
    .option('--json', 'print JSON')
    .action(async ({ json }: JsonOption) => {
      const found = await deps.templates.list();
      print(deps.terminal, json, { templates: found }, () => standingText(found));
    });
  templates
    .command('import [names...]')
    .description('bring templates into n8n and publish them; workflows that a person changed are left alone')
    .option('--overwrite', 'give up the changes of the templates that are named')
    .option('--json', 'print JSON')
    .action(async (names: readonly string[], options: JsonOption & { readonly overwrite?: boolean }) =>
      rows(options.json, await deps.templates.import(names, options.overwrite === true ? names : [])),
    );
  templates
    .command('publish [names...]')
    .description('make the saved version answer webhooks and schedules')
    .option('--json', 'print JSON')
    .action(async (names: readonly string[], options: JsonOption) =>
      rows(options.json, await deps.templates.publish(names)),
    );
  templates
    .command('export <dir> [names...]')
    .description("write n8n's copies as files into a folder; one that is not there is made")
    .option('--json', 'print JSON')
    .action(async (dir: string, names: readonly string[], options: JsonOption) => {
      const files = await deps.templates.export(resolve(deps.workingFolder, dir), names);
      print(deps.terminal, options.json, { files }, () => files.map(printable).join('\n'));
    });
  templates
    .command('compare [names...]')
    .description("say where n8n's copies differ from the shipped templates (exit code 1 when they do)")
    .option('--json', 'print JSON')
    .action(async (names: readonly string[], options: JsonOption) => {
      const found = await deps.templates.compare(names);
      print(deps.terminal, options.json, { templates: found }, () =>
        found
          .flatMap(({ name, differences }) =>
            differences.length === 0
              ? [`✓ ${name}: the same`]
              : [`! ${name}`, ...differences.map((line) => `    ${printable(line)}`)],
          )
          .join('\n'),
      );
      if (found.some(({ differences }) => differences.length > 0)) exitWith(EXIT.notWell);
    });
  // Last: commands that are made after it would take any word, too.
  templates
    .allowExcessArguments()
    .allowUnknownOption()
    .action(async (_options: unknown, command: Command) => {
      // As an option it would be taken from the commands below.
      const json = command.args.includes('--json');
      const unknown = command.args.find((word) => word !== '--json');
      if (unknown !== undefined) {
        const names = command.commands.map((one) => one.name()).join(', ');
        command.error(`error: there is no command templates ${printable(unknown)}; there are: ${names}`, {
          exitCode: 1,
        });
      }
      const found = await deps.templates.list();
      print(deps.terminal, json, { templates: found }, () => `${standingText(found)}\n\n${commandsText(command)}`);
    });
}

function standingText(found: readonly TemplateStandingRow[]): string {
  if (found.length === 0) return 'No templates.';
  return table(
    ['TEMPLATE', 'VERSION', 'INSTALLED', 'EDITED', 'PUBLISHED', 'WORKFLOW', 'NOTE'],
    found.map(({ name, version, workflowId, note = '', ...standing }) => [
      name,
      String(version),
      ...standingWords(standing),
      workflowId,
      note,
    ]),
  );
}

/** Whether it is installed, edited and published. */
function standingWords(standing: Omit<TemplateStandingRow, 'name' | 'version' | 'workflowId' | 'note'>): string[] {
  const { isInstalled, installedVersion, isEdited, isPublished, isPublishable } = standing;
  if (!isInstalled) return ['no', '-', '-'];
  const published = isPublishable ? yesOrNo(isPublished) : 'by hand';
  return [installedVersion === undefined ? 'yes' : `version ${installedVersion}`, yesOrNo(isEdited), published];
}

const yesOrNo = (value: boolean): string => (value ? 'yes' : 'no');

function commandsText(templates: Command): string {
  const lines = templates.commands.map((one) => `  nightshift templates ${one.name()} ${one.usage()}`.trimEnd());
  return ['Commands (--help says more):', ...lines].join('\n');
}

function rowsText(found: readonly TemplateRow[]): string {
  return table(
    ['TEMPLATE', 'VERSION', 'STATE', 'WORKFLOW', 'NOTE'],
    found.map(({ name, version, state, workflowId, note }) => [name, String(version), state, workflowId, note ?? '']),
  );
}
