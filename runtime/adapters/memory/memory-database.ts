import type { ExecutionEvent } from '../../core/execution/event';
import type { Execution } from '../../core/execution/execution';
import type { ExecutionId, ProjectId, WorkerId } from '../../core/ids';
import type { OutboxMessage } from '../../core/notify/outbox-message';
import type { Metric } from '../../core/report/metrics-of';
import type { SlotWait } from '../../core/schedule/fair-share';
import type { Clock } from '../../ports/clock';
import type { AttemptRow, Receipt } from '../../ports/execution-store';
import type { Loop } from '../../ports/loop-store';
import type { OutboxState } from '../../ports/outbox';
import type { CachedAnswer, Project, StoredTail, StoredToken } from '../../ports/records';
import type { Lease, WorkerFacts } from '../../ports/worker-store';

/** Called before and after each call of a store: a simulation waits here, or throws as a lost connection would. */
export type MemoryPause = (point: string) => Promise<void>;

export interface MemoryExecution {
  execution: Execution;
  readonly idempotencyKey: string;
  readonly receipt: Receipt;
  readonly events: ExecutionEvent[];
  /** By `task:token`. */
  readonly attempts: Map<string, AttemptRow>;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export type MemoryLoop = Writable<Omit<Loop, 'isWakeTaken'>> & {
  /** The newest wait of which a wake was taken. */
  takenWait?: number;
  resumeUrl: string | undefined;
  startKey: string | undefined;
  nextWakeAtMs: number;
  isEnded: boolean;
};

export interface MemoryMessage {
  readonly id: number;
  readonly message: OutboxMessage;
  readonly createdAt: string;
  state: OutboxState['state'];
  dueAtMs: number;
  tries: number;
  error?: string;
  endedAt?: string;
}

export interface MemoryWorker {
  facts: WorkerFacts;
  readonly registeredAt: string;
  isDraining: boolean;
  isLockHeld: boolean;
  lockFreeSinceMs: number | undefined;
  isGone: boolean;
  loss: AbortController;
}

export interface MemoryLease extends Omit<Lease, 'isWorkerGone'> {
  untilMs: number;
}

/**
 * What the stores of `adapters/memory` share: the tables of one database that forgets everything at the end of the process.
 * It keeps the promises of the Postgres stores on a clock that the caller moves; between two awaits a change is whole.
 */
export class MemoryDatabase {
  readonly executions = new Map<ExecutionId, MemoryExecution>();
  readonly byKey = new Map<string, ExecutionId>();
  readonly loops = new Map<ExecutionId, MemoryLoop>();
  readonly capacity = new Map<string, { readonly limit: number; readonly used: number }>();
  readonly slotWaits = new Map<ExecutionId, { readonly wait: SlotWait; readonly seenMs: number }>();
  /** By `execution:task`. */
  readonly leases = new Map<string, MemoryLease>();
  readonly workers = new Map<WorkerId, MemoryWorker>();
  readonly outbox = new Map<string, MemoryMessage>();
  readonly outboxKeys = new Set<string>();
  readonly projects = new Map<ProjectId, Project>();
  readonly artifacts = new Map<string, Uint8Array>();
  readonly logTails = new Map<string, StoredTail>();
  readonly researchCache = new Map<string, CachedAnswer>();
  readonly audit: Record<string, unknown>[] = [];
  readonly tokens = new Map<string, StoredToken>();
  /** By source, name and task. */
  readonly metrics = new Map<string, Metric>();
  /** When the database came up; deaths are counted from 10 s after it. */
  upSinceMs: number;
  private readonly listeners = new Map<string, Set<() => void>>();
  private nextId = 1;

  constructor(
    readonly clock: Clock,
    readonly pause: MemoryPause = () => Promise.resolve(),
  ) {
    this.upSinceMs = clock.now();
  }

  get nowMs(): number {
    return this.clock.now();
  }

  get nowIso(): string {
    return new Date(this.nowMs).toISOString();
  }

  /** Runs one call of a store between two pauses; `work` sees and makes one moment. */
  async call<T>(point: string, work: () => T): Promise<T> {
    await this.pause(`before:${point}`);
    const result = work();
    await this.pause(`after:${point}`);
    return result;
  }

  addMessage(message: OutboxMessage): boolean {
    if (this.outboxKeys.has(message.key)) return false;
    this.outboxKeys.add(message.key);
    const id = this.nextId++;
    this.outbox.set(String(id), {
      id,
      message,
      createdAt: this.nowIso,
      state: 'pending',
      dueAtMs: this.nowMs,
      tries: 0,
    });
    this.notify('outbox');
    return true;
  }

  /** Marks loops due, open wait or not; see the Postgres schema for why. */
  markDue(ids: readonly ExecutionId[]): void {
    for (const id of ids) {
      const loop = this.loops.get(id);
      if (!loop || loop.kind === 'none' || loop.isDue || loop.isEnded) continue;
      loop.isDue = true;
      loop.nextWakeAtMs = this.nowMs;
      if (loop.isWaitOpen) this.notify('wake');
    }
  }

  listen(channel: 'wake' | 'outbox', onChange: () => void): { close(): Promise<void> } {
    const listeners = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, listeners);
    listeners.add(onChange);
    return {
      close: async () => {
        listeners.delete(onChange);
      },
    };
  }

  /** Tells listeners after the change is whole. */
  notify(channel: 'wake' | 'outbox'): void {
    for (const listener of this.listeners.get(channel) ?? []) {
      queueMicrotask(() => {
        if (this.listeners.get(channel)?.has(listener)) listener();
      });
    }
  }

  /** A test's way to cut a worker off: its lock is free, and its session knows. */
  loseConnection(id: WorkerId): void {
    const worker = this.workers.get(id);
    if (!worker) return;
    worker.isLockHeld = false;
    worker.loss.abort(new Error(`The connection of worker ${id} was lost`));
  }

  /** A test's way to cut many workers off. */
  loseConnections(isCutOff: (id: WorkerId) => boolean): void {
    for (const id of this.workers.keys()) if (isCutOff(id)) this.loseConnection(id);
  }

  /** A test's way to restart the database: every connection is lost, and it counts as up from `upMs` on. */
  restart(upMs: number): void {
    this.upSinceMs = upMs;
    this.loseConnections(() => true);
  }
}
