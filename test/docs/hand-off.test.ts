import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signWebhook } from '../../runtime/cli/sign-webhook';
import { verifySignature } from '../../runtime/core/handoff/verify-signature';
import { type AcceptDeps, acceptHandoff } from '../../runtime/main/facade/accept-handoff';
import { readHandoff } from '../../runtime/main/facade/read-handoff';
import { TOOLS } from '../../runtime/mcp/tools/tools';
import { AppWorld } from '../support/app-world';

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

describe('the table of webhook answers', () => {
  const NOW_MS = Date.parse('2026-01-01T00:00:00Z');
  const MOST_BYTES = 10_000;
  const plan = (text: string) => ({ plan: { text, fileName: 'PLAN.md' } });
  const GOOD = plan('- [ ] a\n  run: `true`\n');

  /** What the webhook answers, as Parse Plan finds it out. */
  async function answers() {
    const world = new AppWorld();
    await world.addWorker('w1');
    const ask = async (sent: unknown, id = 'k', secret = SECRET, nowMs = NOW_MS) => {
      const body = Buffer.from(typeof sent === 'string' ? sent : JSON.stringify(sent));
      const headers = signWebhook(secret, id, NOW_MS, body);
      const submission = { source: 'webhook', body, headers, requireSignature: true, options: {} };
      const read = () =>
        readHandoff(submission as unknown as Parameters<typeof readHandoff>[0], {
          signingSecrets: [SECRET],
          nowMs,
          maxBytes: MOST_BYTES,
        });
      const deps = { ...world.deps, gatewayUrl: 'http://127.0.0.1:4114' } as unknown as AcceptDeps;
      const answer = await acceptHandoff(deps, read, 'n8n:test', { type: 'to-start' });
      return [answer.httpStatus, answer.type === 'refused' ? answer.error.code : 'receipt'] as const;
    };
    return [
      await ask(GOOD),
      await ask(GOOD),
      await ask(plan('- [ ] b\n'), 'k'),
      await ask('{', 'bad'),
      await ask({ plan: { file: 'PLAN.md' }, project: 'site' }, 'file'),
      await ask({ ...GOOD, options: { maxParallel: 0 } }, 'options'),
      await ask({ ...GOOD, project: '/nowhere' }, 'project'),
      await ask(GOOD, 'secret', `whsec_${Buffer.alloc(32, 8).toString('base64')}`),
      await ask(GOOD, 'skew', SECRET, NOW_MS + 301_000),
      await ask(plan(`- [ ] ${'x'.repeat(MOST_BYTES)}`), 'large'),
      await ask(plan('- [ ] 1. A (depends: 2)\n- [ ] 2. B (depends: 1)\n'), 'cycle'),
    ];
  }

  it('has a row for each status that nightshift answers, and no other, and names the codes of 400 and 404', async () => {
    const page = readFileSync(join(__dirname, '../../docs/hand-off.md'), 'utf8');
    const [, table = ''] = /^\| Answer \| Meaning \|\n([\s\S]*?)\n\n/m.exec(page)!;
    const rows = table.split('\n').slice(1);
    const statusesOf = (row: string) => row.split('|')[1]!.match(/\b\d{3}\b/g) ?? [];
    const answered = await answers();
    const known = rows.filter((row) => !row.startsWith('| anything else'));
    expect(new Set(known.flatMap(statusesOf).map(Number))).toEqual(new Set(answered.map(([status]) => status)));
    for (const [status, code] of answered.filter(([status]) => status === 400 || status === 404))
      expect(known.find((row) => row.startsWith(`| ${status}`))).toContain(`\`${code}\``);
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
