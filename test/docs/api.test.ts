import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod/v4';
import { DEFAULT_PLAN_LIMITS } from '../../runtime/core/plan/plan';
import { readPlan } from '../../runtime/core/plan/read-plan';
import type { GatewayApp, PlanAsText } from '../../runtime/gateway/gateway-app';
import type { EventStreams } from '../../runtime/gateway/http/event-stream';
import { GatewayMeter } from '../../runtime/gateway/http/gateway-meter';
import { parseHandoff } from '../../runtime/gateway/http/parse-handoff';
import { routesOf } from '../../runtime/gateway/http/routes';
import { executionStatus } from '../../runtime/gateway/http/schemas/execution-views';
import { handoffReceipt } from '../../runtime/gateway/http/schemas/other-views';
import { parseOptions } from '../../runtime/main/facade/parse-options';
import { readHandoff } from '../../runtime/main/facade/read-handoff';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const page = (name: string) => readFileSync(join(__dirname, '../../docs', name), 'utf8');

it('docs/api.md has every route with its scope, and no other', () => {
  // The table is only read: no route is asked, so nothing of the app is called.
  const routes = routesOf({} as GatewayApp, {} as EventStreams, new GatewayMeter()).map(
    ({ method, url, scope }) => `${method} ${url} ${scope}`,
  );
  const written = [...page('api.md').matchAll(/^\| `([A-Z]+) ([^`]+)` \| `([a-z:]+)` \|/gm)].map(
    ([, method, url, scope]) => `${method} ${url} ${scope}`,
  );
  expect(routes.length).toBeGreaterThan(10);
  expect([...written].sort()).toEqual([...routes].sort());
});

it('docs/hand-off.md has every option of a hand-off, and no other', () => {
  const [, section = ''] = page('hand-off.md').split('## What goes with a plan');
  const written = [...section.matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gm)].flatMap(([, cell]) =>
    cell!.replaceAll('`', '').split(', '),
  );
  expect([...written].sort()).toEqual([...allowedOptions()].sort());
});

const requiredOf = (schema: z.ZodType): readonly string[] => z.toJSONSchema(schema, { io: 'input' }).required ?? [];

/** As the refusal of an unknown one lists them. */
function allowedOptions(): readonly string[] {
  try {
    parseOptions({ nonsense: true }, {} as Parameters<typeof parseOptions>[1]);
  } catch (error) {
    const { hint } = error as { readonly hint: string };
    return hint.replace(/^Options are: |\.$/g, '').split(', ');
  }
  throw new Error('An unknown option was taken');
}

describe('docs/api.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ns-api-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has examples that are JSON, and the hand-off of them is one that is taken', () => {
    const examples = [...page('api.md').matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text!));
    expect(examples.length).toBeGreaterThan(4);
    const body = Buffer.from(JSON.stringify(examples[0]));
    const request = parseHandoff(examples[0], body, { header: 'Idempotency-Key', value: 'key' });
    expect(request).toMatchObject({ project: '/srv/project', plan: { fileName: 'PLAN.md' } });
    const reading = {
      planId: 'p',
      conversationId: 'c',
      created: '2026-01-01T00:00:00.000Z',
      priority: 'normal',
      limits: DEFAULT_PLAN_LIMITS,
    } as const;
    expect(readPlan(request.plan as PlanAsText, reading)).toMatchObject({ type: 'plan', plan: { title: 'Greeting' } });
    expect(parseOptions(request.options, {} as Parameters<typeof parseOptions>[1])).toMatchObject({ maxParallel: 4 });
  });

  it('has answers as the gateway gives them: a receipt and a status, with all their fields', () => {
    const examples = [...page('api.md').matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text!));
    const receipt = examples.find((one) => 'receipt' in one);
    const status = examples.find((one) => 'progress' in one);
    expect(handoffReceipt.safeParse(receipt)).toMatchObject({ success: true });
    expect(executionStatus.safeParse(status)).toMatchObject({ success: true });
    for (const name of requiredOf(executionStatus)) expect(status).toHaveProperty(name);
    for (const name of requiredOf(handoffReceipt)) expect(receipt).toHaveProperty(name);
  });

  it('has a status for every code that has one of its own', () => {
    const written = [...page('api.md').matchAll(/^\| (\d{3}(?:, \d{3})*) \| /gm)].flatMap(([, cell]) =>
      cell!.split(', '),
    );
    const source = readFileSync(join(__dirname, '../../runtime/gateway/http/status-of-error.ts'), 'utf8');
    const used = [...source.matchAll(/^ {2}[A-Z_]+: (\d{3}),$/gm)].map(([, status]) => status!);
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((status) => !written.includes(status))).toEqual([]);
  });

  it('signs with openssl what nightshift accepts, and asks with a token that stands on no command line', async () => {
    const [ask, handOver] = [...page('api.md').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text!);
    const server = await receiver();
    const { port } = server.address() as AddressInfo;
    const secrets = { token: `ns_${'t'.repeat(32)}`, signing: SECRET };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ports: { n8n: port, gateway: port }, secrets }));
    writeFileSync(join(folder, 'PLAN.md'), '- [ ] Say “hello”\n');
    try {
      expect(await sh(ask!, folder)).toEqual([0, '{"receipt":"r"}']);
      expect(server.seen[0]).toMatchObject({
        url: '/api/execution?limit=5',
        headers: { authorization: `Bearer ${secrets.token}` },
      });
      expect(await sh(handOver!, folder)).toEqual([0, '{"receipt":"r"}']);
      const { url, headers, body } = server.seen[1]!;
      expect(url).toBe('/webhook/nightshift/handoff');
      const submission = { source: 'webhook', body, headers, requireSignature: true, options: {} };
      const request = readHandoff(submission as unknown as Parameters<typeof readHandoff>[0], {
        signingSecrets: [SECRET],
        nowMs: Date.now(),
        maxBytes: 10_000,
      });
      expect(request).toMatchObject({ plan: { text: '- [ ] Say “hello”\n' }, project: '/srv/my project' });
    } finally {
      server.close();
    }
  });
});

interface Receiver extends Server {
  readonly seen: { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer }[];
}

/** A server that keeps what it is asked, and answers with a receipt. */
async function receiver(): Promise<Receiver> {
  const seen: Receiver['seen'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(202, { connection: 'close' }).end('{"receipt":"r"}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return Object.assign(server, { seen });
}

/** Runs a program of the page as it stands there. Exit code and output. */
async function sh(program: string, cwd: string): Promise<readonly [number | null, string]> {
  const child = spawn('sh', ['-c', program], {
    cwd,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
      HOME: cwd,
      NIGHTSHIFT_HOME: cwd,
      PROJECT: '/srv/my project',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return [code, out];
}
