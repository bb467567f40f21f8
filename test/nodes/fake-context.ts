import type {
  ICredentialDataDecryptedObject,
  IExecuteFunctions,
  INode,
  INodeExecutionData,
  IWebhookFunctions,
} from 'n8n-workflow';

export interface Sketch {
  readonly items?: INodeExecutionData[];
  /** Parameters as they are, or per item by a function. */
  readonly parameters: Record<string, unknown>;
  readonly continueOnFail?: boolean;
  readonly credential?: ICredentialDataDecryptedObject;
  readonly binary?: Buffer;
}

export interface Seen {
  waitTill?: Date;
  metadata?: unknown;
  askedForCredential: number;
}

const node: INode = {
  id: 'node-1',
  name: 'The Node',
  type: 'n8n-nodes-nightshift.any',
  typeVersion: 1,
  position: [0, 0],
  parameters: {},
};

function shared({ parameters, credential }: Sketch, seen: Seen) {
  return {
    getNode: () =>
      credential === undefined ? node : { ...node, credentials: { nightshiftRuntimeApi: { id: '1', name: 'x' } } },
    getExecutionId: () => '17',
    getWorkflow: () => ({ id: 'wf-1', name: 'The Workflow', active: true }),
    getCredentials: async () => {
      seen.askedForCredential++;
      if (credential === undefined) throw new Error('Node does not have any credentials set');
      return credential;
    },
    logger: { warn: () => undefined },
    getNodeParameter: (name: string, itemOrFallback?: unknown, fallback?: unknown) => {
      const item = typeof itemOrFallback === 'number' ? itemOrFallback : 0;
      const path = name.split('.');
      let value: unknown = parameters;
      for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
      if (typeof value === 'function') return (value as (item: number) => unknown)(item);
      return value ?? fallback;
    },
  };
}

/** As much of n8n's context as `execute()` of our nodes uses. */
export function executeContext(sketch: Sketch): { readonly context: IExecuteFunctions; readonly seen: Seen } {
  const seen: Seen = { askedForCredential: 0 };
  const items = sketch.items ?? [{ json: {} }];
  const context = {
    ...shared(sketch, seen),
    getInputData: () => items,
    continueOnFail: () => sketch.continueOnFail === true,
    evaluateExpression: (expression: string) =>
      expression.includes('resumeUrl') ? 'http://127.0.0.1:5678/webhook-waiting/17?signature=abc' : 0,
    setMetadata: (metadata: unknown) => {
      seen.metadata = metadata;
    },
    putExecutionToWait: async (until: Date) => {
      seen.waitTill = until;
    },
    helpers: { getBinaryDataBuffer: async () => sketch.binary ?? Buffer.alloc(0) },
  };
  return { context: context as unknown as IExecuteFunctions, seen };
}

export interface Response {
  status?: number;
  body?: unknown;
}

/** As much of n8n's context as `webhook()` of our nodes uses. */
export function webhookContext(sketch: Sketch & { readonly body: unknown; readonly brokenResponse?: boolean }): {
  readonly context: IWebhookFunctions;
  readonly response: Response;
} {
  const response: Response = {};
  const raw = {
    headersSent: false,
    status(code: number) {
      if (sketch.brokenResponse === true) throw new Error('socket closed');
      response.status = code;
      return raw;
    },
    json(body: unknown) {
      response.body = body;
      return raw;
    },
  };
  const context = {
    ...shared(sketch, { askedForCredential: 0 }),
    getNodeParameter: (name: string, fallback?: unknown) => sketch.parameters[name] ?? fallback,
    getBodyData: () => sketch.body,
    getResponseObject: () => raw,
  };
  return { context: context as unknown as IWebhookFunctions, response };
}
