import { randomUUID } from 'node:crypto';
import { openPool } from '../../../runtime/adapters/postgres/open-pool';
import { PostgresArtifactStore } from '../../../runtime/adapters/postgres/postgres-artifact-store';
import { PostgresExecutionStore } from '../../../runtime/adapters/postgres/postgres-execution-store';
import { PostgresLoopStore } from '../../../runtime/adapters/postgres/postgres-loop-store';
import { PostgresWorkerStore } from '../../../runtime/adapters/postgres/postgres-worker-store';
import { SocketHintReceiver } from '../../../runtime/adapters/socket/socket-hint-receiver';
import { SocketHintSender } from '../../../runtime/adapters/socket/socket-hint-sender';
import { SocketNeighbours } from '../../../runtime/adapters/socket/socket-neighbours';
import { SystemClock } from '../../../runtime/adapters/system/system-clock';
import { SystemIds } from '../../../runtime/adapters/system/system-ids';
import type { AttemptDeps } from '../../../runtime/app/attempt-deps';
import { DatabaseTime } from '../../../runtime/app/database-time';
import { Deciders } from '../../../runtime/app/deciders';
import { EndQueue } from '../../../runtime/app/end-queue';
import { ExecutionCache } from '../../../runtime/app/execution-cache';
import { persist } from '../../../runtime/app/persist';
import type { LoopDeps } from '../../../runtime/app/release-and-assign';
import { recordStart } from '../../../runtime/app/run-attempt';
import { submitTasks } from '../../../runtime/app/submit-plan';
import { sweep } from '../../../runtime/app/sweep';
import type { EndedAttempt, Execution, ExecutionOptions } from '../../../runtime/core/execution/execution';
import { isOver } from '../../../runtime/core/execution/execution';
import { sha256 } from '../../../runtime/core/execution/hash-event';
import { asWorkerId, type ExecutionId, type WorkerId } from '../../../runtime/core/ids';
import type { ExecutionPlan } from '../../../runtime/core/plan/plan';
import type { Hint, HintListening } from '../../../runtime/ports/hints';
import type { Log } from '../../../runtime/ports/log';
import type { WorkerSession } from '../../../runtime/ports/worker-store';
import { OPTIONS } from '../../support/kernel-story';

const SILENT: Log = { debug() {}, info() {}, warn: console.warn, error: console.error, with: () => SILENT };
const OUTPUT = sha256('');
const HOST = 'bench';

export interface EngineOptions {
  readonly url: string;
  readonly slots: number;
  readonly name?: string;
  /** Besides those of a command. */
  readonly capabilities?: readonly string[];
  /** Others tell it of assignments through its socket, and it tells them; with slots it is a neighbour of theirs, without it asks them as a gateway does. */
  readonly hasSocket?: boolean;
  /** How long each attempt takes; nothing unless given. */
  readonly taskMs?: number;
  /** Attempts never end. */
  readonly doesHold?: boolean;
  /** Told when an attempt starts, before its no-op. */
  readonly onStart?: (task: number) => void;
  /** Told when an attempt's no-op is over, before its end is handed in. */
  readonly onEnd?: (task: number) => void;
}

/**
 * The shipped stores and app functions with a worker whose agent does nothing: an attempt that is started ends in the same
 * moment, with the evidence that a command leaves.
 */
export class Engine {
  readonly ends: EndQueue;
  readonly deps: AttemptDeps;
  private readonly database;
  private readonly artifacts: PostgresArtifactStore;
  private readonly over = new Map<ExecutionId, () => void>();
  private readonly never = new AbortController().signal;
  private session: WorkerSession | undefined;
  private readonly sockets: SocketHintSender | undefined;
  private readonly neighbours: SocketNeighbours | undefined;
  private listening: HintListening | undefined;
  private isClosed = false;
  private sweeping: Promise<void> | undefined;
  started = 0;

  constructor(private readonly options: EngineOptions) {
    this.database = openPool(options.url, { name: 'nightshift-bench', statementTimeoutMs: 120_000 });
    const store = new PostgresExecutionStore(this.database);
    this.artifacts = new PostgresArtifactStore(this.database);
    const clock = new SystemClock();
    const workers = new PostgresWorkerStore(this.database);
    // As the shipped worker finds others: by their rows.
    const addressOf = async (wanted: WorkerId) => (await workers.list()).find(({ id }) => id === wanted)?.address;
    this.sockets = options.hasSocket === true ? new SocketHintSender(addressOf) : undefined;
    this.neighbours = options.hasSocket === true ? new SocketNeighbours() : undefined;
    // No workspace, log, agent or model is there to be asked for: the attempts of this worker are no-ops.
    this.deps = {
      store,
      cache: new ExecutionCache(store),
      time: new DatabaseTime(store, clock),
      messages: { targets: {} },
      workers,
      loops: new PostgresLoopStore(this.database),
      clock,
      ids: new SystemIds(),
      log: SILENT,
      hints: {
        send: (hints: readonly Hint[]) => this.send(hints),
        forget: async () => undefined,
        close: async () => undefined,
      },
      ...(this.neighbours && options.slots > 0 ? { neighbours: this.neighbours } : {}),
      ...(this.neighbours && options.slots === 0
        ? { deciders: new Deciders({ workers, clock, log: SILENT, host: HOST, neighbours: this.neighbours }) }
        : {}),
      worker: asWorkerId(`${options.name ?? 'bench'}-${randomUUID().slice(0, 8)}`),
    } as unknown as AttemptDeps;
    this.ends = new EndQueue(this.deps, {
      takesMore: () => true,
      begin: (hint, started) => this.attempt(hint, started),
    });
  }

  async register(): Promise<void> {
    if (this.sockets)
      this.listening = await new SocketHintReceiver().listen(
        this.deps.worker,
        (hint) => this.begin(hint),
        () => this.ends,
      );
    const address = this.listening?.address;
    this.session = await this.deps.workers.register({
      id: this.deps.worker,
      host: HOST,
      pid: process.pid,
      slots: this.options.slots,
      capabilities: ['shell', 'sandbox', ...(this.options.capabilities ?? [])],
      ...(address === undefined ? {} : { address }),
    });
    await this.deps.workers.setCapacity('global', 1_000_000);
  }

  async submit(plan: ExecutionPlan, options: Partial<ExecutionOptions> = {}): Promise<ExecutionId> {
    const submitted = await submitTasks(
      { ...this.deps, defaults: OPTIONS } as unknown as Parameters<typeof submitTasks>[0],
      {
        options: { advance: 'direct', maxParallel: 1_000_000, ...options },
        idempotencyKey: randomUUID(),
        digest: sha256(plan.id),
        actor: 'bench',
        loop: { type: 'none' },
      },
      plan,
      undefined,
      await this.deps.time.nowIso(),
    );
    if (submitted.type !== 'accepted') throw new Error(JSON.stringify(submitted.problems[0]));
    const { executionId } = submitted.receipt;
    // The output of all its tasks, which their evidence names.
    await this.artifacts.put({ executionId, task: 0, token: 0, kind: 'output', bytes: Buffer.from('') });
    return executionId;
  }

  /** Takes the first steps of an execution, and resolves once it is over. */
  async run(id: ExecutionId): Promise<void> {
    const end = this.whenOver(id);
    await this.look(id);
    await end;
  }

  whenOver(id: ExecutionId): Promise<void> {
    return new Promise((resolve) => this.over.set(id, resolve));
  }

  /** As a gateway does each second. */
  sweep(): void {
    this.sweeping ??= sweep(this.deps as AttemptDeps & LoopDeps, HOST).finally(() => {
      this.sweeping = undefined;
    });
    this.unlessClosed(this.sweeping);
  }

  /** As a launcher does when a process of its own ends. */
  async reportExit(pid: number): Promise<void> {
    await this.deps.workers.reportExit(HOST, pid);
  }

  async look(id: ExecutionId): Promise<Execution> {
    return (await this.ends.commit(id, () => true)).execution;
  }

  private attempt(hint: Hint, execution: Execution): void {
    this.started += 1;
    this.options.onStart?.(hint.task);
    if (this.options.doesHold) return;
    const end = (): void => {
      this.options.onEnd?.(hint.task);
      this.unlessClosed(this.end(hint, this.ended(hint, execution)));
    };
    if (this.options.taskMs === undefined) end();
    else setTimeout(end, this.options.taskMs);
  }

  /** What was assigned, by a sweep or an end: its own tasks it begins, others' it tells them of. */
  private async send(hints: readonly Hint[]): Promise<void> {
    for (const hint of hints) if (hint.worker === this.deps.worker) this.begin(hint);
    await this.sockets?.send(hints.filter(({ worker }) => worker !== this.deps.worker));
  }

  /** What the transition starts here, the queue of ends begins. */
  private begin(hint: Hint): void {
    this.unlessClosed(this.ends.commit(hint.executionId, (draft) => recordStart(draft, hint, this.deps.worker)));
  }

  /** What is still asked when all is over finds no database any more; anything else that goes wrong ends the bench. */
  private unlessClosed(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (!this.isClosed) throw error;
    });
  }

  private async end(hint: Hint, attempt: EndedAttempt): Promise<void> {
    await persist(this.deps, this.never, () => this.ends.end(hint, attempt));
    const known = this.deps.cache.known(hint.executionId);
    if (known) this.noteOver(known.execution);
  }

  private ended({ token, task }: Hint, { tasks }: Execution): EndedAttempt {
    const startedAt = tasks.at(task)!.startedAt!;
    return {
      token,
      worker: this.deps.worker,
      agent: 'shell',
      outcome: { type: 'done' },
      startedAt,
      endedAt: startedAt,
      durationMs: 0,
      changedFiles: [],
      summary: '',
      evidence: [
        { criterionId: 'command', command: 'true', exitCode: 0, outputDigest: OUTPUT, outputTail: '', durationMs: 0 },
      ],
      costUsd: 0,
      inputTokens: 0,
      outputTokens: 0,
      logDigest: OUTPUT,
    };
  }

  noteOver(execution: Execution): void {
    if (!isOver(execution.status)) return;
    this.over.get(execution.id)?.();
    this.over.delete(execution.id);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.sweeping?.catch(() => undefined); // it is over, whatever came of it
    await this.listening?.close();
    await this.sockets?.close();
    await this.neighbours?.close();
    await this.session?.close();
    await this.database.close();
  }
}
