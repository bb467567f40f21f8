import type { N8nSession } from './n8n-session';

/** What a workflow of n8n is to us: the rest (owner, times, counters) is n8n's own. */
export interface Workflow {
  readonly id: string;
  readonly name: string;
  readonly description?: string | null;
  readonly nodes: readonly Readonly<Record<string, unknown>>[];
  readonly connections: Readonly<Record<string, unknown>>;
  /** What a person pinned to nodes, so that a run by hand takes that. */
  readonly pinData?: Readonly<Record<string, unknown>> | null;
  readonly nodeGroups?: readonly unknown[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly meta?: Readonly<Record<string, unknown>> | null;
}

/** A workflow with how it stands in n8n. */
export type KeptWorkflow = Workflow & {
  /** A version of it is published. */
  readonly active?: boolean;
  /** A person put it away: it can be neither run nor published until it is taken back. */
  readonly isArchived?: boolean;
};

/** A workflow as n8n holds it, or `undefined`. */
export async function exportWorkflow(session: N8nSession, id: string): Promise<KeptWorkflow | undefined> {
  return (await session.call('GET', workflowPath(id))) as KeptWorkflow | undefined;
}

/** Where n8n keeps the workflow. */
export function workflowPath(id: string): string {
  return `/rest/workflows/${encodeURIComponent(id)}`;
}

/** All of a workflow that n8n keeps and a person can change, with nothing left to what n8n had before. */
export function contentOf(workflow: Workflow): Omit<Required<Workflow>, 'id'> {
  const { name, description, nodes, connections, pinData, nodeGroups, settings, meta } = workflow;
  return {
    name,
    description: description ?? null,
    nodes,
    connections,
    pinData: pinData ?? {},
    nodeGroups: nodeGroups ?? [],
    settings: settings ?? {},
    meta: meta ?? null,
  };
}

/** Whether anything but a person's click in the editor starts it: n8n publishes no other workflow. */
export function isPublishable({ nodes }: Workflow): boolean {
  return nodes.some(
    ({ type, disabled }) =>
      disabled !== true && /(trigger|\.webhook)$/i.test(String(type)) && !/\.manualTrigger$/.test(String(type)),
  );
}
