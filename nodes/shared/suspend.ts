import type {
  IExecuteFunctions,
  INodeExecutionData,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { WAIT_INDEFINITELY } from 'n8n-workflow';
import type { Answer, WaitAnswer, WaitingNode } from '../../runtime/index';
import { errorItem } from './error-item';
import { nodeError } from './node-error';
import type { OpenRuntime } from './runtime-of';
import { runtimeOf } from './runtime-of';
import { toJson } from './to-json';

/** The last part of a resume URL. It never changes: n8n reads it when it resumes, before any data are there. */
const WAKE_PATH = 'wake';

/** The webhook of a node that suspends; n8n restarts the waiting execution through it. */
export const WAKE_WEBHOOKS: NonNullable<INodeTypeDescription['webhooks']> = [
  {
    name: 'default',
    httpMethod: 'POST',
    responseMode: 'onReceived',
    path: WAKE_PATH,
    isFullPath: true,
    restartWebhook: true,
  },
];

/** Where a nudge for this n8n execution has to be posted, with n8n's token in it. */
export function resumeUrl(context: IExecuteFunctions): string {
  const url = new URL(String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0)));
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${WAKE_PATH}`;
  return url.href;
}

/**
 * Does what the runtime answered: suspends this n8n execution until the runtime nudges it, goes on at once, or
 * ends silently because another n8n execution drives now.
 *
 * The wait is registered before n8n saves that it waits; a nudge that comes in between is answered 409 and repeated.
 */
export async function suspendOrGoOn(
  context: IExecuteFunctions,
  ask: (resumeUrl: string) => Promise<WaitAnswer>,
): Promise<INodeExecutionData[][]> {
  try {
    const url = resumeUrl(context);
    const answer = await ask(url);
    if (answer.type === 'stale') return [[]];
    if (answer.type === 'go-on') return [[{ json: toJson(answer), pairedItem: { item: 0 } }]];
    context.setMetadata({ resumeUrl: url });
    await context.putExecutionToWait(WAIT_INDEFINITELY);
    return [context.getInputData()];
  } catch (cause) {
    const error = nodeError(context.getNode(), cause, 0);
    if (!context.continueOnFail()) throw error;
    return [[errorItem(error, cause, 0)]];
  }
}

/**
 * Answers a nudge and says whether the workflow goes on. Whether the nudge is for this wait, and whether there is
 * anything to do, the runtime reads from Postgres; nothing is written here.
 *
 * Never throws: n8n would go on with an empty item, lose the run data and could never resume the execution again.
 */
export async function wake(context: IWebhookFunctions, open: OpenRuntime): Promise<IWebhookResponseData> {
  const response = context.getResponseObject();
  try {
    const nudge = nudgeOf(context.getBodyData());
    const runtime = await runtimeOf(context, open);
    const answer = await runtime.onWake(waitingNode(context, nudge));
    response.status(answer.httpStatus).json(answer.body);
    if (answer.item === undefined) return { noWebhookResponse: true };
    return { noWebhookResponse: true, workflowData: [[{ json: toJson(answer.item), pairedItem: { item: 0 } }]] };
  } catch (cause) {
    return refuse(context, cause);
  }
}

interface Nudge {
  readonly executionId: string;
  readonly generation: number;
  readonly wait: number;
}

/** What was posted, as far as it has the shape; anything else becomes values that no wait has. */
function nudgeOf(body: unknown): Nudge {
  const field = (name: string): unknown => (isRecord(body) ? body[name] : undefined);
  const executionId = field('executionId');
  const generation = field('generation');
  const wait = field('wait');
  return {
    executionId: typeof executionId === 'string' ? executionId : '',
    generation: typeof generation === 'number' ? generation : -1,
    wait: typeof wait === 'number' ? wait : -1,
  };
}

function isRecord(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null;
}

/**
 * The wait as this node knows it. A loop node knows its execution and generation from its own parameters, read
 * against the input with which it suspended. An inline one, and one whose input was a person's own, takes them from the
 * nudge: the runtime compares them with what this n8n execution drives. The wait's number stands in Postgres only.
 */
function waitingNode(context: IWebhookFunctions, nudge: Nudge): WaitingNode {
  const isLoop = context.getNodeParameter('operation', '') !== 'run';
  const field = (name: string) => String((isLoop ? context.getNodeParameter(name, '') : '') ?? '');
  const [executionId, generation] = [field('executionId'), field('generation')];
  const isNamed = executionId !== '' && generation !== '';
  return {
    executionId: isNamed ? executionId : nudge.executionId,
    generation: isNamed ? Number(generation) : nudge.generation,
    wait: nudge.wait,
    n8nExecutionId: context.getExecutionId(),
  };
}

/** The nudge is repeated until it is answered otherwise, so "not now" is always right and says nothing of inside. */
function refuse(context: IWebhookFunctions, cause: unknown): IWebhookResponseData {
  try {
    context.logger.warn(`nightshift could not answer a nudge: ${nodeError(context.getNode(), cause, 0).message}`);
    const response = context.getResponseObject();
    if (!response.headersSent) response.status(503).json({ error: 'retry' });
  } catch {
    // The connection is gone; the sender repeats.
  }
  return { noWebhookResponse: true };
}
