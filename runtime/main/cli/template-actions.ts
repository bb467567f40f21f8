import type { TemplateActions, TemplateRow, TemplateStandingRow } from '../../cli/cli-deps';
import type { Config } from '../../config/config';
import { readEmbeddedSettings } from '../../config/embedded-settings';
import { ConfigError, RequestError } from '../../core/errors';
import { compareWorkflows } from '../compare-workflows';
import type { N8nSession } from '../n8n-session';
import { contentOf, exportWorkflow, isPublishable, type KeptWorkflow, type Workflow } from '../n8n-workflow';
import { openOwnerSession } from '../owner-session';
import { templatesFolder } from '../provision-n8n';
import { publishWorkflow } from '../publish-workflow';
import { readTemplates, type Template } from '../read-templates';
import { importTemplates, standingOf, type TemplateResult } from '../templates';
import { writeTogether } from './write-together';

/** The commands of `nightshift templates`, against the embedded n8n of a home. */
export function templateActions(config: () => Config): TemplateActions {
  return {
    list: async () => {
      const { home } = config();
      const found = await inN8n(await sessionOf(home), chosen([]));
      return found.map(({ template, workflow }) => standingRow(template, workflow, home));
    },
    export: async (dir, names) => {
      const found = await inN8n(await sessionOf(config().home), chosen(names));
      const missing = found.find(({ template, workflow }) => workflow === undefined && names.includes(template.name));
      if (missing !== undefined) throw notInstalled(missing.template);
      const files = found.flatMap(({ template, workflow }) =>
        workflow === undefined ? [] : [{ name: template.file, text: fileOf(workflow) }],
      );
      return writeTogether(dir, files);
    },
    compare: async (names) => {
      const found = await inN8n(await sessionOf(config().home), chosen(names));
      return found.map(({ template, workflow }) => ({
        name: template.name,
        differences: workflow === undefined ? ['it is not in n8n'] : compareWorkflows(template.workflow, workflow),
      }));
    },
    import: async (names, overwrite) => {
      const { home } = config();
      const templates = chosen(names);
      const results = await importTemplates(await sessionOf(home), templates, home, { overwrite });
      return results.map(resultRow);
    },
    publish: async (names) => {
      const session = await sessionOf(config().home);
      const rows: TemplateRow[] = [];
      for (const { template, workflow } of await inN8n(session, chosen(names))) {
        if (workflow === undefined) throw notInstalled(template);
        if (isPublishable(workflow)) {
          await publishWorkflow(session, workflow.id);
          rows.push({ ...headOf(template), state: 'published' });
        } else rows.push({ ...headOf(template), state: 'by hand', note: 'nothing to publish' });
      }
      return rows;
    },
  };
}

async function sessionOf(home: string): Promise<N8nSession> {
  const settings = readEmbeddedSettings(home);
  if (settings !== undefined) return openOwnerSession(home, settings);
  const message = 'Templates can be managed from here only in the n8n that nightshift started';
  const hint =
    'Start it with `nightshift up`; into an n8n of your own, import the files of the folder workflows/ in its editor';
  throw new ConfigError('TEMPLATES_NEED_EMBEDDED', message, { hint });
}

/** The templates with these names; all of them without names. */
function chosen(names: readonly string[]): readonly Template[] {
  const templates = readTemplates(templatesFolder());
  const unknown = names.find((name) => !templates.some((template) => template.name === name));
  if (unknown === undefined) return templates.filter(({ name }) => names.length === 0 || names.includes(name));
  throw new RequestError('TEMPLATE_UNKNOWN', `There is no template ${unknown}`, {
    hint: `There are: ${templates.map(({ name }) => name).join(', ')}`,
  });
}

interface InN8n {
  readonly template: Template;
  /** Absent: n8n does not have it. */
  readonly workflow: KeptWorkflow | undefined;
}

function inN8n(session: N8nSession, templates: readonly Template[]): Promise<readonly InN8n[]> {
  return Promise.all(
    templates.map(async (template) => ({ template, workflow: await exportWorkflow(session, template.workflow.id) })),
  );
}

function notInstalled({ name }: Template): RequestError {
  return new RequestError('TEMPLATE_NOT_INSTALLED', `n8n does not have the template ${name}`, {
    hint: `Bring it in with \`nightshift templates import ${name}\`.`,
  });
}

/** As the files of the folder workflows/ are; imported, it waits to be published. */
function fileOf(workflow: Workflow): string {
  return `${JSON.stringify({ id: workflow.id, active: false, ...contentOf(workflow) }, null, 2)}\n`;
}

function standingRow(template: Template, workflow: KeptWorkflow | undefined, home: string): TemplateStandingRow {
  const { differences, ...standing } = standingOf(template, workflow, home);
  const note = noteOf(template, standing, differences);
  return {
    ...headOf(template),
    ...standing,
    isPublishable: isPublishable(workflow ?? template.workflow),
    ...(note === undefined ? {} : { note }),
  };
}

function noteOf(
  { version }: Template,
  {
    isInstalled,
    isEdited,
    installedVersion = version,
  }: Pick<TemplateStandingRow, 'isInstalled' | 'isEdited' | 'installedVersion'>,
  [difference, ...others]: readonly string[],
): string | undefined {
  if (!isInstalled) return 'it is not in n8n';
  if (isEdited)
    return others.length === 0 ? difference : `${difference}, and ${others.length} more: compare shows them`;
  return installedVersion < version ? `version ${version} is shipped: import brings it in` : difference;
}

function resultRow(result: TemplateResult): TemplateRow {
  const head = { ...headOf(result.template), state: result.state };
  if (result.state === 'unpublished') return { ...head, note: result.reason };
  return result.state === 'edited' ? { ...head, note: result.differences.join('; ') } : head;
}

function headOf({ name, version, workflow }: Template): Pick<TemplateRow, 'name' | 'version' | 'workflowId'> {
  return { name, version, workflowId: workflow.id };
}
