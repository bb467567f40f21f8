import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../core/errors';
import type { Workflow } from './n8n-workflow';

/** A shipped version of a workflow, `<name>.v<version>.json`. Versions of one name share the workflow's id. */
export interface Template {
  readonly name: string;
  readonly version: number;
  readonly file: string;
  readonly workflow: Workflow;
}

/**
 * The newest version of each template in a folder, by name.
 * @throws {ConfigError} `TEMPLATE_INVALID` when a file is not a workflow with an id.
 */
export function readTemplates(folder: string): readonly Template[] {
  const newest = new Map<string, Template>();
  for (const file of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const [, name, version] = /^(.+)\.v(\d+)\.json$/.exec(file) ?? [];
    if (name === undefined) continue;
    const template = { name, version: Number(version), file, workflow: readWorkflow(join(folder, file)) };
    if ((newest.get(name)?.version ?? 0) < template.version) newest.set(name, marked(template));
  }
  return [...newest.values()];
}

/** With the marks by which the workflow is known again in n8n. */
function marked(template: Template): Template {
  const { name, version, workflow } = template;
  return {
    ...template,
    workflow: { ...workflow, meta: { ...workflow.meta, templateId: name, templateVersion: version } },
  };
}

function readWorkflow(path: string): Workflow {
  try {
    const workflow = JSON.parse(readFileSync(path, 'utf8')) as Partial<Workflow>;
    if (
      typeof workflow.id === 'string' &&
      typeof workflow.name === 'string' &&
      Array.isArray(workflow.nodes) &&
      workflow.connections
    ) {
      return workflow as Workflow;
    }
  } catch (cause) {
    throw new ConfigError('TEMPLATE_INVALID', `${path} is not JSON`, { hint: 'Export the workflow again.', cause });
  }
  throw new ConfigError('TEMPLATE_INVALID', `${path} is not a workflow with id, name, nodes and connections`, {
    hint: 'Export the workflow again; the id must stay the same from version to version.',
  });
}
