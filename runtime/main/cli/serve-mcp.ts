import { pipeline } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { CliDeps } from '../../cli/cli-deps';
import { clientBackend } from '../../cli/mcp/client-backend';
import { createMcpServer } from '../../mcp/create-mcp-server';
import { LineGate } from '../../mcp/stdio/line-gate';
import { callersFolder } from './callers-folder';

type Deps = Pick<
  CliDeps,
  | 'gateway'
  | 'plans'
  | 'planSource'
  | 'planLimits'
  | 'clock'
  | 'actor'
  | 'version'
  | 'workingFolder'
  | 'repositoryAt'
  | 'isRemote'
>;

/** Longer lines are refused: a plan of 2 MiB, escaped, has room in it. */
const MOST_LINE_BYTES = 10 * 1024 * 1024;

/**
 * Serves MCP on this process's standard input and output; resolves once the client closes them. What is no message of the
 * protocol is answered with an error, and the server goes on.
 */
export async function serveMcp(deps: Deps): Promise<void> {
  const backend = clientBackend(deps, callersFolder(deps));
  const mostBytes = Math.max(MOST_LINE_BYTES, 4 * deps.planLimits().bytes);
  const gate = new LineGate({ mostBytes, answer: writeLine });
  // A line is passed on whole.
  const transport = new EndingTransport(gate, process.stdout, { maxBufferSize: 2 * mostBytes });
  const served = serveStdio(() => createMcpServer(deps, backend), {
    transport,
    // Standard output is the protocol's.
    onerror: (error) => process.stderr.write(`nightshift mcp: ${error.message}\n`),
  });
  // However the input ends, the transport learns of it from the gate.
  pipeline(process.stdin, gate, () => undefined);
  await transport.ended;
  await served.close();
  gate.destroy();
}

/** Resolves also when nobody reads any more: the transport ends by that. */
const writeLine = (message: unknown): Promise<void> =>
  new Promise((done) => process.stdout.write(`${JSON.stringify(message)}\n`, () => done()));

/** Standard input and output, with a promise that they are closed, from whichever side. */
class EndingTransport extends StdioServerTransport {
  private end!: () => void;
  readonly ended = new Promise<void>((done) => {
    this.end = done;
  });

  override async close(): Promise<void> {
    await super.close();
    this.end();
  }
}
