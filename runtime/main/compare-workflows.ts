import type { KeptWorkflow, Workflow } from './n8n-workflow';

/** What a setting says that is not there. n8n leaves such out or adds it, whoever saves. Source: n8n 2.41. */
const UNSAID: Readonly<Record<string, unknown>> = {
  executionTimeout: -1,
  callerPolicy: 'workflowsFromSameOwner',
  availableInMCP: false,
  timeSavedMode: 'fixed',
};

/** What takes a setting back, where that is no value of its own: n8n keeps what a save does not name. */
const AS_DEFAULT = [
  'errorWorkflow',
  'timezone',
  'saveDataErrorExecution',
  'saveDataSuccessExecution',
  'saveManualExecutions',
  'saveExecutionProgress',
];

/** What says which template a workflow is; the rest of `meta` is n8n's own. */
const MARKS = ['templateId', 'templateVersion'];

/**
 * Where a workflow differs from its template, one sentence each, in the template's order; empty when nothing was lost
 * or changed. What n8n adds by itself, and tags, which are names of that n8n, do not count.
 */
export function compareWorkflows(template: Workflow, other: KeptWorkflow): readonly string[] {
  return [
    ...(other.isArchived === true ? ['it is archived'] : []),
    ...(template.name === other.name ? [] : [`the name is "${other.name}"`]),
    ...(textOf(template.description) === textOf(other.description) ? [] : ['the description differs']),
    ...nodeDifferences(template, other),
    ...(isSame(template.connections, other.connections) ? [] : ['the connections differ']),
    ...(isSame(template.pinData ?? {}, other.pinData ?? {}) ? [] : ['the pinned data differ']),
    ...(isSame(template.nodeGroups ?? [], other.nodeGroups ?? []) ? [] : ['the groups of nodes differ']),
    ...settingDifferences(template.settings ?? {}, other.settings ?? {}),
    ...MARKS.filter((key) => !isSame(template.meta?.[key], other.meta?.[key])).map(
      (key) => `its ${key} is ${JSON.stringify(other.meta?.[key]) ?? 'gone'}`,
    ),
  ];
}

function nodeDifferences(template: Workflow, other: Workflow): readonly string[] {
  const differences: string[] = [];
  const others = new Map(other.nodes.map((node) => [node['id'], node]));
  for (const node of template.nodes) {
    const found = others.get(node['id']);
    others.delete(node['id']);
    if (found === undefined) {
      differences.push(`the node "${node['name']}" is gone`);
      continue;
    }
    for (const key of new Set([...Object.keys(node), ...Object.keys(found)])) {
      if (!isSame(node[key], found[key])) differences.push(`"${key}" of the node "${node['name']}" differs`);
    }
  }
  for (const node of others.values()) differences.push(`the node "${node['name']}" was added`);
  return differences;
}

function settingDifferences(ours: Readonly<Record<string, unknown>>, theirs: Readonly<Record<string, unknown>>) {
  const said = (settings: Readonly<Record<string, unknown>>, key: string): unknown => {
    const value = settings[key] === 'DEFAULT' ? undefined : settings[key];
    return value ?? UNSAID[key];
  };
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
    .filter((key) => !isSame(said(ours, key), said(theirs, key)))
    .map((key) => (key in ours ? `the setting "${key}" differs` : `the setting "${key}" was added`));
}

/** The settings as a save takes them back. */
export function unsaid(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const back = (key: string): unknown => (AS_DEFAULT.includes(key) ? 'DEFAULT' : (UNSAID[key] ?? null));
  return Object.fromEntries(Object.keys(settings).map((key) => [key, back(key)]));
}

/** n8n keeps no description as `null`. */
const textOf = (description: string | null | undefined): string => description ?? '';

/** The same as JSON, whatever the order of the keys. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, sortedKeys) === JSON.stringify(other, sortedKeys);
}

/** For `JSON.stringify`: the keys of every object in one order. */
export function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
