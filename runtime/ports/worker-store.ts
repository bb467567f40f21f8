import type { ExecutionId, WorkerId } from '../core/ids';
import type { SlotWait } from '../core/schedule/fair-share';

/** Which workers there are, whether they live, and the leases they hold. */
export interface WorkerStore {
  /**
   * Registers this process as a worker and holds its session lock until `close`. Its capacity row is created.
   * @throws {RequestError} `WORKER_EXISTS` when a living process holds that id.
   */
  register(worker: WorkerFacts): Promise<WorkerSession>;
  /** All workers that are registered and not gone. */
  list(): Promise<readonly WorkerState[]>;
  /** Marks workers gone whose session lock has been free for long enough (3 s on `host`, counted once the database has been up for 10 s) or that a supervisor saw exit. */
  noticeDead(host: string): Promise<readonly WorkerId[]>;
  /** A supervisor on the worker's host saw the process exit: it is gone at once. */
  reportExit(host: string, pid: number): Promise<void>;
  /** Leases that ended by the database clock, or whose worker is gone. */
  expiredLeases(limit: number): Promise<readonly Lease[]>;
  /** Moves the limit of a capacity row, creating it when it is not there. */
  setCapacity(key: string, limit: number): Promise<void>;
  /** All that scheduling looks at, in one reading. */
  scheduling(): Promise<SchedulingFacts>;
  /** Notes who waits for slots; a wait that is not noted again within 3 s counts no more. */
  noteSlotWaits(waits: readonly SlotWait[]): Promise<void>;
}

export interface SchedulingFacts {
  /** As `list` gives them. */
  readonly workers: readonly WorkerState[];
  /** By key: `global`, `worker:<id>`, `resource:<name>`. */
  readonly capacity: ReadonlyMap<string, { readonly limit: number; readonly used: number }>;
  readonly slotWaits: readonly SlotWait[];
}

export interface WorkerFacts {
  readonly id: WorkerId;
  readonly host: string;
  readonly pid: number;
  readonly slots: number;
  readonly capabilities: readonly string[];
  /** 2 does a task in half the time; 1 unless given. */
  readonly speed?: number;
  /** Path of its Unix socket, where it has one. */
  readonly address?: string;
}

/** A registered worker's own connection: its lock lives as long as it. */
export interface WorkerSession {
  /** Extends the leases by `ms` and answers with those that are still current; what is missing is stale: stop it. */
  renew(held: readonly HeldLease[], ms: number): Promise<readonly HeldLease[]>;
  /** Aborts when the connection, and so the lock, is lost. */
  readonly lost: AbortSignal;
  /** Takes the lock again after a loss. @throws {UnavailableError} `UNAVAILABLE_POSTGRES`. */
  reconnect(): Promise<void>;
  /** No new work for this worker from now on. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export interface HeldLease {
  readonly executionId: ExecutionId;
  readonly task: number;
  readonly token: number;
}

export interface Lease extends HeldLease {
  readonly worker: WorkerId;
  readonly isWorkerGone: boolean;
}

export interface WorkerState extends WorkerFacts {
  readonly used: number;
  readonly isDraining: boolean;
  readonly registeredAt: string;
}
