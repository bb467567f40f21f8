import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { type BuiltPackage, buildPackage } from '../nodes/build-package';
import { findClient, type OtherClient } from '../support/other-clients/find-client';
import { openResponsesServer } from '../support/other-clients/responses-server';
import { verifies } from '../support/verifies';
import { type OpenGateway, openGateway, TOKEN } from './mcp-clients';

const MINUTE = 60_000;
/** What the model calls the tool with. */
const INPUT = { file: 'PLAN.md', project: 'none' };
const SAYS = 'It runs tonight. Sleep well!';

/** How a client is told of the server and of its model, as docs/hand-off.md says it, and how it is asked once. */
interface Client {
  readonly name: OtherClient;
  /** Files of its user's home and of the folder that it works in; `server` is the command with its environment. */
  readonly files: (server: Server, model: string) => Readonly<Record<string, string>>;
  readonly words: (prompt: string) => readonly string[];
  readonly env: (home: string, model: string) => NodeJS.ProcessEnv;
}

interface Server {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const CLIENTS: readonly Client[] = [
  {
    name: 'codex',
    files: ({ command, args, env }, model) => ({
      'home/.codex/config.toml': `model = "scripted"
model_provider = "scripted"
[model_providers.scripted]
name = "scripted"
base_url = "${model}/v1"
env_key = "SCRIPTED_KEY"
wire_api = "responses"
[mcp_servers.nightshift]
command = ${JSON.stringify(command)}
args = ${JSON.stringify(args)}
default_tools_approval_mode = "approve"
required = true
[mcp_servers.nightshift.env]
${Object.entries(env)
  .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  .join('\n')}
`,
    }),
    words: (prompt) => ['exec', '--skip-git-repo-check', prompt],
    env: (home) => ({ CODEX_HOME: join(home, '.codex'), SCRIPTED_KEY: 'key' }),
  },
  {
    name: 'gemini',
    files: (server) => ({
      'home/.gemini/settings.json': JSON.stringify({
        security: { auth: { selectedType: 'gemini-api-key' } },
        mcpServers: { nightshift: { ...server, trust: true } },
      }),
    }),
    words: (prompt) => ['--skip-trust', '--approval-mode', 'yolo', '--model', 'gemini-2.5-pro', '--prompt', prompt],
    env: (_, model) => ({ GEMINI_API_KEY: 'key', GOOGLE_GEMINI_BASE_URL: model, GEMINI_CLI_TRUST_WORKSPACE: 'true' }),
  },
  {
    name: 'opencode',
    files: ({ command, args, env }, model) => ({
      'folder/opencode.json': JSON.stringify({
        autoupdate: false,
        share: 'disabled',
        model: 'scripted/scripted',
        small_model: 'scripted/scripted',
        provider: {
          scripted: {
            npm: '@ai-sdk/openai-compatible',
            options: { baseURL: `${model}/v1`, apiKey: 'key' },
            models: { scripted: { name: 'scripted', tool_call: true } },
          },
        },
        mcp: { nightshift: { type: 'local', command: [command, ...args], environment: env, enabled: true } },
      }),
    }),
    words: (prompt) => ['run', prompt],
    env: () => ({ OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_DISABLE_MODELS_FETCH: '1' }),
  },
];

let built: BuiltPackage;
let gateway: OpenGateway;
let model: LLMock;
let responses: Awaited<ReturnType<typeof openResponsesServer>>;
let place: string;

beforeAll(async () => {
  if (CLIENTS.every(({ name }) => 'skipReason' in findClient(name))) return;
  built = buildPackage();
  gateway = await openGateway();
  model = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' });
  model.addFixture({
    match: { predicate: () => true },
    response: ({ messages, tools = [] }) => {
      const tool = tools.map(({ function: { name } }) => name).find((name) => name.endsWith('handoff'));
      const last = messages.at(-1);
      if (last?.role === 'tool') return { content: SAYS };
      if (tool === undefined) return { content: 'A title' };
      return { toolCalls: [{ name: tool, arguments: JSON.stringify(INPUT) }] };
    },
  });
  await model.start();
  responses = await openResponsesServer({ server: 'mcp__nightshift', tool: 'handoff', input: INPUT }, SAYS);
}, MINUTE);
afterAll(async () => {
  await model?.stop();
  responses?.close();
  await gateway?.close();
  if (built !== undefined) rmSync(built.folder, { recursive: true, force: true });
});
beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'ns-client-')));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

for (const client of CLIENTS) {
  const found = findClient(client.name);
  const test = 'skipReason' in found ? it.skip : it;
  const why = 'skipReason' in found ? ` (skipped: ${found.skipReason})` : '';
  test(
    `${client.name} hands a plan over with the configuration of the documentation${verifies('R-81')}${why}`,
    async () => {
      if ('skipReason' in found) return;
      gateway.app.calls.length = 0;
      const said = await ask(client, found.program);
      expect(said).toContain(SAYS);
      expect(gateway.app.calls.filter((call) => call.startsWith('handoff'))).toEqual([
        expect.stringContaining('Say hello'),
      ]);
    },
    2 * MINUTE,
  );
}

/** What it prints, asked once. */
async function ask({ name, files, words, env }: Client, program: string): Promise<string> {
  const modelUrl = name === 'codex' ? responses.url : model.url;
  const [home, folder] = [join(place, 'home'), join(place, 'folder')];
  const server = {
    command: process.execPath,
    args: [join(built.folder, 'dist', 'cli.js'), 'mcp'],
    env: { NIGHTSHIFT_HOME: join(place, 'ns'), NIGHTSHIFT_URL: gateway.url, NIGHTSHIFT_TOKEN: TOKEN },
  };
  const all = { 'folder/PLAN.md': '# Greeting\n\n- [ ] 1. Say hello\n  run: `true`\n', ...files(server, modelUrl) };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), text);
  }
  mkdirSync(home, { recursive: true });
  const child = spawn(program, words('Hand PLAN.md over to nightshift.'), {
    cwd: folder,
    env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: home, TERM: 'dumb', ...env(home, modelUrl) },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: MINUTE,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
  await new Promise((ended) => child.once('close', ended));
  return said;
}
