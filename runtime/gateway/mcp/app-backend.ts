import { RequestError } from '../../core/errors';
import { sha256 } from '../../core/execution/hash-event';
import { handoffBody } from '../../core/handoff/handoff-body';
import { type HandoffReply, isHandoffReply } from '../../core/handoff/handoff-reply';
import type { McpBackend, McpScope } from '../../mcp/mcp-backend';
import type { GatewayApp, HttpAnswer } from '../gateway-app';

/** Who asks over MCP, as the door let them in. */
export interface McpCaller {
  readonly actor: string;
  /** @throws {RequestError} `SCOPE_MISSING`. */
  readonly demand: (scope: McpScope) => Promise<void>;
}

/** What MCP tools ask for, answered by the gateway's own app. It does not see the caller's files. */
export function appBackend(app: GatewayApp, { actor, demand }: McpCaller): McpBackend {
  return {
    demand,
    readPlan: async (file, project, format) => {
      // As over HTTP: what lies in a project's folder is for those who may hand it over.
      await demand('plan:submit');
      if (project === undefined) throw noProject();
      const { text, fileName = file } = await app.readPlan({ file }, project);
      return { text, fileName, ...(format === undefined ? {} : { format }) };
    },
    preview: (plan, options, project) => app.preview({ plan, options, ...(project === undefined ? {} : { project }) }),
    handoff: async (handoff, idempotencyKey) => {
      const { text, fileName, format, project, conversationId, options } = handoff;
      const plan = {
        text,
        ...(fileName === undefined ? {} : { fileName }),
        ...(format === undefined ? {} : { format }),
      };
      const request = {
        idempotencyKey,
        digest: sha256(handoffBody(handoff)),
        plan,
        ...(project === undefined ? {} : { project }),
        ...(conversationId === undefined ? {} : { conversationId }),
        options,
      };
      return receiptOf(await app.handoff(request, actor));
    },
    registered: (project) => app.registered(project),
    list: (filter) => app.list(filter),
    status: (id) => app.status(id),
    tasks: (id) => app.tasks(id),
    log: (id, taskId) => app.log(id, taskId),
    report: (id) => app.report(id),
    control: (id, request) => app.control(id, request, actor),
    answer: (id, request) => app.answer(id, request, actor),
    similar: (request) => app.similar(request),
  };
}

function noProject(): RequestError {
  return new RequestError('PLAN_FILE_ELSEWHERE', 'This server does not see your working folder', {
    hint: 'Name the registered project that the file lies in as `project`, or read it and give its whole text as `plan`',
  });
}

/** A refusal is an answer over HTTP, and an error here: the model is told its code and next step. */
function receiptOf({ body }: HttpAnswer): HandoffReply {
  if (isHandoffReply(body)) return body;
  const { code, message, hint, ...details } = (body['error'] ?? {}) as Readonly<Record<string, unknown>>;
  throw new RequestError(String(code), String(message), { details, ...(typeof hint === 'string' ? { hint } : {}) });
}
