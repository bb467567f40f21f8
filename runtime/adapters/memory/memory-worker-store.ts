import { RequestError, UnavailableError } from '../../core/errors';
import type { WorkerId } from '../../core/ids';
import type { SlotWait } from '../../core/schedule/fair-share';
import type {
  HeldLease,
  Lease,
  SchedulingFacts,
  WorkerFacts,
  WorkerSession,
  WorkerState,
  WorkerStore,
} from '../../ports/worker-store';
import type { MemoryDatabase, MemoryWorker } from './memory-database';

const COUNTED_AFTER_MS = 10_000;
const FREE_HERE_MS = 3_000;
const FREE_ELSEWHERE_MS = 30_000;
const WAIT_COUNTS_MS = 3_000;

/** Workers and leases in memory, by the database's virtual clock. */
export class MemoryWorkerStore implements WorkerStore {
  constructor(private readonly database: MemoryDatabase) {}

  register(facts: WorkerFacts): Promise<WorkerSession> {
    return this.database.call('register', () => {
      if (!register(this.database, facts)) {
        throw new RequestError('WORKER_EXISTS', `A living process is registered as ${facts.id}`, {
          hint: 'Stop that process, or give this one another id',
        });
      }
      return new MemoryWorkerSession(this.database, facts);
    });
  }

  list(): Promise<readonly WorkerState[]> {
    return this.database.call('workers', () => present(this.database));
  }

  noticeDead(host: string): Promise<readonly WorkerId[]> {
    return this.database.call('notice-dead', () => {
      const now = this.database.nowMs;
      const countsFrom = this.database.upSinceMs + COUNTED_AFTER_MS;
      const gone: WorkerId[] = [];
      for (const [id, worker] of this.database.workers) {
        if (worker.isGone) continue;
        if (worker.isLockHeld) worker.lockFreeSinceMs = undefined;
        else if (now >= countsFrom && (worker.lockFreeSinceMs ?? 0) < countsFrom) worker.lockFreeSinceMs = now;
        const since = worker.lockFreeSinceMs;
        const enough = worker.facts.host === host ? FREE_HERE_MS : FREE_ELSEWHERE_MS;
        if (since === undefined || since < countsFrom || now - since < enough) continue;
        leave(this.database, worker);
        gone.push(id);
      }
      return gone;
    });
  }

  reportExit(host: string, pid: number): Promise<void> {
    return this.database.call('report-exit', () => {
      for (const worker of this.database.workers.values()) {
        if (worker.facts.host === host && worker.facts.pid === pid && !worker.isGone) leave(this.database, worker);
      }
    });
  }

  expiredLeases(limit: number): Promise<readonly Lease[]> {
    return this.database.call('expired-leases', () =>
      [...this.database.leases.values()]
        .map((lease) => ({ lease, isWorkerGone: this.database.workers.get(lease.worker)?.isGone === true }))
        .filter(({ lease, isWorkerGone }) => isWorkerGone || lease.untilMs <= this.database.nowMs)
        .sort((a, b) => a.lease.untilMs - b.lease.untilMs)
        .slice(0, limit)
        .map(({ lease: { executionId, task, token, worker }, isWorkerGone }) => ({
          executionId,
          task,
          token,
          worker,
          isWorkerGone,
        })),
    );
  }

  setCapacity(key: string, limit: number): Promise<void> {
    return this.database.call('set-capacity', () => setLimit(this.database, key, limit));
  }

  scheduling(): Promise<SchedulingFacts> {
    return this.database.call('scheduling', () => ({
      workers: present(this.database),
      capacity: new Map(this.database.capacity),
      slotWaits: [...this.database.slotWaits.values()]
        .filter(({ seenMs }) => seenMs > this.database.nowMs - WAIT_COUNTS_MS)
        .map(({ wait }) => wait),
    }));
  }

  noteSlotWaits(waits: readonly SlotWait[]): Promise<void> {
    return this.database.call('slot-waits', () => {
      const seenMs = this.database.nowMs;
      for (const wait of waits) this.database.slotWaits.set(wait.executionId, { wait, seenMs });
    });
  }
}

function present(database: MemoryDatabase): readonly WorkerState[] {
  return [...database.workers.values()]
    .filter((worker) => !worker.isGone)
    .map(({ facts, isDraining, registeredAt }) => ({
      ...facts,
      used: database.capacity.get(`worker:${facts.id}`)?.used ?? 0,
      isDraining,
      registeredAt,
    }));
}

class MemoryWorkerSession implements WorkerSession {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly facts: WorkerFacts,
  ) {}

  get lost(): AbortSignal {
    return this.worker.loss.signal;
  }

  renew(held: readonly HeldLease[], ms: number): Promise<readonly HeldLease[]> {
    return this.database.call('renew', () => {
      this.requireConnection();
      const now = this.database.nowMs;
      const current = held.filter(({ executionId, task, token }) => {
        const lease = this.database.leases.get(`${executionId}:${task}`);
        return !this.worker.isGone && lease?.token === token && lease.worker === this.facts.id && lease.untilMs > now;
      });
      for (const { executionId, task } of current) {
        const lease = this.database.leases.get(`${executionId}:${task}`);
        if (lease) lease.untilMs = now + ms;
      }
      return current;
    });
  }

  reconnect(): Promise<void> {
    return this.database.call('reconnect', () => {
      this.worker.isLockHeld = false;
      if (!register(this.database, this.facts)) throw new UnavailableError('postgres', 'The lock is still held');
    });
  }

  drain(): Promise<void> {
    return this.database.call('drain', () => {
      this.requireConnection();
      this.worker.isDraining = true;
      setLimit(this.database, `worker:${this.facts.id}`, 0);
    });
  }

  close(): Promise<void> {
    return this.database.call('close', () => {
      if (this.worker.loss.signal.aborted) return;
      this.worker.isLockHeld = false;
      leave(this.database, this.worker);
    });
  }

  private get worker(): MemoryWorker {
    return this.database.workers.get(this.facts.id) as MemoryWorker;
  }

  private requireConnection(): void {
    if (this.lost.aborted)
      throw new UnavailableError('postgres', `Worker ${this.facts.id} has no connection to the database`);
  }
}

function register(database: MemoryDatabase, facts: WorkerFacts): boolean {
  const known = database.workers.get(facts.id);
  if (known?.isLockHeld) return false;
  const isDraining = known?.isDraining ?? false;
  database.workers.set(facts.id, {
    facts,
    registeredAt: known?.registeredAt ?? database.nowIso,
    isDraining,
    isLockHeld: true,
    lockFreeSinceMs: undefined,
    isGone: false,
    loss: new AbortController(),
  });
  setLimit(database, `worker:${facts.id}`, isDraining ? 0 : facts.slots);
  return true;
}

function leave(database: MemoryDatabase, worker: MemoryWorker): void {
  worker.isGone = true;
  setLimit(database, `worker:${worker.facts.id}`, 0);
}

function setLimit(database: MemoryDatabase, key: string, limit: number): void {
  database.capacity.set(key, { limit, used: database.capacity.get(key)?.used ?? 0 });
}
