import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, isNightshiftError, messageOf } from '../core/errors';
import type { N8nSession } from './n8n-session';
import { publishWorkflow } from './publish-workflow';
import { writeFileSafely } from './write-file-safely';

/** Settings that n8n drops when a workflow is saved again, where they say what holds anyway. Source: n8n 2.41, `removeDefaultValues`. */
const DROPPED_BY_N8N: Readonly<Record<string, unknown>> = { executionTimeout: -1 };

/** What a workflow of n8n is to us: the rest (owner, times, counters) is n8n's own. */
export interface Workflow {
  readonly id: string;
  readonly name: string;
  readonly nodes: readonly Readonly<Record<string, unknown>>[];
  readonly connections: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly meta?: Readonly<Record<string, unknown>> | null;
}

/** A shipped version of a workflow, `<name>.v<version>.json`. Versions of one name share the workflow's id. */
export interface Template {
  readonly name: string;
  readonly version: number;
  readonly file: string;
  readonly workflow: Workflow;
}

/**
 * What became of a template in n8n. `edited`: a person changed the workflow, theirs stays, `differences` says where;
 * `unpublished`: it is as we left it, but a person took it offline, or n8n refused to publish it (`reason`).
 * A workflow that nothing but a person's click starts has nothing to publish.
 */
export type TemplateResult = { readonly template: Template } & (
  | { readonly state: 'imported' | 'updated' | 'unchanged' }
  | { readonly state: 'edited'; readonly isOutdated: boolean; readonly differences: readonly string[] }
  | { readonly state: 'unpublished'; readonly reason: string }
);

/** Per workflow id: which template was imported, what n8n made of it, and whether we have published it. */
type ImportRecord = Readonly<
  Record<string, { readonly template: string; readonly imported: string; readonly isPublished: boolean }>
>;

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
    if ((newest.get(name)?.version ?? 0) < template.version) newest.set(name, template);
  }
  return [...newest.values()];
}

/**
 * Brings templates into n8n and publishes them: new ones are made, older versions that nobody changed are replaced,
 * changed ones are left alone. Safe to repeat; does nothing for those that are there already.
 *
 * @param home - Keeps what was imported, in `<home>/templates.json`.
 * @param options.overwrite - Names whose edits a person gives up.
 */
export async function importTemplates(
  session: N8nSession,
  templates: readonly Template[],
  home: string,
  options: { readonly overwrite?: readonly string[] } = {},
): Promise<readonly TemplateResult[]> {
  const results: TemplateResult[] = [];
  const waiting: Waiting[] = [];
  for (const template of templates) {
    const current = await exportWorkflow(session, template.workflow.id);
    const known = readRecord(home)[template.workflow.id];
    const state = stateOf(template, current, known, options.overwrite ?? []);
    if (state === 'imported' || state === 'updated') {
      keepRecord(home, template, await save(session, template, current === undefined));
      waiting.push({ template, state });
    } else if (state === 'edited') {
      const isOutdated = known !== undefined && known.template !== digestOf(template.workflow);
      results.push({
        template,
        state,
        isOutdated,
        differences: compareWorkflows(template.workflow, current as Workflow),
      });
    } else {
      if (known === undefined) keepRecord(home, template, current as Workflow);
      const isPublished = (current as { readonly active?: boolean } | undefined)?.active === true;
      if (isPublished || !isPublishable(template.workflow)) results.push({ template, state });
      else if (known?.isPublished === true)
        results.push({ template, state: 'unpublished', reason: 'it was taken offline in n8n' });
      else waiting.push({ template, state });
    }
  }
  return [...results, ...(await publishAll(session, home, waiting))];
}

/** A workflow as n8n holds it, or `undefined`. */
export async function exportWorkflow(session: N8nSession, id: string): Promise<Workflow | undefined> {
  return (await session.call('GET', `/rest/workflows/${encodeURIComponent(id)}`)) as Workflow | undefined;
}

/** Whether anything but a person's click in the editor starts it: n8n publishes no other workflow. */
export function isPublishable({ nodes }: Workflow): boolean {
  return nodes.some(
    ({ type, disabled }) =>
      disabled !== true && /(trigger|\.webhook)$/i.test(String(type)) && !/\.manualTrigger$/.test(String(type)),
  );
}

/**
 * Where a workflow differs from its template, one sentence each, in the template's order; empty when nothing was lost
 * or changed. Settings that n8n adds by itself do not count.
 */
export function compareWorkflows(template: Workflow, other: Workflow): readonly string[] {
  const differences: string[] = [];
  if (template.name !== other.name) differences.push(`the name is "${other.name}"`);
  const others = new Map(other.nodes.map((node) => [node['id'], node]));
  for (const node of template.nodes) {
    const found = others.get(node['id']);
    others.delete(node['id']);
    if (found === undefined) differences.push(`the node "${node['name']}" is gone`);
    else {
      for (const key of new Set([...Object.keys(node), ...Object.keys(found)])) {
        if (!isSame(node[key], found[key])) differences.push(`"${key}" of the node "${node['name']}" differs`);
      }
    }
  }
  for (const node of others.values()) differences.push(`the node "${node['name']}" was added`);
  if (!isSame(template.connections, other.connections)) differences.push('the connections differ');
  for (const [key, value] of Object.entries(template.settings ?? {})) {
    const found = other.settings?.[key] ?? DROPPED_BY_N8N[key];
    if (!isSame(value, found)) differences.push(`the setting "${key}" differs`);
  }
  return differences;
}

function stateOf(
  template: Template,
  current: Workflow | undefined,
  known: ImportRecord[string] | undefined,
  overwrite: readonly string[],
): 'imported' | 'updated' | 'unchanged' | 'edited' {
  if (current === undefined) return 'imported';
  const isCurrent = compareWorkflows(template.workflow, current).length === 0;
  if (isCurrent) return 'unchanged';
  const isUntouched = known !== undefined && known.imported === digestOf(current);
  return isUntouched || overwrite.includes(template.name) ? 'updated' : 'edited';
}

async function save(session: N8nSession, template: Template, isNew: boolean): Promise<Workflow> {
  const { id, name, nodes, connections, settings, meta } = template.workflow;
  const marked = { ...meta, templateId: template.name, templateVersion: String(template.version) };
  const body = { name, nodes, connections, settings: settings ?? {}, meta: marked };
  const saved = isNew
    ? await session.call('POST', '/rest/workflows', { id, ...body })
    : await session.call('PATCH', `/rest/workflows/${encodeURIComponent(id)}?forceSave=true`, body);
  return saved as Workflow;
}

interface Waiting {
  readonly template: Template;
  readonly state: 'imported' | 'updated' | 'unchanged';
}

/** A workflow that calls another can be published only after it: what fails is tried again while others succeed. */
async function publishAll(
  session: N8nSession,
  home: string,
  waiting: readonly Waiting[],
): Promise<readonly TemplateResult[]> {
  const results: TemplateResult[] = [];
  const failed: (Waiting & { readonly reason: string })[] = [];
  for (const one of waiting) {
    try {
      if (isPublishable(one.template.workflow)) await publishWorkflow(session, one.template.workflow.id);
      markPublished(home, one.template);
      results.push(one);
    } catch (error) {
      if (!isNightshiftError(error)) throw error;
      failed.push({ ...one, reason: messageOf(error) });
    }
  }
  if (results.length > 0 && failed.length > 0) return [...results, ...(await publishAll(session, home, failed))];
  return [...results, ...failed.map(({ template, reason }) => ({ template, state: 'unpublished' as const, reason }))];
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

function recordPath(home: string): string {
  return join(home, 'templates.json');
}

function readRecord(home: string): ImportRecord {
  return existsSync(recordPath(home)) ? (JSON.parse(readFileSync(recordPath(home), 'utf8')) as ImportRecord) : {};
}

function keepRecord(home: string, template: Template, kept: Workflow): void {
  const entry = { template: digestOf(template.workflow), imported: digestOf(kept), isPublished: false };
  writeRecord(home, { ...readRecord(home), [template.workflow.id]: entry });
}

function markPublished(home: string, template: Template): void {
  const record = readRecord(home);
  const entry = record[template.workflow.id];
  if (entry !== undefined) writeRecord(home, { ...record, [template.workflow.id]: { ...entry, isPublished: true } });
}

function writeRecord(home: string, record: ImportRecord): void {
  writeFileSafely(recordPath(home), `${JSON.stringify(record, null, 2)}\n`);
}

/** The same as JSON, whatever the order of the keys. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, sorted) === JSON.stringify(other, sorted);
}

/** Over what a person can change, whatever the order of the keys. */
function digestOf({ name, nodes, connections, settings }: Workflow): string {
  return createHash('sha256')
    .update(JSON.stringify({ name, nodes, connections, settings: settings ?? {} }, sorted))
    .digest('hex');
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
