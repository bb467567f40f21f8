import { randomUUID } from 'node:crypto';
import type { N8nSession } from '../../runtime/main/n8n-session';
import type { Nightshift } from './nightshift';

/** A node of a test's workflow: `type` is short for our own nodes (`verify`) and n8n's (`base.noOp`). */
export interface NodeSketch {
  readonly name: string;
  readonly type: string;
  readonly typeVersion?: number;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly onError?: string;
}

export interface WorkflowSketch {
  readonly name: string;
  /** The first is the trigger; each leads to the next unless `connections` says otherwise. */
  readonly nodes: readonly NodeSketch[];
  /** From name to the names at each output. */
  readonly connections?: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly pinData?: Readonly<Record<string, readonly { readonly json: Readonly<Record<string, unknown>> }[]>>;
}

/** A trigger that a test presses itself. */
export const BY_HAND: NodeSketch = { name: 'By Hand', type: 'base.manualTrigger' };

/** Makes a workflow as the editor does; its id. */
export async function createWorkflow(session: N8nSession, sketch: WorkflowSketch): Promise<string> {
  const nodes = sketch.nodes.map(({ type, ...node }, index) => ({
    typeVersion: 1,
    parameters: {},
    ...node,
    id: randomUUID(),
    webhookId: randomUUID(),
    type: type.startsWith('base.') ? `n8n-nodes-${type}` : `n8n-nodes-nightshift.${type}`,
    position: [index * 240, 0],
  }));
  const chain = Object.fromEntries(
    sketch.nodes.slice(0, -1).map(({ name }, index) => [name, [[sketch.nodes[index + 1]?.name ?? '']]]),
  );
  const connections = Object.fromEntries(
    Object.entries(sketch.connections ?? chain).map(([from, outputs]) => [
      from,
      { main: outputs.map((names) => names.map((node) => ({ node, type: 'main', index: 0 }))) },
    ]),
  );
  const body = { name: sketch.name, nodes, connections, settings: {}, pinData: sketch.pinData ?? {} };
  return ((await session.call('POST', '/rest/workflows', body)) as { readonly id: string }).id;
}

/** Presses "Execute workflow"; the id of the n8n execution. */
export async function runByHand(session: N8nSession, workflowId: string, trigger = BY_HAND.name): Promise<string> {
  const workflowData = await session.call('GET', `/rest/workflows/${workflowId}`);
  const body = { workflowData, triggerToStartFrom: { name: trigger } };
  const answer = await session.call('POST', `/rest/workflows/${workflowId}/run`, body);
  return (answer as { readonly executionId: string }).executionId;
}

export interface NodeRun {
  readonly executionStatus?: string;
  readonly error?: { readonly message: string; readonly description?: string };
  readonly data?: { readonly main: readonly (readonly { readonly json: Record<string, never> & object }[] | null)[] };
}

/** An n8n execution as its API tells it. */
export class N8nExecution {
  constructor(
    readonly status: string,
    private readonly runs: Readonly<Record<string, readonly NodeRun[]>>,
  ) {}

  /** Items that a node gave, of all its runs, output by output. */
  items(node: string): readonly Record<string, unknown>[] {
    return (this.runs[node] ?? []).flatMap(({ data }) =>
      (data?.main ?? []).flatMap((output) => (output ?? []).map(({ json }) => json)),
    );
  }

  error(node: string): NodeRun['error'] {
    return this.runs[node]?.at(-1)?.error;
  }

  get nodes(): readonly string[] {
    return Object.keys(this.runs);
  }
}

/** An n8n execution as it stands now. */
export async function readExecution({ n8nUrl, settings }: Nightshift, id: string): Promise<N8nExecution> {
  const response = await fetch(`${n8nUrl}/api/v1/executions/${id}?includeData=true`, {
    headers: { 'x-n8n-api-key': settings.secrets.n8nApiKey ?? '' },
  });
  const { status, data } = (await response.json()) as {
    readonly status: string;
    readonly data?: { readonly resultData?: { readonly runData?: Record<string, readonly NodeRun[]> } };
  };
  return new N8nExecution(status, data?.resultData?.runData ?? {});
}

const OPEN: ReadonlySet<string> = new Set(['new', 'running', 'waiting']);

/** An n8n execution once it has ended. */
export async function ended(nightshift: Nightshift, id: string, withinMs = 60_000): Promise<N8nExecution> {
  return nightshift.until(
    `n8n execution ${id} has ended`,
    async () => {
      const execution = await readExecution(nightshift, id);
      return OPEN.has(execution.status) ? undefined : execution;
    },
    withinMs,
  );
}
