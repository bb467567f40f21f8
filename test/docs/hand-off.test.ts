import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifySignature } from '../../runtime/core/handoff/verify-signature';
import { readHandoff } from '../../runtime/main/facade/read-handoff';
import { TOOLS } from '../../runtime/mcp/tools/tools';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('the program of docs/hand-off.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-hand-off-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('signs a hand-off that nightshift accepts', async () => {
    const page = readFileSync(join(__dirname, '../../docs/hand-off.md'), 'utf8');
    writeFileSync(join(folder, 'hand-over.mjs'), /```js\n([\s\S]*?)```/.exec(page)![1]!);
    writeFileSync(join(folder, 'PLAN.md'), '- [ ] Say “hello”\n');
    const received = await receive(folder, ['hand-over.mjs', 'PLAN.md', '/srv/project']);

    expect(received.printed).toBe('202 {"receipt":"r"}\n');
    const { headers, body } = received;
    const signed = {
      body,
      id: headers['webhook-id'],
      timestamp: headers['webhook-timestamp'],
      signature: headers['webhook-signature'],
    };
    expect(verifySignature(signed, [SECRET], Date.now()).id).toBe(headers['webhook-id']);
    const request = readHandoff(
      { source: 'webhook', body, headers, requireSignature: true, options: {} } as unknown as Parameters<
        typeof readHandoff
      >[0],
      { signingSecrets: [SECRET], nowMs: Date.now(), maxBytes: 10_000 },
    );
    expect(request).toMatchObject({
      idempotencyKey: headers['webhook-id'],
      plan: { text: '- [ ] Say “hello”\n', fileName: 'PLAN.md' },
      project: '/srv/project',
    });
  });
});

describe('docs/hand-off.md', () => {
  const page = readFileSync(join(__dirname, '../../docs/hand-off.md'), 'utf8');

  it('has every tool of the MCP server with its scope, and no other', () => {
    const [, section = ''] = page.split('## From other clients of MCP');
    const written = [...section.matchAll(/^\| (`\w+`(?:, `\w+`)*) \| `([a-z:]+)` \|/gm)].flatMap(([, cell, scope]) =>
      cell!.split(', ').map((name) => `${name.replaceAll('`', '')} ${scope}`),
    );
    expect(written.sort()).toEqual(TOOLS.map(({ name, scope }) => `${name} ${scope}`).sort());
  });

  it('has every slash command of the plugin, and no other', () => {
    const written = [...page.matchAll(/^\| `\/nightshift:(\w+)/gm)].map(([, name]) => name!);
    const shipped = readdirSync(join(__dirname, '../../runtime/claude-plugin/nightshift/commands'));
    expect(written.sort()).toEqual(shipped.map((file) => file.replace('.md', '')).sort());
  });

  it('names the versions of other clients that the tests drive', () => {
    const { dependencies } = JSON.parse(
      readFileSync(join(__dirname, '../support/other-clients/package.json'), 'utf8'),
    ) as { readonly dependencies: Readonly<Record<string, string>> };
    for (const version of Object.values(dependencies)) expect(page).toContain(version);
  });
});

interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly printed: string;
}

/** Runs the program against a server that takes one request and answers with a receipt. */
async function receive(cwd: string, args: readonly string[]): Promise<Received> {
  const chunks: Buffer[] = [];
  let headers: Received['headers'] = {};
  const server = createServer((request, response) => {
    headers = request.headers as Record<string, string>;
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => response.writeHead(202).end('{"receipt":"r"}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const env = { PATH: process.env['PATH'], NIGHTSHIFT_HANDOFF_URL: url, NIGHTSHIFT_SIGNING_SECRET: SECRET };
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += String(chunk);
    });
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(0);
    return { headers, body: Buffer.concat(chunks), printed };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
