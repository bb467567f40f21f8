import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { EmbeddedSettings } from '../../runtime/config/embedded-settings';
import type { ExecutionEvent } from '../../runtime/core/execution/event';

const ROOT = process.env['NIGHTSHIFT_BENCH_ROOT'] ?? process.cwd();
const FILES = 300;
/** Id of the template that loops; the scheduled ones run beside it and are not a plan's. */
const LOOP_WORKFLOW = 'nightPlanExec0v1';

/** n8n's own database as n8n, or nightshift's as the superuser. */
type BenchDatabase = 'n8n' | 'superuser';

/** A nightshift of its own in a temporary home, with a project of 300 files. */
export class BenchHome {
  private readonly folder = mkdtempSync(join(tmpdir(), 'ns-bench-'));
  readonly home = join(this.folder, '.nightshift');
  readonly project = join(this.folder, 'project');
  private readonly workers: ChildProcess[] = [];

  /** @param settings - Of every process of it, beside those that benchmarks need. */
  constructor(private readonly settingsOfAll: Readonly<Record<string, string>> = {}) {}

  /** Starts everything; answers with the seconds until it is up. */
  async up(): Promise<number> {
    const began = performance.now();
    await this.cli('up', '--detach');
    return (performance.now() - began) / 1000;
  }

  makeProject(): void {
    for (let file = 0; file < FILES; file++) {
      const dir = join(this.project, `src/part${file % 20}`);
      mkdirSync(dir, { recursive: true });
      writeFileSync(join(dir, `file${file}.txt`), `${'line of text\n'.repeat(40)}`);
    }
    const git = (...args: string[]) => execFileSync('git', args, { cwd: this.project, stdio: 'ignore' });
    git('init', '-q');
    git('add', '.');
    git('-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-qm', 'start');
  }

  /** Hands a plan over and waits for its end; answers with its events and its n8n execution. */
  async run(
    plan: unknown,
    options: readonly string[],
  ): Promise<{ readonly id: string; readonly events: readonly ExecutionEvent[] }> {
    const file = join(this.folder, `plan-${Date.now()}.json`);
    writeFileSync(file, JSON.stringify(plan));
    const receipt = JSON.parse(
      await this.cli(
        'handoff',
        file,
        '--new',
        '--json',
        ...(existsSync(this.project) ? ['--repo', this.project] : []),
        ...options,
      ),
    ) as { executionId: string };
    const id = receipt.executionId;
    for (;;) {
      const status = (await this.gateway(`/api/execution/${id}/status`)) as { state: string; reason?: string };
      if (['succeeded', 'failed', 'cancelled'].includes(status.state)) {
        if (status.state !== 'succeeded') throw new Error(`the plan ended as ${status.state}: ${status.reason}`);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const page = (await this.gateway(`/api/execution/${id}/events?after=0&limit=1000`)) as { events: ExecutionEvent[] };
    return { id, events: page.events };
  }

  async gateway(path: string): Promise<unknown> {
    const { ports, secrets } = this.settings();
    const response = await fetch(`http://127.0.0.1:${ports.gateway}${path}`, {
      headers: { authorization: `Bearer ${secrets.token}` },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** Has Postgres count statements from its next start on. */
  async countStatements(): Promise<void> {
    await this.query('superuser', `alter system set shared_preload_libraries = 'pg_stat_statements'`);
    await this.query('superuser', 'create extension if not exists pg_stat_statements schema public');
  }

  /** Statements that were sent to nightshift's database so far, `begin` and `commit` too; those inside of its functions and ours here left out. */
  async statements(): Promise<number> {
    const [row] = await this.query<{ n: string }>(
      'superuser',
      `select coalesce(sum(s.calls), 0) as n from public.pg_stat_statements s
       where s.dbid = (select oid from pg_database where datname = 'nightshift') and s.toplevel
         and s.userid <> (select oid from pg_roles where rolname = current_user)`,
    );
    return Number(row?.n);
  }

  /** n8n executions since the newest of before, and the node executions in them. */
  async n8nWork(
    after: number,
  ): Promise<{ readonly executions: number; readonly nodes: number; readonly newest: number }> {
    const rows = await this.query<{ id: number; data: string }>(
      'n8n',
      `select e.id, d.data from execution_entity e join execution_data d on d."executionId" = e.id where e.id > $1 and e."workflowId" = $2 order by e.id`,
      [after, LOOP_WORKFLOW],
    );
    const nodes = rows.reduce((sum, { data }) => sum + (data.match(/"executionIndex"/g)?.length ?? 0), 0);
    return { executions: rows.length, nodes, newest: Math.max(after, ...rows.map(({ id }) => Number(id))) };
  }

  /** Resident megabytes by part, children included. */
  memory(): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(this.home) && !command.includes(this.home)) continue;
        const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
        const part =
          /dist\/(worker|gateway)\.js/.exec(command)?.[1] ??
          (/dist\/cli\.js/.test(command) ? 'launcher' : command.includes('n8n') ? 'n8n' : 'other');
        found.set(part, Math.max(found.get(part) ?? 0, rss));
      } catch {
        // It ended while we looked.
      }
    }
    return found;
  }

  /** Starts further workers, and waits until as many as `total` are known. */
  async addWorkers(more: number, total: number): Promise<void> {
    for (let no = 0; no < more; no++) {
      const env = {
        PATH: process.env['PATH'],
        HOME: this.folder,
        NIGHTSHIFT_HOME: this.home,
        NIGHTSHIFT_PART: 'worker',
      };
      this.workers.push(
        spawn(process.execPath, [join(ROOT, 'dist', 'worker.js')], {
          env: { ...env, ...this.settingsOfAll },
          cwd: this.home,
          stdio: 'ignore',
        }),
      );
    }
    for (;;) {
      const [row] = await this.query<{ n: number }>(
        'superuser',
        'select count(*)::integer as n from nightshift.workers where gone_at is null',
      );
      if (row?.n === total) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** When attempts of an execution began and ended, in milliseconds, and on which worker. */
  async attempts(
    id: string,
  ): Promise<readonly { readonly worker: string; readonly from: number; readonly to: number }[]> {
    const rows = await this.query<{ worker: string; from: Date; to: Date }>(
      'superuser',
      `select worker, started_at as "from", ended_at as "to" from nightshift.attempts where execution_id = $1 and kind = 'attempt'`,
      [id],
    );
    return rows.map(({ worker, from, to }) => ({ worker, from: from.getTime(), to: to.getTime() }));
  }

  async down(): Promise<void> {
    for (const worker of this.workers) worker.kill('SIGTERM');
    await this.cli('down').catch((error: unknown) => console.error(error));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** One `insert` and its commit, by itself: the floor of everything that is durable. */
  async floorMs(): Promise<number> {
    const client = new Client(this.url('n8n'));
    await client.connect();
    try {
      await client.query('create temporary table floor_one (n int)');
      await client.query('create table if not exists public.bench_floor (n int)');
      const times: number[] = [];
      for (let n = 0; n < 300; n++) {
        const began = performance.now();
        await client.query('insert into public.bench_floor values ($1)', [n]);
        times.push(performance.now() - began);
      }
      return times.sort((a, b) => a - b)[150]!;
    } finally {
      await client.end();
    }
  }

  private async query<Row extends Record<string, unknown>>(
    database: BenchDatabase,
    sql: string,
    values: unknown[] = [],
  ): Promise<Row[]> {
    const client = new Client(this.url(database));
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  private url(as: BenchDatabase): string {
    const { ports, secrets } = this.settings();
    const [role, password] = as === 'n8n' ? ['n8n', secrets.n8nDatabase] : ['postgres', secrets.postgres];
    const database = as === 'n8n' ? 'n8n' : 'nightshift';
    return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${ports.postgres}/${database}`;
  }

  private settings(): EmbeddedSettings {
    return JSON.parse(readFileSync(join(this.home, 'settings.json'), 'utf8')) as EmbeddedSettings;
  }

  cli(...args: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const env = {
        ...process.env,
        NIGHTSHIFT_HOME: this.home,
        NIGHTSHIFT_WORKER_SLOTS: '20',
        NIGHTSHIFT_GLOBAL_PARALLEL: '64',
        ...this.settingsOfAll,
      };
      const child = spawn(process.execPath, [join(ROOT, 'dist', 'cli.js'), ...args], {
        env,
        cwd: this.folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.on('error', reject);
      child.on('exit', (code) =>
        code === 0 ? resolve(out) : reject(new Error(`nightshift ${args[0]} ended with ${code}: ${err || out}`)),
      );
    });
  }
}
