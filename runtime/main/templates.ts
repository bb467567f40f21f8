import { isNightshiftError, messageOf } from '../core/errors';
import { compareWorkflows, unsaid } from './compare-workflows';
import type { N8nSession } from './n8n-session';
import { contentOf, exportWorkflow, isPublishable, type KeptWorkflow, workflowPath } from './n8n-workflow';
import { publishWorkflow } from './publish-workflow';
import type { Template } from './read-templates';
import { digestOf, type ImportEntry, TemplateRecord } from './template-record';

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

/** How a template stands in n8n. */
export interface TemplateStanding {
  /** The version that n8n has; absent when it does not have the template, or does not know which version that is. */
  readonly installedVersion?: number;
  readonly isInstalled: boolean;
  /** A person changed it. */
  readonly isEdited: boolean;
  readonly isPublished: boolean;
  /** Where it differs from the newest version. */
  readonly differences: readonly string[];
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
  const record = new TemplateRecord(home);
  for (const template of templates) {
    const current = await exportWorkflow(session, template.workflow.id);
    const known = record.of(template);
    const isOverwritten = options.overwrite?.includes(template.name) === true;
    const found = stateOf(template, current, known);
    const state = found === 'edited' && isOverwritten ? 'updated' : found;
    const isOffline = current !== undefined && current.active !== true && isPublishable(template.workflow);
    const stays = isOffline && known?.isPublished === true && !isOverwritten;
    if (state === 'edited') {
      const isOutdated = known !== undefined && known.template !== digestOf(template.workflow);
      const differences = compareWorkflows(template.workflow, current as KeptWorkflow);
      results.push({ template, state, isOutdated, differences });
      continue;
    }
    if (state !== 'unchanged') record.keep(template, await save(session, template, current), stays);
    else if (known === undefined) record.keep(template, current as KeptWorkflow, false);
    if (stays) results.push({ template, state: 'unpublished', reason: 'it was taken offline in n8n' });
    else if (state !== 'unchanged' || isOffline) waiting.push({ template, state });
    else results.push({ template, state });
  }
  return [...results, ...(await publishAll(session, record, waiting))];
}

/** How a template stands in n8n, by what was imported there before. */
export function standingOf(template: Template, current: KeptWorkflow | undefined, home: string): TemplateStanding {
  if (current === undefined) return { isInstalled: false, isEdited: false, isPublished: false, differences: [] };
  const version = Number(current.meta?.['templateVersion']);
  return {
    ...(Number.isInteger(version) ? { installedVersion: version } : {}),
    isInstalled: true,
    isEdited: stateOf(template, current, new TemplateRecord(home).of(template)) === 'edited',
    isPublished: current.active === true,
    differences: compareWorkflows(template.workflow, current),
  };
}

function stateOf(
  template: Template,
  current: KeptWorkflow | undefined,
  known: ImportEntry | undefined,
): 'imported' | 'updated' | 'unchanged' | 'edited' {
  if (current === undefined) return 'imported';
  if (compareWorkflows(template.workflow, current).length === 0) return 'unchanged';
  const isUntouched = current.isArchived !== true && known?.imported === digestOf(current);
  return isUntouched ? 'updated' : 'edited';
}

/** Makes the workflow, or puts the template in the place of what n8n has under its id. */
async function save(
  session: N8nSession,
  { workflow }: Template,
  current: KeptWorkflow | undefined,
): Promise<KeptWorkflow> {
  const path = workflowPath(workflow.id);
  const content = contentOf(workflow);
  if (current === undefined)
    return (await session.call('POST', '/rest/workflows', { id: workflow.id, ...content })) as KeptWorkflow;
  if (current.isArchived === true) await session.call('POST', `${path}/unarchive`);
  const settings = { ...unsaid(current.settings ?? {}), ...content.settings };
  return (await session.call('PATCH', `${path}?forceSave=true`, { ...content, settings })) as KeptWorkflow;
}

interface Waiting {
  readonly template: Template;
  readonly state: 'imported' | 'updated' | 'unchanged';
}

/** A workflow that calls another can be published only after it: what fails is tried again while others succeed. */
async function publishAll(
  session: N8nSession,
  record: TemplateRecord,
  waiting: readonly Waiting[],
): Promise<readonly TemplateResult[]> {
  const results: TemplateResult[] = [];
  const failed: (Waiting & { readonly reason: string })[] = [];
  for (const one of waiting) {
    try {
      if (isPublishable(one.template.workflow)) await publishWorkflow(session, one.template.workflow.id);
      record.markPublished(one.template);
      results.push(one);
    } catch (error) {
      if (!isNightshiftError(error)) throw error;
      failed.push({ ...one, reason: messageOf(error) });
    }
  }
  if (results.length > 0 && failed.length > 0) return [...results, ...(await publishAll(session, record, failed))];
  return [...results, ...failed.map(({ template, reason }) => ({ template, state: 'unpublished' as const, reason }))];
}
