import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TemplateActions, TemplateRow } from '../../cli/cli-deps';
import type { Config } from '../../config/config';
import { readEmbeddedSettings } from '../../config/embedded-settings';
import { ConfigError, RequestError } from '../../core/errors';
import { N8N_OWNER_EMAIL } from '../embedded-n8n-env';
import { type N8nSession, openN8nSession } from '../n8n-session';
import { templatesFolder } from '../provision-n8n';
import { publishWorkflow } from '../publish-workflow';
import {
  compareWorkflows,
  exportWorkflow,
  importTemplates,
  isPublishable,
  readTemplates,
  type Template,
  type TemplateResult,
} from '../templates';

/** The commands of `nightshift templates`, against the embedded n8n of a home. */
export function templateActions(config: () => Config): TemplateActions {
  return {
    list: async () => {
      const session = await sessionOf(config());
      return Promise.all(chosen([]).map((template) => rowOf(session, template)));
    },
    export: async (dir, names) => {
      const session = await sessionOf(config());
      await mkdir(dir, { recursive: true });
      const written: string[] = [];
      for (const template of chosen(names)) {
        const workflow = await exportWorkflow(session, template.workflow.id);
        if (workflow === undefined) continue;
        const { id, name, nodes, connections, settings, meta } = workflow;
        const path = join(dir, template.file);
        await writeFile(path, `${JSON.stringify({ id, name, nodes, connections, settings, meta }, null, 2)}\n`);
        written.push(path);
      }
      return written;
    },
    compare: async (names) => {
      const session = await sessionOf(config());
      return Promise.all(
        chosen(names).map(async (template) => {
          const workflow = await exportWorkflow(session, template.workflow.id);
          const differences =
            workflow === undefined ? ['it is not in n8n'] : compareWorkflows(template.workflow, workflow);
          return { name: template.name, differences };
        }),
      );
    },
    import: async (names, overwrite) => {
      const { home } = config();
      const results = await importTemplates(await sessionOf(config()), chosen(names), home, { overwrite });
      return results.map(resultRow);
    },
    publish: async (names) => {
      const session = await sessionOf(config());
      const rows: TemplateRow[] = [];
      for (const template of chosen(names)) {
        if (isPublishable(template.workflow)) {
          await publishWorkflow(session, template.workflow.id);
          rows.push({ ...headOf(template), state: 'published' });
        } else rows.push({ ...headOf(template), state: 'by hand', note: 'nothing to publish' });
      }
      return rows;
    },
  };
}

async function sessionOf({ home, n8n }: Config): Promise<N8nSession> {
  const settings = readEmbeddedSettings(home);
  if (settings === undefined) {
    throw new ConfigError(
      'TEMPLATES_NEED_EMBEDDED',
      'Templates can be managed from here only in the n8n that nightshift started',
      {
        hint: 'Import the files of the folder workflows/ in the editor of your own n8n',
      },
    );
  }
  return openN8nSession(n8n.url, N8N_OWNER_EMAIL, settings.secrets.n8nOwnerPassword);
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

async function rowOf(session: N8nSession, template: Template): Promise<TemplateRow> {
  const workflow = (await exportWorkflow(session, template.workflow.id)) as
    | (Template['workflow'] & { readonly active?: boolean })
    | undefined;
  if (workflow === undefined) return { ...headOf(template), state: 'missing' };
  const [difference] = compareWorkflows(template.workflow, workflow);
  if (difference !== undefined) return { ...headOf(template), state: 'edited', note: difference };
  if (!isPublishable(workflow)) return { ...headOf(template), state: 'by hand' };
  return { ...headOf(template), state: workflow.active === true ? 'published' : 'unpublished' };
}

function resultRow(result: TemplateResult): TemplateRow {
  const head = { ...headOf(result.template), state: result.state };
  if (result.state === 'unpublished') return { ...head, note: result.reason };
  return result.state === 'edited' ? { ...head, note: result.differences.join('; ') } : head;
}

function headOf({ name, version, workflow }: Template): Pick<TemplateRow, 'name' | 'version' | 'workflowId'> {
  return { name, version, workflowId: workflow.id };
}
