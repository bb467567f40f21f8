import { McpServer, ProtocolError, type ServerContext } from '@modelcontextprotocol/server';
import { isNightshiftError } from '../core/errors';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import { errorText } from './answers/error-answer';
import { INSTRUCTIONS } from './instructions';
import type { McpBackend } from './mcp-backend';
import { addPrompts } from './prompts';
import { addResources } from './resources';
import { standardSchema } from './standard-schema';
import type { Tool, ToolCall } from './tool';
import { TOOLS } from './tools/tools';

export interface McpServerDeps {
  readonly version: string;
  readonly clock: Clock;
  /** Where mistakes of ours are told, with their stack. */
  readonly log?: Pick<Log, 'error' | 'warn'>;
}

/**
 * An MCP server for one caller, not yet connected: the same over stdio and HTTP, and in every revision of the protocol.
 *
 * A tool's errors are results with `isError`: code, message, next step. Its answers are text only, because clients show a
 * model the structured form instead, which is longer.
 */
export function createMcpServer(deps: McpServerDeps, backend: McpBackend): McpServer {
  const server = new McpServer(
    { name: 'nightshift', title: 'nightshift', version: deps.version },
    { instructions: INSTRUCTIONS },
  );
  for (const tool of TOOLS) addTool(server, deps, backend, tool);
  addResources(server, backend, (part, error) => note(deps, part, error));
  addPrompts(server);
  return server;
}

function addTool(server: McpServer, deps: McpServerDeps, backend: McpBackend, tool: Tool): void {
  server.registerTool(
    tool.name,
    {
      title: tool.title,
      description: tool.description,
      inputSchema: standardSchema(tool.input),
      annotations: {
        title: tool.title,
        readOnlyHint: tool.isReadOnly,
        destructiveHint: tool.isDestructive,
        idempotentHint: tool.isIdempotent,
        openWorldHint: false,
      },
      // Claude Code shows a model only the names of tools unless this stands here.
      _meta: { 'anthropic/alwaysLoad': true },
    },
    async (input, context) => {
      try {
        await backend.demand(tool.scope);
        return { content: [{ type: 'text', text: await tool.answer(input, callOf(deps, backend, context)) }] };
      } catch (error) {
        if (error instanceof ProtocolError) throw error;
        note(deps, tool.name, error);
        return { isError: true, content: [{ type: 'text', text: errorText(error) }] };
      }
    },
  );
}

function callOf({ clock }: McpServerDeps, backend: McpBackend, { mcpReq }: ServerContext): ToolCall {
  const token = mcpReq._meta?.progressToken;
  let last = -1;
  return {
    backend,
    signal: mcpReq.signal,
    now: () => clock.steady(),
    sleep: (ms) => clock.sleep(ms, mcpReq.signal),
    progress: async (message, done, total) => {
      if (token === undefined || mcpReq.signal.aborted) return;
      // The protocol wants a number that grows with every notification.
      last = done > last ? done : last + 0.001;
      await mcpReq.notify({
        method: 'notifications/progress',
        params: { progressToken: token, progress: last, message, ...(total === undefined ? {} : { total }) },
      });
    },
  };
}

/** What is nobody's mistake but ours is told where an operator looks. */
function note({ log }: McpServerDeps, part: string, error: unknown): void {
  if (isNightshiftError(error) && error.kind !== 'bug') return;
  log?.error('unexpected error while answering over MCP', {
    part,
    stack: error instanceof Error ? error.stack : String(error),
  });
}
