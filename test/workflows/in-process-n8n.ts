import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  IDataObject,
  IExecuteFunctions,
  INode,
  INodeExecutionData,
  INodeType,
  INodeTypes,
  IRun,
  IRunExecutionData,
  IWebhookFunctions,
  IWebhookResponseData,
  IWorkflowBase,
  IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';

// n8n-core writes a configuration into the user's home when it is loaded.
if (process.env['N8N_USER_FOLDER'] === undefined) {
  const home = mkdtempSync(join(tmpdir(), 'nightshift-n8n-home-'));
  process.env['N8N_USER_FOLDER'] = home;
  afterAll(() => rmSync(home, { recursive: true, force: true }));
}
const core: typeof import('n8n-core') = require('n8n-core');

export type Template = Pick<IWorkflowBase, 'id' | 'name' | 'nodes' | 'connections' | 'settings'>;

/** One n8n execution that runs in this process, up to where it waits. */
export interface N8nExecution {
  readonly status: IRun['status'];
  readonly data: IRunExecutionData;
  readonly n8nExecutionId: string;
}

export interface Nudged {
  /** What `webhook()` wrote. */
  readonly response: { status?: number; body?: unknown };
  /** The execution after it: the same when it stays suspended. */
  readonly execution: N8nExecution;
}

/**
 * n8n's own engine in this process, without its server: starts a workflow at any node, saves it as JSON where it
 * waits, as n8n's database does, and resumes it through the waiting node's `webhook()`.
 */
export class InProcessN8n {
  private next = 1;

  constructor(
    private readonly template: Template,
    private readonly nodeTypes: Readonly<Record<string, INodeType>>,
  ) {}

  async start(nodeName: string, items: INodeExecutionData[]): Promise<N8nExecution> {
    const n8nExecutionId = String(this.next++);
    const data = createRunExecutionData({
      executionData: { nodeExecutionStack: [{ node: this.node(nodeName), data: { main: [items] }, source: null }] },
    });
    data.resumeToken = 'token-of-this-execution';
    return this.run(data, n8nExecutionId);
  }

  /** What n8n's waiting webhook does: the waiting node answers; with data it is disabled and its output is that data. */
  async nudge(execution: N8nExecution, body: unknown): Promise<Nudged> {
    const data = savedAndLoaded(execution.data);
    const entry = data.executionData?.nodeExecutionStack[0];
    if (entry === undefined) throw new Error('nothing waits');
    const workflow = this.workflow();
    const waiting = workflow.getNode(data.resultData.lastNodeExecuted ?? '') as INode;
    const response: Nudged['response'] = {};
    const httpResponse = {
      headersSent: false,
      status(code: number) {
        response.status = code;
        return httpResponse;
      },
      json(written: unknown) {
        response.body = written;
      },
    };
    const additional = this.additionalData(execution.n8nExecutionId, {
      httpRequest: { body, headers: {} },
      httpResponse,
    });
    const type = this.nodeTypes[waiting.type];
    const description = type?.description.webhooks?.[0];
    if (description === undefined) throw new Error(`${waiting.type} has no webhook`);
    const context = new core.WebhookContext(
      workflow,
      waiting,
      additional,
      'webhook',
      {
        webhookDescription: description,
        node: waiting.name,
        path: 'wake',
        httpMethod: 'POST',
        workflowId: 'x',
        workflowExecuteAdditionalData: additional,
      } as never,
      [],
      data,
    );
    const answer = (await type?.webhook?.call(context as unknown as IWebhookFunctions)) as IWebhookResponseData;
    if (answer.workflowData === undefined) return { response, execution };
    entry.node = { ...entry.node, disabled: true };
    entry.data = { main: answer.workflowData };
    delete data.waitTill;
    data.resultData.runData[waiting.name]?.pop();
    return { response, execution: await this.run(data, execution.n8nExecutionId) };
  }

  private async run(data: IRunExecutionData, n8nExecutionId: string): Promise<N8nExecution> {
    const execute = new core.WorkflowExecute(this.additionalData(n8nExecutionId), 'webhook', data);
    const run = await execute.processRunExecutionData(this.workflow());
    return { status: run.status, data: savedAndLoaded(run.data), n8nExecutionId };
  }

  private node(name: string): INode {
    const node = this.workflow().getNode(name);
    if (node === null) throw new Error(`no node ${name}`);
    return node;
  }

  private workflow(): Workflow {
    const { id, name, nodes, connections, settings } = structuredClone(this.template);
    const types: INodeTypes = {
      getByName: (type) => this.type(type),
      getByNameAndVersion: (type) => this.type(type),
      getKnownTypes: () => ({}),
    };
    return new Workflow({ id, name, nodes, connections, active: false, nodeTypes: types, settings: settings ?? {} });
  }

  private type(name: string): INodeType {
    const found = this.nodeTypes[name];
    if (found === undefined) throw new Error(`Unrecognized node type: ${name}`);
    return found;
  }

  private additionalData(executionId: string, more: object = {}): IWorkflowExecuteAdditionalData {
    return {
      executionId,
      hooks: new core.ExecutionLifecycleHooks('webhook', executionId, this.template as IWorkflowBase),
      currentNodeExecutionIndex: 0,
      webhookWaitingBaseUrl: 'http://127.0.0.1:5678/webhook-waiting',
      formWaitingBaseUrl: 'http://127.0.0.1:5678/form-waiting',
      variables: {},
      ...more,
    } as unknown as IWorkflowExecuteAdditionalData;
  }
}

/** As n8n's database keeps it: nothing but JSON survives. */
function savedAndLoaded(data: IRunExecutionData): IRunExecutionData {
  const loaded = JSON.parse(JSON.stringify(data)) as IRunExecutionData;
  if (loaded.waitTill !== undefined) loaded.waitTill = new Date(loaded.waitTill);
  return loaded;
}

/** A stand-in for a node of n8n itself: gives its input on, or what `change` makes of each item. */
export function standIn(
  name: string,
  change: (context: IExecuteFunctions, json: IDataObject) => IDataObject = (_, json) => json,
): INodeType {
  return {
    description: {
      displayName: name,
      name,
      group: ['transform'],
      version: 1,
      description: name,
      defaults: { name },
      inputs: ['main'],
      outputs: ['main'],
      properties: [{ displayName: 'Assignments', name: 'assignments', type: 'assignmentCollection', default: {} }],
    },
    async execute(this: IExecuteFunctions) {
      return [
        this.getInputData().map((item, index) => ({ json: change(this, item.json), pairedItem: { item: index } })),
      ];
    },
  };
}
