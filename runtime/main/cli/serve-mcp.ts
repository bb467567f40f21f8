import { homedir } from 'node:os';
import { basename, relative, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { SystemProjectFiles } from '../../adapters/system/system-project-files';
import type { CliDeps } from '../../cli/cli-deps';
import { fileReason } from '../../cli/file-reason';
import { clientBackend } from '../../cli/mcp/client-backend';
import { RequestError } from '../../core/errors';
import { createMcpServer } from '../../mcp/create-mcp-server';
import type { CallersFolder } from '../../mcp/mcp-backend';
import { LineGate } from '../../mcp/stdio/line-gate';

type Deps = Pick<
  CliDeps,
  'gateway' | 'plans' | 'planLimits' | 'clock' | 'actor' | 'version' | 'workingFolder' | 'repositoryAt' | 'isRemote'
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

/**
 * Plans are read from the working folder, and from where Claude Code keeps those of its plan mode; from nowhere else, for
 * who asks is a model, and what it was told to read may not be a plan.
 */
export function callersFolder({
  workingFolder,
  repositoryAt,
  planLimits,
}: Pick<Deps, 'workingFolder' | 'repositoryAt' | 'planLimits'>): CallersFolder {
  return {
    readPlan: async (path) => {
      const file = resolve(workingFolder, path);
      const folder = [workingFolder, resolve(homedir(), '.claude', 'plans')].find((one) => isInside(one, file));
      if (folder === undefined) throw outside(path);
      const bytes = await new SystemProjectFiles().read(folder, relative(folder, file), planLimits().bytes);
      try {
        return {
          text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
          fileName: basename(file),
        };
      } catch (cause) {
        throw new RequestError('PLAN_FILE_UNREADABLE', `${path} cannot be read: ${fileReason(cause)}`, {
          hint: 'Give the path of a plan as text in UTF-8: ROADMAP.md, tasks.json, tasks.yaml …',
          cause,
        });
      }
    },
    projectAt: async (path) => {
      const dir = resolve(workingFolder, path);
      return (await repositoryAt(dir)) ?? { dir, dirty: [] };
    },
  };
}

const isInside = (folder: string, file: string): boolean =>
  file.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);

const outside = (path: string): RequestError =>
  new RequestError('PLAN_FILE_OUTSIDE', `${path} is not in the working folder`, {
    hint: 'Copy the plan into the project, or give its text as `plan`',
  });
