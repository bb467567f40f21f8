import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { HttpGatewayClient } from '../../runtime/cli/http-gateway-client';
import { sendSignedHandoff } from '../../runtime/cli/send-signed-handoff';
import { type EmbeddedSettings, readEmbeddedSettings } from '../../runtime/config/embedded-settings';
import type { ExecutionEvent } from '../../runtime/core/execution/event';
import { isOver } from '../../runtime/core/execution/execution';
import { handoffBody } from '../../runtime/core/handoff/handoff-body';
import type { HandoffReply } from '../../runtime/core/handoff/handoff-reply';
import { down } from '../../runtime/main/down';
import { N8N_OWNER_EMAIL } from '../../runtime/main/embedded-n8n-env';
import { readLauncherState } from '../../runtime/main/launcher-state';
import { type N8nSession, openN8nSession } from '../../runtime/main/n8n-session';
import { isLiving, type ProcessIdentity } from '../../runtime/main/process-identity';
import { freePorts } from './free-ports';
import { familyOf, isRunning, killHard, processesGiven } from './processes';
import { readUnit } from './service-unit';
import { TEST_RUN } from './test-run';

export type PartOf = 'postgres' | 'n8n' | 'n8n-worker' | 'gateway' | 'worker';

/** Ports on which a test may listen: this nightshift was told before its start that there is somebody. */
export interface Doubles {
  /** ntfy. */
  readonly push: number;
  /** A search model. */
  readonly research: number;
}

const ROOT = resolve(__dirname, '../..');
/** A start on an empty folder with its database migrations takes 20 s here; a busy machine gets more. */
const START_MS = 240_000;
/** Time enough for jest to start one. */
export const STARTS = START_MS + 10_000;

/**
 * A whole nightshift as `nightshift up` runs it from the built package: Postgres, a real n8n, gateway and worker, supervised, on
 * free ports, in a folder of its own.
 */
export class Nightshift {
  private readonly extraWorkers: ChildProcess[] = [];
  private readonly closing = new AbortController();

  private constructor(
    readonly folder: string,
    readonly doubles: Doubles,
    private readonly isOwn: boolean,
    private readonly env: NodeJS.ProcessEnv = {},
  ) {}

  /** One that this file alone has; ended by `close`. */
  static async start(env: NodeJS.ProcessEnv = {}): Promise<Nightshift> {
    const folder = mkdtempSync(join(tmpdir(), 'ns-e2e-'));
    return new Nightshift(folder, await launch(folder, env), true, env);
  }

  /**
   * The one that the files of this run share under a name; the first to ask starts it, and jest's teardown ends it. One
   * file at a time has it, from here until its `close`.
   */
  static async shared(name: 'steady' | 'killed'): Promise<Nightshift> {
    const run = process.env[TEST_RUN];
    if (run === undefined) return Nightshift.start();
    const folder = join(run, name);
    await takeTurn(`${folder}.turn`);
    const note = join(folder, 'doubles.json');
    if (!existsSync(note)) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { mode: 0o700 });
      const doubles = await launch(folder, {});
      writeFileSync(note, JSON.stringify(doubles));
    }
    return new Nightshift(folder, JSON.parse(readFileSync(note, 'utf8')) as Doubles, false);
  }

  /** Aborts when the file that has it gives it back: whatever looks or waits on the side ends then. */
  get closed(): AbortSignal {
    return this.closing.signal;
  }

  get home(): string {
    return join(this.folder, 'home');
  }

  get settings(): EmbeddedSettings {
    return readEmbeddedSettings(this.home)!;
  }

  get n8nUrl(): string {
    return `http://127.0.0.1:${this.settings.ports.n8n}`;
  }

  get handoffUrl(): string {
    return `${this.n8nUrl}/webhook/nightshift/handoff`;
  }

  get gateway(): HttpGatewayClient {
    const { ports, secrets } = this.settings;
    return new HttpGatewayClient(fetch, { url: `http://127.0.0.1:${ports.gateway}`, token: secrets.token });
  }

  /** The owner's session in the editor. */
  n8n(): Promise<N8nSession> {
    return openN8nSession(this.n8nUrl, N8N_OWNER_EMAIL, this.settings.secrets.n8nOwnerPassword);
  }

  /** A signed hand-off through n8n's webhook, as the CLI sends it. Absent `repo`: tasks run in empty folders. */
  async handOff(
    text: string,
    more: {
      readonly repo?: string;
      readonly fileName?: string;
      readonly key?: string;
      readonly conversationId?: string;
      readonly [option: string]: unknown;
    } = {},
  ): Promise<HandoffReply> {
    const { repo, fileName = 'plan.json', key = randomUUID(), conversationId, ...options } = more;
    const body = handoffBody({
      text,
      fileName,
      ...(repo === undefined ? {} : { project: repo }),
      ...(conversationId === undefined ? {} : { conversationId }),
      options,
    });
    const { signal } = this.closing;
    // Among the logs, so that a failure shows it.
    const onRetry = (reason: string) =>
      appendFileSync(join(this.home, 'logs', 'handoff.log'), `${new Date().toISOString()} ${reason}\n`);
    const { signing } = this.settings.secrets;
    return sendSignedHandoff(
      { http: fetch, clock: new SystemClock() },
      { url: () => this.handoffUrl, secret: signing, key, body, patienceMs: 180_000, signal, onRetry },
    );
  }

  /** A repository with one commit, registered as a project. */
  async addRepository(name: string): Promise<string> {
    const dir = this.makeRepository(name);
    await this.gateway.addProject({ dir });
    return dir;
  }

  /** A repository with one commit that nobody knows of. */
  makeRepository(name: string): string {
    const dir = join(this.folder, 'repositories', `${name}-${randomUUID().slice(0, 8)}`);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'README.md'), `# ${name}\n`);
    git(dir, 'init', '--quiet', '--initial-branch=main');
    git(dir, 'add', '--all');
    git(dir, 'commit', '--quiet', '--message=The beginning');
    return dir;
  }

  // --- What it did ---------------------------------------------------------------------------------------------------

  /** Rows of nightshift's database, as the application may read them. */
  rows<T extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
    return rowsOf<T>(this.databaseUrl('ns_app', this.settings.secrets.app), sql, values);
  }

  /** Rows of n8n's own database. */
  n8nRows<T extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
    return rowsOf<T>(this.databaseUrl('n8n', this.settings.secrets.n8nDatabase, 'n8n'), sql, values);
  }

  /** The superuser's address of nightshift's database: to hold a lock, never to write. */
  get superuserUrl(): string {
    return this.databaseUrl('postgres', this.settings.secrets.postgres);
  }

  /** All events of an execution so far. */
  async events(executionId: string): Promise<readonly ExecutionEvent[]> {
    const all: ExecutionEvent[] = [];
    for (;;) {
      const { events, lastSeq } = await this.gateway.events(executionId, all.length);
      all.push(...events);
      if (all.length >= lastSeq) return all;
    }
  }

  async loop(executionId: string): Promise<LoopRow> {
    const [row] = await this.rows<LoopRow>(
      `select generation, workflow_id as "workflowId", n8n_execution_id as "n8nExecutionId", is_wait_open as "isWaitOpen",
         restarts, restart_reason as "restartReason", wait from nightshift.loops where execution_id = $1`,
      [executionId],
    );
    return row!;
  }

  /** Resolves once an execution is over, with how it ended. */
  async over(executionId: string, withinMs = 90_000): Promise<string> {
    return this.until(
      `execution ${executionId} is over`,
      async () => {
        const { state } = await this.gateway.status(executionId);
        return isOver(state) ? state : undefined;
      },
      withinMs,
    );
  }

  /** Resolves once a task has the given status of the kernel. */
  async task(executionId: string, id: string, status: string, withinMs = 60_000): Promise<void> {
    await this.until(
      `${id} is ${status}`,
      async () =>
        (await this.gateway.tasks(executionId)).some((task) => task.id === id && task.kernelStatus === status),
      withinMs,
    );
  }

  /** What a condition answers, as soon as it answers anything; else an error that shows the logs. */
  async until<T>(what: string, condition: () => Promise<T | false | undefined>, withinMs = 60_000): Promise<T> {
    const end = performance.now() + withinMs;
    let lastError: unknown;
    for (;;) {
      try {
        const answer = await condition();
        if (answer !== undefined && answer !== false) return answer;
        lastError = undefined;
      } catch (error) {
        lastError = error; // a part that was killed does not answer for a while
      }
      if (performance.now() > end) {
        throw new Error(
          `Not within ${withinMs} ms: ${what}. Last error: ${String(lastError)}\n${await this.evidence()}`,
        );
      }
      await sleep(25);
    }
  }

  // --- Gates and runs of tasks made by planText ----------------------------------------------------------------------

  /** Lets a task that stands before its gate go on, in this attempt and all that follow. */
  openGate(executionId: string, ...tasks: readonly string[]): void {
    for (const task of tasks) {
      const home = this.homeOf(executionId, task);
      mkdirSync(home, { recursive: true, mode: 0o700 });
      writeFileSync(join(home, 'go'), '');
    }
  }

  /** `NIGHTSHIFT_ATTEMPT` of every time that the task's command really ran: from its home, and from the logs once that is removed. */
  runsOf(executionId: string, task: string): readonly string[] {
    const file = join(this.homeOf(executionId, task), 'runs');
    if (existsSync(file)) return readFileSync(file, 'utf8').trim().split('\n');
    const logs = join(this.home, 'logs', 'attempts', executionId);
    if (!existsSync(logs)) return [];
    const own = readdirSync(logs).filter((name) => name.includes(`-${task}-`));
    const said = own.flatMap((name) => [...readFileSync(join(logs, name), 'utf8').matchAll(/^attempt (\d+) ran$/gm)]);
    return said.map(([, attempt = '']) => attempt).sort();
  }

  /** Ids of what runs for an execution now: its agents' and criteria's processes, sandboxes left out. */
  processesOf(executionId: string): readonly number[] {
    return processesGiven(`NIGHTSHIFT_EXECUTION=${executionId}`);
  }

  private homeOf(executionId: string, task: string): string {
    return join(this.home, 'workspaces', executionId, task, 'home');
  }

  // --- Parts ---------------------------------------------------------------------------------------------------------

  pid(part: PartOf): number | undefined {
    return readLauncherState(this.home)?.parts[part]?.pid;
  }

  /** The process that keeps the parts running. */
  get launcherPid(): number | undefined {
    return readLauncherState(this.home)?.launcher.pid;
  }

  /** SIGKILL to parts, all at once: of Postgres to its children too. Resolves once they are gone. */
  async kill9(...parts: readonly PartOf[]): Promise<void> {
    const pids = parts.flatMap((part) => {
      const pid = this.pid(part)!;
      return part === 'postgres' ? familyOf(pid) : [pid];
    });
    for (const pid of pids) killHard(pid);
    await this.until('what was killed is gone', async () => !pids.some(isRunning), 10_000);
  }

  /** SIGKILL to the launcher and everything that descends from it, as when the power goes. Resolves once all are gone. */
  async killEverything(): Promise<void> {
    const { launcher, parts } = readLauncherState(this.home)!;
    const pids = [launcher, ...Object.values(parts)].flatMap(({ pid }) => familyOf(pid));
    for (const pid of pids) killHard(pid);
    await this.until('everything is gone', async () => !pids.some(isRunning), 10_000);
  }

  /** `nightshift up` in the same folder once more. */
  startAgain(): Promise<void> {
    return startUp(this.folder, this.doubles, this.env);
  }

  /**
   * As a boot does after `nightshift service install`: what its unit says is started, with the unit's environment and nothing of
   * this shell. Resolves with the unit once everything is ready.
   */
  async startAsService(): Promise<string> {
    const env = { PATH: process.env['PATH'], HOME: this.folder, NIGHTSHIFT_HOME: this.home };
    const cli = join(packageFolder(), 'dist', 'cli.js');
    const unit = execFileSync(process.execPath, [cli, 'service', 'install', '--print'], { env, encoding: 'utf8' });
    const { cwd, argv, env: given } = readUnit(unit);
    await startAndWait(this.folder, argv, cwd, { HOME: this.folder, ...given });
    return unit;
  }

  /** Resolves once the supervisor has a living part that is not `former`, and it answers. */
  async isBack(part: PartOf, former: number | undefined, withinMs = 120_000): Promise<void> {
    await this.until(
      `${part} is back`,
      async () => {
        const identity = readLauncherState(this.home)?.parts[part];
        if (identity === undefined || identity.pid === former || !isLiving(identity)) return false;
        if (part === 'n8n') return (await fetch(`${this.n8nUrl}/healthz/readiness`)).ok;
        if (part === 'gateway') return (await this.gateway.list({ limit: 1 })).length >= 0;
        if (part === 'worker') return (await this.workers()).some(({ pid }) => pid === identity.pid);
        return (await this.rows('select 1')).length === 1;
      },
      withinMs,
    );
  }

  /** Workers that are there. */
  workers(): Promise<
    readonly { readonly id: string; readonly pid: number; readonly capabilities: readonly string[] }[]
  > {
    return this.rows('select id, pid, capabilities from nightshift.workers where gone_at is null');
  }

  /** One more worker beside the supervised one; nobody starts it again. Resolves with its process once it is known. */
  async addWorker(env: NodeJS.ProcessEnv = {}): Promise<ChildProcess & { readonly pid: number }> {
    const log = openSync(join(this.home, 'logs', 'extra-workers.log'), 'a');
    const child = spawn(process.execPath, [join(packageFolder(), 'dist', 'worker.js')], {
      cwd: this.home,
      env: {
        PATH: process.env['PATH'],
        HOME: this.folder,
        NIGHTSHIFT_HOME: this.home,
        NIGHTSHIFT_PART: 'worker',
        NIGHTSHIFT_WORKER_GRACE_SECONDS: '1',
        ...env,
      },
      stdio: ['ignore', log, log],
    });
    this.extraWorkers.push(child);
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
    await this.until(
      'the extra worker is known',
      async () => hasEnded() || (await this.workers()).some(({ pid }) => pid === child.pid),
    );
    if (hasEnded()) throw new Error(`The extra worker ended while it started:\n${await this.evidence()}`);
    return child as ChildProcess & { readonly pid: number };
  }

  /** Ends what this file started, and demands that everything that is stored holds together. */
  async close(): Promise<void> {
    this.closing.abort();
    try {
      for (const child of this.extraWorkers) child.kill('SIGTERM');
      await this.until(
        'extra workers have ended',
        async () => this.extraWorkers.every((child) => child.exitCode !== null || child.signalCode !== null),
        20_000,
      );
      const { isClean, violations } = await this.until('fsck answers', () => this.gateway.fsck(), 60_000);
      if (!isClean) throw new Error(`fsck: ${JSON.stringify(violations, null, 2)}\n${await this.evidence()}`);
    } finally {
      if (this.isOwn) {
        await down(this.home);
        rmSync(this.folder, { recursive: true, force: true });
      } else {
        rmSync(`${this.folder}.turn`, { force: true });
      }
    }
  }

  /** The ends of all logs and how the newest executions stand, for the message of a failure. */
  async evidence(): Promise<string> {
    const logs = readdirSync(join(this.home, 'logs'))
      .filter((name) => name.endsWith('.log'))
      .map((name) => `--- ${name}\n${tailOf(join(this.home, 'logs', name))}`);
    const states = await this.rows<Record<string, unknown>>(
      `select x.id, x.status, x.reason, x.last_seq, l.generation, l.n8n_execution_id, l.wait, l.is_wait_open, l.is_due, l.restart_reason
       from nightshift.executions x left join nightshift.loops l on l.execution_id = x.id order by x.submitted_at desc limit 3`,
    ).catch((error: unknown) => [{ error: String(error) }]);
    return [...logs, `--- executions\n${states.map((state) => JSON.stringify(state)).join('\n')}`].join('\n');
  }

  private databaseUrl(role: string, password: string, database = 'nightshift'): string {
    return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${this.settings.ports.postgres}/${database}`;
  }
}

export interface LoopRow {
  readonly generation: number;
  readonly workflowId: string;
  readonly n8nExecutionId: string | null;
  readonly isWaitOpen: boolean;
  readonly restarts: number;
  readonly restartReason: string | null;
  readonly wait: number;
}

/** `git` in a folder, without anybody's configuration. */
export function git(dir: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', dir, ...identity, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: dir, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  });
}

/** The folder whose `dist` is run: this clone, built as it is now. */
export function packageFolder(): string {
  return process.env['NIGHTSHIFT_TEST_PACKAGE'] ?? ROOT;
}

async function launch(folder: string, env: NodeJS.ProcessEnv): Promise<Doubles> {
  buildIfChanged();
  const [postgres, n8n, broker, gateway, push, research] = await freePorts(6);
  const doubles = { push: push!, research: research! };
  await startUp(folder, doubles, {
    NIGHTSHIFT_POSTGRES_PORT: String(postgres),
    NIGHTSHIFT_N8N_PORT: String(n8n),
    NIGHTSHIFT_N8N_BROKER_PORT: String(broker),
    NIGHTSHIFT_GATEWAY_PORT: String(gateway),
    ...env,
  });
  return doubles;
}

/** Resolves once `nightshift up` says that everything is ready. */
function startUp(folder: string, { push, research }: Doubles, env: NodeJS.ProcessEnv): Promise<void> {
  return startAndWait(folder, [process.execPath, join(packageFolder(), 'dist', 'cli.js'), 'up'], folder, {
    PATH: process.env['PATH'],
    HOME: folder,
    NIGHTSHIFT_HOME: join(folder, 'home'),
    NIGHTSHIFT_NTFY_URL: `http://127.0.0.1:${push}`,
    NIGHTSHIFT_NTFY_TOPIC: 'nightshift-test',
    NIGHTSHIFT_RESEARCH_URL: `http://127.0.0.1:${research}/v1`,
    NIGHTSHIFT_RETRY_FIRST_DELAY_SECONDS: '0.1',
    ...env,
  });
}

async function startAndWait(folder: string, up: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const home = join(folder, 'home');
  const former = readLauncherState(home)?.launcher;
  const log = join(folder, 'up.log');
  const output = openSync(log, 'a', 0o600);
  // Should this process be killed, its nightshift ends in order.
  const [command = '', ...args] = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'TERM', ...up] : up;
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', output, output] });
  child.unref();
  const end = performance.now() + START_MS;
  while (!isReady(home, former)) {
    if (child.exitCode !== null || performance.now() > end) {
      await down(home);
      throw new Error(
        `nightshift did not start:\n${tailOf(log)}\n${existsSync(join(home, 'logs', 'n8n.log')) ? tailOf(join(home, 'logs', 'n8n.log')) : ''}`,
      );
    }
    await sleep(50);
  }
}

/** What the launcher before it left does not count. */
function isReady(home: string, former: ProcessIdentity | undefined): boolean {
  const state = readLauncherState(home);
  if (state?.phase !== 'ready' || !isLiving(state.launcher)) return false;
  return state.launcher.pid !== former?.pid || state.launcher.started !== former.started;
}

/** Builds this clone unless it is built as it is; `npm test` has done so before. */
function buildIfChanged(): void {
  if (packageFolder() !== ROOT) return;
  execFileSync(process.execPath, [join(ROOT, 'runtime/embedded/bootstrap.cjs'), 'build'], {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** One file at a time; a file whose process died has no turn any more. */
async function takeTurn(path: string): Promise<void> {
  const end = performance.now() + START_MS;
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
    if (holder > 0 && !isRunning(holder)) rmSync(path, { force: true });
    if (performance.now() > end) throw new Error(`Another test file (process ${holder}) does not give ${path} back`);
    await sleep(100);
  }
}

async function rowsOf<T extends object>(url: string, sql: string, values: readonly unknown[]): Promise<readonly T[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A connection that breaks while it idles is told here, and again to whoever asks.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

function tailOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(-25).join('\n') : '(no such file)';
}
