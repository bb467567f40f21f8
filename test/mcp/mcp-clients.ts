import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { MemoryPlanReader } from '../../runtime/adapters/memory/memory-plan-reader';
import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { previewPlanText } from '../../runtime/app/preview-plan-text';
import { createGateway } from '../../runtime/gateway/create-gateway';
import type { GatewayApp, PlanAsText } from '../../runtime/gateway/gateway-app';
import type { McpSettings } from '../../runtime/gateway/mcp/mount-mcp';
import { type ScriptedApp, scriptedApp } from '../gateway/scripted-app';

/** Good for everything; random enough for the settings of the command line. */
export const TOKEN = `ns_${randomBytes(32).toString('base64url')}`;

/** Revisions of the protocol: the one of 2026-07-28, and the one that a handshake begins. */
export type Era = 'modern' | 'legacy';

export interface OpenGateway {
  readonly app: ScriptedApp;
  readonly url: string;
  close(): Promise<void>;
}

/** A gateway of a scripted app on a free port, with MCP. */
export async function openGateway(
  overrides: Partial<GatewayApp> = {},
  settings: Partial<McpSettings> = {},
): Promise<OpenGateway> {
  const known = createHash('sha256').update(TOKEN).digest('hex');
  const { scopesOf } = scriptedApp();
  const plans = new MemoryPlanReader();
  const app = scriptedApp({
    scopesOf: async (digest) => (digest === known ? ['admin'] : scopesOf(digest)),
    preview: async ({ plan }) => ({ ...(await previewPlanText({ plans }, plan as PlanAsText)), unmet: [] }),
    ...overrides,
  });
  const mcp = { version: '1.2.3', clock: new SystemClock(), ...settings };
  const server = createGateway(app, { mcp });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return { app, url, close: () => server.close() };
}

/** The official client, connected to `/mcp` of a gateway. */
export async function httpClient(url: string, era: Era, token: string = TOKEN): Promise<Client> {
  const client = clientOf(era);
  await client.connect(
    new StreamableHTTPClientTransport(new URL('/mcp', url), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    }),
  );
  return client;
}

export interface StdioClient {
  readonly client: Client;
  /** What the server wrote beside the protocol. */
  readonly stderr: () => string;
}

/** The official client with `nightshift mcp` of a built package as its server, which asks the gateway at `url`. */
export async function stdioClient(
  packageFolder: string,
  url: string,
  era: Era,
  { cwd, token = TOKEN }: { readonly cwd: string; readonly token?: string },
): Promise<StdioClient> {
  const client = clientOf(era);
  const home = mkdtempSync(join(tmpdir(), 'nightshift-mcp-'));
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(packageFolder, 'dist', 'cli.js'), 'mcp'],
    cwd,
    env: {
      PATH: process.env['PATH']!,
      HOME: home,
      NIGHTSHIFT_HOME: home,
      NIGHTSHIFT_GATEWAY_URL: url,
      // Settings want them; nothing that is tested here opens them.
      NIGHTSHIFT_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      NIGHTSHIFT_QUEUE_URL: 'postgres://nobody@127.0.0.1:1/none',
      NIGHTSHIFT_TOKEN: token,
    },
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  await client.connect(transport);
  const onclose = client.onclose;
  client.onclose = () => {
    onclose?.();
    rmSync(home, { recursive: true, force: true });
  };
  return { client, stderr: () => stderr };
}

function clientOf(era: Era): Client {
  const versionNegotiation = era === 'legacy' ? { mode: 'legacy' as const } : { mode: { pin: '2026-07-28' } };
  return new Client({ name: 'test', version: '1' }, { versionNegotiation });
}

export interface ToolText {
  readonly text: string;
  readonly isError: boolean;
}

/** Calls a tool, and gives its text. */
export async function call(
  client: Client,
  name: string,
  args: Readonly<Record<string, unknown>> = {},
  onprogress?: (progress: { readonly progress: number; readonly message?: string | undefined }) => void,
): Promise<ToolText> {
  const result = await client.callTool({ name, arguments: args }, onprogress === undefined ? {} : { onprogress });
  const content = result.content as readonly { readonly type: string; readonly text?: string }[];
  return { text: content.map(({ text = '' }) => text).join('\n'), isError: result.isError === true };
}
