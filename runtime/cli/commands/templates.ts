import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { TemplateRow } from '../cli-deps';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { print } from '../print';
import { printable } from '../render/printable';
import { table } from '../render/table';

interface JsonOption {
  readonly json?: boolean;
}

/** `nightshift templates`: the shipped workflows and n8n's copies of them. */
export function addTemplatesCommand(program: Command, context: CommandContext): void {
  const { deps, exitWith } = context;
  const templates = program.command('templates').description("the shipped workflows, and n8n's copies of them");
  const rows = (json: boolean | undefined, found: readonly TemplateRow[]) =>
    print(deps.terminal, json, { templates: found }, () => (found.length === 0 ? 'No templates.' : rowsText(found)));
  templates
    .command('list')
    .description('show the templates and how they stand in n8n')
    .option('--json', 'print JSON')
    .action(async (options: JsonOption) => rows(options.json, await deps.templates.list()));
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
    .description("write n8n's copies as files")
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
}

function rowsText(found: readonly TemplateRow[]): string {
  return table(
    ['TEMPLATE', 'VERSION', 'STATE', 'WORKFLOW', 'NOTE'],
    found.map(({ name, version, state, workflowId, note }) => [name, String(version), state, workflowId, note ?? '']),
  );
}
