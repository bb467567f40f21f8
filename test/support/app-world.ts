import { randomUUID } from 'node:crypto';
import type { MemoryPause } from '../../runtime/adapters/memory/memory-database';
import { MemoryPlanReader } from '../../runtime/adapters/memory/memory-plan-reader';
import { announceAndWait } from '../../runtime/app/announce-and-wait';
import type { AttemptDeps } from '../../runtime/app/attempt-deps';
import { DatabaseTime } from '../../runtime/app/database-time';
import { Deciders } from '../../runtime/app/deciders';
import { ExecutionCache } from '../../runtime/app/execution-cache';
import { judgeAttempts } from '../../runtime/app/judge-attempts';
import { type LoopDeps, releaseAndAssign } from '../../runtime/app/release-and-assign';
import { type SubmitDeps, submitTasks } from '../../runtime/app/submit-plan';
import { sweep } from '../../runtime/app/sweep';
import { wakeAnswer } from '../../runtime/app/wake-answer';
import { Work } from '../../runtime/app/work';
import { UnavailableError } from '../../runtime/core/errors';
import type { Execution, ExecutionOptions } from '../../runtime/core/execution/execution';
import { sha256 } from '../../runtime/core/execution/hash-event';
import { asExecutionId, asWorkerId, type ExecutionId } from '../../runtime/core/ids';
import { DEFAULT_PLAN_LIMITS, type ExecutionPlan } from '../../runtime/core/plan/plan';
import type { Agent, AgentJob, AgentResult } from '../../runtime/ports/agent';
import type { AttemptLogs } from '../../runtime/ports/attempt-logs';
import type { Clock } from '../../runtime/ports/clock';
import { NO_CRASH_POINTS } from '../../runtime/ports/crash-points';
import type { Hint } from '../../runtime/ports/hints';
import type { Log } from '../../runtime/ports/log';
import type { Neighbours } from '../../runtime/ports/neighbours';
import type { Repositories } from '../../runtime/ports/repositories';
import type { Sandbox } from '../../runtime/ports/sandbox';
import type { WorkerSession } from '../../runtime/ports/worker-store';
import { OPTIONS } from './kernel-story';
import { openMemoryStores } from './memory-stores';
import type { Stores } from './stores';

export const HOST = 'here';
const SILENT: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  with: () => SILENT,
};
const DONE: AgentResult = { type: 'done', summary: 'did it', usage: { costUsd: 0, inputTokens: 0, outputTokens: 0 } };

/** What an agent does, by task and by which of its attempts this is (from 1). Unscripted attempts are done at once. */
export type Script = (job: AgentJob, signal: AbortSignal) => Promise<AgentResult> | AgentResult;

/** What becomes of a question to a worker, by another one or by a gateway: `ask` brings it there. */
export type Asking = <A>(
  question: { readonly what: 'ends' | 'begin' | 'look'; readonly of: string },
  ask: () => Promise<A>,
) => Promise<A>;

/** An agent that does as it is told, and keeps what it was told to do. */
export class ScriptedAgent implements Agent {
  readonly jobs: { readonly task: string; readonly attempt: string; readonly prompt: string }[] = [];

  constructor(
    private readonly script: Script = () => DONE,
    readonly name = 'shell',
  ) {}

  async availability() {
    return { isAvailable: true, version: 'scripted' } as const;
  }

  async run(job: AgentJob, signal: AbortSignal): Promise<AgentResult> {
    this.jobs.push({ task: job.task.id, attempt: job.env['NIGHTSHIFT_ATTEMPT'] ?? '', prompt: job.prompt });
    return this.script(job, signal);
  }

  static readonly done = DONE;
}

/** A sandbox that runs nothing: every command ends with the exit code that the test gives for it. */
export class ScriptedSandbox implements Sandbox {
  readonly kind = 'none';
  constructor(private readonly exitCodeOf: (command: string, attempt: string) => number = () => 0) {}

  async run(process: Parameters<Sandbox['run']>[0]) {
    const command = process.argv.at(-1) ?? '';
    process.onOutput(Buffer.from(`ran ${command}\n`), 'stdout');
    return {
      reason: 'exited',
      exitCode: this.exitCodeOf(command, process.env['NIGHTSHIFT_ATTEMPT'] ?? ''),
      durationMs: 1,
    } as const;
  }
}

/**
 * The app functions over memory adapters, with workers and a loop that behaves as n8n's: it suspends, and goes on when its
 * wait is due. Time is virtual: it moves only when a test says so.
 */
export class AppWorld {
  nowMs = Date.parse('2026-01-02T03:04:05.000Z');
  readonly clock: Clock;
  readonly stores: Stores;
  readonly agent: ScriptedAgent;
  readonly hints: Hint[] = [];
  private readonly sleepers = new Set<{ readonly atMs: number; readonly wake: () => void }>();
  private readonly workers = new Map<string, { readonly work: Work; readonly session: WorkerSession }>();
  readonly deps: LoopDeps & SubmitDeps;

  constructor(
    private readonly given: {
      readonly script?: Script;
      /** `shell` unless given. */
      readonly agentName?: string;
      readonly sandbox?: Sandbox;
      readonly isLogBroken?: boolean;
      readonly attemptLogs?: AttemptLogs;
      /** What of git is scripted; the world has none of its own. */
      readonly repositories?: Partial<Repositories>;
      /** Called before and after each call of a store in memory. */
      readonly pause?: MemoryPause;
      /** Workers ask each other, and the gateway asks them: what becomes of each question. Absent: they do not. */
      readonly neighbours?: Asking;
      /** Stores over a real database, on the machine's clock. */
      readonly real?: { readonly stores: Stores; readonly clock: Clock };
    } = {},
  ) {
    this.clock = given.real?.clock ?? {
      now: () => this.nowMs,
      steady: () => this.nowMs,
      sleep: (ms, signal) => this.sleeping(ms, signal),
    };
    this.stores = given.real?.stores ?? openMemoryStores(this.clock, given.pause);
    this.agent = new ScriptedAgent(given.script, given.agentName);
    const { executions, workers, loops, projects } = this.stores;
    this.deps = {
      store: executions,
      cache: new ExecutionCache(executions),
      time: new DatabaseTime(executions, this.clock),
      messages: { targets: {} },
      workers,
      loops,
      clock: this.clock,
      projects,
      plans: new MemoryPlanReader(),
      ids: { uuid: () => randomUUID(), secret: () => 'secret', draw: () => 0 },
      log: SILENT,
      limits: DEFAULT_PLAN_LIMITS,
      defaults: { ...OPTIONS, advance: 'workflow' },
      hints: {
        send: async (hints) => {
          for (const hint of hints) {
            this.hints.push(hint);
            this.workers.get(hint.worker)?.work.take(hint);
          }
        },
        forget: async () => undefined,
        close: async () => undefined,
      },
    };
    if (given.neighbours) {
      const asking = {
        workers,
        clock: this.clock,
        log: SILENT,
        host: HOST,
        neighbours: this.neighbours(given.neighbours),
      };
      this.deps = { ...this.deps, deciders: new Deciders(asking) };
    }
  }

  /** @param able - Capabilities besides those that each has. */
  async addWorker(name: string, slots = 4, able: readonly string[] = []): Promise<void> {
    const id = asWorkerId(name);
    const session = await this.stores.workers.register({
      id,
      host: HOST,
      pid: 1,
      slots,
      capabilities: [this.agent.name, 'sandbox', ...able],
      ...(this.given.neighbours ? { address: `/${name}` } : {}),
    });
    await this.stores.workers.setCapacity('global', 100);
    this.workers.set(name, { work: new Work(this.attemptDeps(name), session), session });
  }

  /** Lets go of a worker as a kill would: its lock is free, what it did is never written. */
  async killWorker(name: string): Promise<void> {
    this.workers.delete(name);
    await this.stores.workers.reportExit(HOST, 1);
  }

  async stopWorker(name: string, graceMs: number): Promise<void> {
    await this.workers.get(name)?.work.stop(graceMs);
  }

  async submit(
    plan: ExecutionPlan,
    options: Partial<ExecutionOptions> = {},
    n8nExecutionId = 'n8n-1',
  ): Promise<ExecutionId> {
    const submitted = await submitTasks(
      this.deps,
      {
        options,
        idempotencyKey: randomUUID(),
        digest: sha256(plan.id),
        actor: 'test',
        loop: { type: 'bound', workflowId: 'wf', n8nExecutionId },
      },
      { ...plan, id: randomUUID() },
      undefined,
      new Date(this.nowMs).toISOString(),
    );
    if (submitted.type !== 'accepted') throw new Error(JSON.stringify(submitted.problems));
    return submitted.receipt.executionId;
  }

  /** Turns of the loop, as the template has its nodes, until the execution is over or the loop's wait is not due. Answers with the turns. */
  async loop(executionId: ExecutionId, generation = 1, n8nExecutionId = 'n8n-1'): Promise<string> {
    const call = { executionId: asExecutionId(executionId), generation, workflowId: 'wf', n8nExecutionId };
    let turns = 0;
    for (; turns < 100; turns++) {
      const scheduled = await releaseAndAssign(this.deps, call);
      if (scheduled.type === 'stale') return 'stale';
      if (scheduled.state === 'over' || scheduled.state === 'handed-on') return scheduled.state;
      const answer = await announceAndWait(this.deps, { ...call, resumeUrl: 'http://127.0.0.1:1/wake' });
      if (answer.type === 'stale') return 'stale';
      await this.settle();
      if (answer.type === 'wait') {
        const waiting = { executionId, generation, wait: answer.wait, n8nExecutionId };
        if ((await wakeAnswer(this.deps, waiting)).item === undefined) return 'suspended';
      }
      await judgeAttempts(this.deps, call);
      await this.settle();
    }
    throw new Error('the loop does not end');
  }

  /** Everything that can happen without time passing has happened. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 20; quiet++) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Moves time, waking who sleeps, and sweeps once a second as a gateway does. */
  async pass(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) {
      this.nowMs = Math.min(endMs, this.nowMs + 1_000);
      for (const sleeper of [...this.sleepers]) if (sleeper.atMs <= this.nowMs) sleeper.wake();
      await this.settle();
      await sweep(this.deps, HOST);
      await this.settle();
    }
  }

  /** Moves time while no gateway is there. */
  async passWithout(ms: number, stepMs = 500): Promise<void> {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) {
      this.nowMs = Math.min(endMs, this.nowMs + stepMs);
      for (const sleeper of [...this.sleepers]) if (sleeper.atMs <= this.nowMs) sleeper.wake();
      await this.settle();
    }
  }

  async state(executionId: ExecutionId): Promise<Execution> {
    return (await this.deps.cache.refresh(executionId)).execution;
  }

  private attemptDeps(name: string): AttemptDeps {
    const isThere = () => this.workers.has(name);
    const workspace = { dir: '/workspace', home: '/home', cleanHome: '/clean-home', readOnly: [], shared: [] };
    const nothing = async () => {
      throw new Error('this world has no repositories');
    };
    const repositories = {
      openScratch: async () => workspace,
      emptyCleanHome: async () => undefined,
      removeWorkspaces: async () => undefined,
    } as unknown as Repositories;
    for (const method of [
      'inspect',
      'fetchBase',
      'openWorkspace',
      'importTree',
      'absentFiles',
      'openResult',
      'merge',
      'setTip',
      'deliver',
      'apply',
    ] as const) {
      Object.assign(repositories, { [method]: nothing });
    }
    Object.assign(repositories, this.given.repositories);
    return {
      ...this.deps,
      // What a killed worker would still write is lost with it.
      store: forLiving(this.deps.store, isThere),
      worker: asWorkerId(name),
      // What is told from worker to worker each of them has to know by itself.
      ...(this.given.neighbours
        ? { neighbours: this.neighbours(this.given.neighbours), cache: new ExecutionCache(this.stores.executions) }
        : {}),
      clock: this.clock,
      crash: NO_CRASH_POINTS,
      agents: new Map([[this.agent.name, this.agent]]),
      repositories,
      artifacts: this.stores.artifacts,
      attempts: this.stores.attempts,
      logTails: this.stores.logTails,
      attemptLogs: this.given.attemptLogs ?? {
        open: () =>
          this.brokenLog() ?? {
            write: () => undefined,
            tail: () => ({ text: '', offset: 0 }),
            close: async () => ({ digest: sha256(''), bytes: 0 }),
          },
        read: async () => undefined,
      },
      // Nothing here is a process.
      processes: { list: async () => [], end: async () => undefined },
      sandboxFor: () => this.given.sandbox ?? new ScriptedSandbox(),
      recall: async () => [],
      redact: (text) => text,
      limits: { memoryBytes: 1, outputBytes: 1_000, turns: 1 },
    };
  }

  /** What goes from worker to worker is a copy, as through a socket. */
  private neighbours(asking: Asking): Neighbours {
    const brought = async <Q, A>(to: string, question: Q, ask: (work: Work, copy: Q) => Promise<A>): Promise<A> => {
      const worker = this.workers.get(to);
      if (!worker) throw new UnavailableError('socket', `${to} is gone`);
      return copied(await ask(worker.work, copied(question)));
    };
    return {
      handEnds: (to, handed) =>
        asking({ what: 'ends', of: to.id }, () => brought(to.id, handed, (work, copy) => work.takeEnds(copy))),
      begin: (at, begun) =>
        asking({ what: 'begin', of: at.id }, () => brought(at.id, begun, (work, copy) => work.begin(copy))),
      look: (at, executionId) =>
        asking({ what: 'look', of: at.id }, async () => {
          const looked = await brought(at.id, executionId, async (work, copy) => (await work.look(copy)) ?? false);
          return looked || undefined;
        }),
      close: async () => undefined,
    };
  }

  private brokenLog(): undefined {
    if (this.given.isLogBroken) throw new Error('no log can be written here');
    return undefined;
  }

  private sleeping(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper = {
        atMs: this.nowMs + ms,
        wake: () => {
          this.sleepers.delete(sleeper);
          resolve();
        },
      };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake, { once: true });
    });
  }
}

const copied = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function forLiving(store: AppWorld['deps']['store'], isThere: () => boolean): AppWorld['deps']['store'] {
  return new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => (isThere() ? value.apply(target, args) : new Promise(() => undefined));
    },
  });
}
