import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openPool } from '../../../runtime/adapters/postgres/open-pool';
import type { PostgresDatabase } from '../../../runtime/adapters/postgres/postgres-database';
import { PostgresWorkerStore } from '../../../runtime/adapters/postgres/postgres-worker-store';
import { asWorkerId } from '../../../runtime/core/ids';
import { PART_FLAGS } from '../../../runtime/main/part-flags';
import type { WorkerSession } from '../../../runtime/ports/worker-store';
import { freePorts } from '../../support/free-ports';
import { openTestDatabase, type TestDatabase } from '../../support/postgres';

const TOKEN = `ns_${'0123456789abcdef'.repeat(3)}`;

/** The real gateway over a real Postgres, with a worker that is there and does nothing; no n8n, whose wakes fail. */
export class GatewayProcess {
  /** Good for everything. */
  readonly token = TOKEN;

  private constructor(
    readonly url: string,
    private readonly database: TestDatabase,
    private readonly pool: PostgresDatabase,
    private readonly worker: WorkerSession,
    private readonly child: ChildProcess,
    private readonly home: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<GatewayProcess> {
    const database = await openTestDatabase();
    const pool = openPool(database.appUrl);
    const facts = {
      id: asWorkerId('bench'),
      host: 'bench',
      pid: process.pid,
      slots: 4,
      capabilities: ['shell', 'sandbox'],
    };
    const worker = await new PostgresWorkerStore(pool).register(facts);
    const home = mkdtempSync(join(tmpdir(), 'ns-bench-home-'));
    const [port] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const child = spawn(process.execPath, [...PART_FLAGS, process.env['NIGHTSHIFT_BENCH_GATEWAY'] ?? ''], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        NIGHTSHIFT_HOME: home,
        NIGHTSHIFT_PART: 'gateway',
        NIGHTSHIFT_DATABASE_URL: database.appUrl,
        NIGHTSHIFT_QUEUE_URL: database.queueUrl,
        NIGHTSHIFT_GATEWAY_PORT: String(port),
        NIGHTSHIFT_N8N_URL: 'http://127.0.0.1:1',
        NIGHTSHIFT_TOKEN: TOKEN,
        NIGHTSHIFT_HOST_NAME: 'bench',
        NIGHTSHIFT_LOG_LEVEL: 'error',
      },
    });
    const gateway = new GatewayProcess(url, database, pool, worker, child, home, port!);
    await gateway.ready();
    return gateway;
  }

  ask(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(new URL(path, this.url), {
      ...init,
      headers: { authorization: `Bearer ${TOKEN}`, ...(init.headers as Record<string, string>) },
    });
  }

  /** Good for reading; what the API gives once. */
  async makeToken(expiresAt?: Date): Promise<string> {
    const asked = { scopes: ['plan:read'], ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }) };
    const reply = await this.ask('/api/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });
    const { token } = (await reply.json()) as { readonly token?: string };
    if (token === undefined) throw new Error(`no token was made: ${reply.status}`);
    return token;
  }

  async revokeToken(token: string): Promise<void> {
    const id = createHash('sha256').update(token).digest('hex').slice(0, 8);
    const reply = await this.ask(`/api/tokens/${id}`, { method: 'DELETE' });
    if (!reply.ok) throw new Error(`the token was not revoked: ${reply.status}`);
  }

  async json<Answer>(path: string): Promise<Answer> {
    return (await (await this.ask(path)).json()) as Answer;
  }

  /** Resident memory of the gateway in MB, as its own metrics say, and how many connections it has to Postgres. */
  async use(): Promise<{ readonly megabytes: number; readonly connections: number }> {
    const text = await (await this.ask('/metrics')).text();
    const bytes = Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]);
    const client = new Client({ connectionString: this.database.superUrl });
    await client.connect();
    const { rows } = await client.query(
      `select count(*)::int as n from pg_stat_activity where application_name like 'nightshift%'`,
    );
    await client.end();
    return { megabytes: bytes / 1024 ** 2, connections: rows[0].n };
  }

  /** Milliseconds from the start of the plugin's session-start hook to its end, in a shell as Claude Code starts it. */
  async sessionStart(): Promise<number> {
    mkdirSync(join(this.home, 'claude-code'), { recursive: true });
    writeFileSync(join(this.home, 'settings.json'), JSON.stringify({ ports: { gateway: this.port } }));
    writeFileSync(join(this.home, 'claude-code', 'token'), TOKEN);
    const began = performance.now();
    const hook = spawn('sh', [process.env['NIGHTSHIFT_BENCH_HOOK'] ?? '', 'session-start'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: this.home,
      env: { PATH: process.env['PATH'], NIGHTSHIFT_HOME: this.home, NIGHTSHIFT_NODE: process.execPath },
    });
    hook.stdout.resume();
    await once(hook, 'close');
    return performance.now() - began;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
    await this.worker.close();
    await this.pool.close();
    await this.database.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    for (const end = performance.now() + 30_000; performance.now() < end; ) {
      if (this.child.exitCode !== null) throw new Error('the gateway ended');
      const reply = await fetch(new URL('/healthz', this.url)).catch(() => undefined);
      if (reply?.ok === true) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the gateway does not answer');
  }
}
