import { McpServer, type ServerContext } from '@modelcontextprotocol/server';
import { isNightshiftError } from '../core/errors';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import { INSTRUCTIONS } from './instructions';
import type { McpBackend } from './mcp-backend';
import { addPrompts } from './prompts';
import { addResources } from './resources';
import { serveTools } from './serve-tools';
import type { ToolCall } from './tool';
import { TOOLS } from './tools/tools';
import { WaitingCalls } from './waiting-calls';

export interface McpServerDeps {
  readonly version: string;
  readonly clock: Clock;
  /** Where mistakes of ours are told, with their stack. */
  readonly log?: Pick<Log, 'error' | 'warn'>;
  /** Of all servers that are made for the callers of one gateway. */
  readonly waiting?: WaitingCalls;
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
  const waiting = deps.waiting ?? new WaitingCalls();
  const noted = (part: string, error: unknown) => note(deps, part, error);
  serveTools(server, {
    tools: TOOLS,
    answer: async (tool, input, context) => {
      await backend.demand(tool.scope);
      return tool.answer(input, callOf({ ...deps, waiting }, backend, context));
    },
    note: noted,
  });
  addResources(server, backend, noted);
  addPrompts(server);
  return server;
}

function callOf(
  { clock, waiting }: Required<Pick<McpServerDeps, 'clock' | 'waiting'>>,
  backend: McpBackend,
  { mcpReq }: ServerContext,
): ToolCall {
  const token = mcpReq._meta?.progressToken;
  let last = -1;
  return {
    backend,
    signal: mcpReq.signal,
    now: () => clock.steady(),
    hold: (work) => waiting.hold(work),
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
