import { type NodeIncomingMessageLike, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createMcpServer, type McpServerDeps } from '../../mcp/create-mcp-server';
import { type Refusal, refuseMessage } from '../../mcp/refuse-message';
import { WaitingCalls } from '../../mcp/waiting-calls';
import type { GatewayApp } from '../gateway-app';
import { appBackend, type McpCaller } from './app-backend';

export type McpSettings = Omit<McpServerDeps, 'waiting'> & {
  /** Calls of `status` that wait at the same time. 100 unless given. */
  readonly maxWaits?: number;
};

/** Open listeners of one gateway, each a connection that stays. */
const MOST_SUBSCRIPTIONS = 100;

/** What was sent: a message of the protocol, or why it is none. */
type McpBody = { readonly value: unknown } | { readonly refusal: Refusal };

/**
 * MCP over streamable HTTP at `/mcp`, behind the same door as every route: host, origin and token were looked at before;
 * the scope is asked for by each tool. Nothing is kept between two requests.
 *
 * @returns ends what is open.
 */
export function mountMcp(
  server: FastifyInstance,
  app: GatewayApp,
  settings: McpSettings,
  callerOf: (request: FastifyRequest) => McpCaller,
): () => Promise<void> {
  const callers = new WeakMap<object, McpCaller>();
  const deps: McpServerDeps = { ...settings, waiting: new WaitingCalls(settings.maxWaits) };
  const handler = createMcpHandler(({ authInfo }) => createMcpServer(deps, appBackend(app, callers.get(authInfo!)!)), {
    maxSubscriptions: MOST_SUBSCRIPTIONS,
    onerror: (error) => settings.log?.warn('an MCP request went wrong', { error: error.message }),
  });
  const handle = toNodeHandler(handler);
  server.register(async (messages) => {
    takeOneMessage(messages);
    messages.route({
      method: 'POST',
      url: '/mcp',
      handler: async (request, reply) => {
        const body = request.body as McpBody | undefined;
        if (body !== undefined && 'refusal' in body) return reply.code(400).send(body.refusal);
        const caller = callerOf(request);
        // It says who asks; the token itself is no business of what comes behind the door.
        const auth = { token: '', clientId: caller.actor, scopes: [] };
        callers.set(auth, caller);
        for (const [name, value] of Object.entries(reply.getHeaders())) {
          if (value !== undefined) reply.raw.setHeader(name, value);
        }
        reply.hijack();
        const incoming = Object.assign(request.raw, { auth }) as NodeIncomingMessageLike;
        await handle(incoming, reply.raw, body?.value);
        return reply;
      },
    });
  });
  return () => handler.close();
}

/** One message a request: a batch would carry many calls past the limit of requests. Refusals are errors of JSON-RPC. */
function takeOneMessage(server: FastifyInstance): void {
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => {
    const refusal = refuseMessage(bytes as Buffer, 'body');
    const body: McpBody = refusal === undefined ? { value: JSON.parse(String(bytes)) } : { refusal };
    done(null, body);
  });
}
