import { RequestError } from '../../core/errors';
import { asExecutionId, asWorkerId, type WorkerId } from '../../core/ids';
import type { Priority } from '../../core/plan/plan';
import type { SlotNeed, SlotWait } from '../../core/schedule/fair-share';
import type {
  Lease,
  SchedulingFacts,
  WorkerFacts,
  WorkerSession,
  WorkerState,
  WorkerStore,
} from '../../ports/worker-store';
import { Columns } from './columns';
import type { PostgresDatabase } from './postgres-database';
import { PostgresWorkerSession } from './postgres-worker-session';
import { callOf } from './statement';

/** Workers and leases in Postgres, by the database's clock. */
export class PostgresWorkerStore implements WorkerStore {
  constructor(private readonly database: PostgresDatabase) {}

  async register(worker: WorkerFacts): Promise<WorkerSession> {
    const session = new PostgresWorkerSession(this.database.directUrl, worker, this.database.crash);
    if (await session.open()) return session;
    throw new RequestError('WORKER_EXISTS', `A living process is registered as ${worker.id}`, {
      hint: 'Stop that process, or give this one another id',
    });
  }

  async list(): Promise<readonly WorkerState[]> {
    return (await this.database.query<WorkerRow>(LIST)).map(workerOf);
  }

  async noticeDead(host: string): Promise<readonly WorkerId[]> {
    const rows = await this.database.query<{ ns_notice_dead: string }>(NOTICE_DEAD, [host]);
    return rows.map((row) => asWorkerId(row.ns_notice_dead));
  }

  async reportExit(host: string, pid: number): Promise<void> {
    await this.database.query(REPORT_EXIT, [host, pid]);
  }

  async expiredLeases(limit: number): Promise<readonly Lease[]> {
    const rows = await this.database.query<LeaseRow>(EXPIRED, [limit]);
    return rows.map((row) => ({
      executionId: asExecutionId(row.execution_id),
      task: row.task_no,
      token: row.token,
      worker: asWorkerId(row.worker),
      isWorkerGone: row.is_gone,
    }));
  }

  async setCapacity(key: string, limit: number): Promise<void> {
    await this.database.query(SET_CAPACITY, [key, limit]);
  }

  async scheduling(): Promise<SchedulingFacts> {
    const [row] = await this.database.query<SchedulingRow>(SCHEDULING);
    const { workers, capacity, slot_waits: waits } = row!;
    return {
      workers: workers.map(workerOf),
      capacity: new Map(capacity.map(({ key, limit, used }) => [key, { limit, used }])),
      slotWaits: waits.map(({ execution_id: id, priority, needs }) => ({
        executionId: asExecutionId(id),
        priority,
        needs,
      })),
    };
  }

  async noteSlotWaits(waits: readonly SlotWait[]): Promise<void> {
    const columns = new Columns(3);
    for (const { executionId, priority, needs } of waits) columns.add(executionId, priority, JSON.stringify(needs));
    await this.database.query(NOTE_SLOT_WAITS, columns.arrays);
  }
}

function workerOf(row: WorkerRow): WorkerState {
  return {
    id: asWorkerId(row.id),
    host: row.host,
    pid: row.pid,
    slots: row.slots,
    capabilities: row.capabilities,
    ...(row.speed === 1 ? {} : { speed: row.speed }),
    ...(row.address === null ? {} : { address: row.address }),
    used: row.used,
    isDraining: row.is_draining,
    registeredAt: new Date(row.registered_at).toISOString(),
  };
}

interface WorkerRow {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly slots: number;
  readonly capabilities: string[];
  readonly speed: number;
  readonly address: string | null;
  readonly used: number;
  readonly is_draining: boolean;
  /** Text where the row came as JSON. */
  readonly registered_at: Date | string;
}

interface SchedulingRow {
  readonly workers: readonly WorkerRow[];
  readonly capacity: readonly { readonly key: string; readonly limit: number; readonly used: number }[];
  readonly slot_waits: readonly {
    readonly execution_id: string;
    readonly priority: Priority;
    readonly needs: readonly SlotNeed[];
  }[];
}

interface LeaseRow {
  readonly execution_id: string;
  readonly task_no: number;
  readonly token: number;
  readonly worker: string;
  readonly is_gone: boolean;
}

const WORKERS = `select w.id, w.host, w.pid, w.slots, w.capabilities, w.speed, w.address, coalesce(k.used, 0) as used, w.is_draining, w.registered_at
    from nightshift.workers w left join nightshift.capacity k on k.key = 'worker:' || w.id where w.gone_at is null order by w.registered_at, w.id`;
const LIST = { name: 'ns_workers', text: WORKERS };
const SCHEDULING = {
  name: 'ns_scheduling',
  text: `select
    (select coalesce(json_agg(w), '[]') from (${WORKERS}) w) as workers,
    (select coalesce(json_agg(json_build_object('key', k.key, 'limit', k."limit", 'used', k.used)), '[]') from nightshift.capacity k) as capacity,
    (select coalesce(json_agg(json_build_object('execution_id', s.execution_id, 'priority', s.priority, 'needs', s.needs)), '[]')
      from nightshift.slot_waits s where s.seen_at > clock_timestamp() - interval '3 seconds') as slot_waits`,
};
const EXPIRED = {
  name: 'ns_expired_leases',
  text: `select l.execution_id, l.task_no, l.token, l.worker, w.gone_at is not null as is_gone
    from nightshift.leases l left join nightshift.workers w on w.id = l.worker
    where l.until <= clock_timestamp() or w.gone_at is not null order by l.until limit $1`,
};
const NOTICE_DEAD = callOf('ns_notice_dead', 1);
const REPORT_EXIT = callOf('ns_report_exit', 2);
const SET_CAPACITY = callOf('ns_set_capacity', 2);
const NOTE_SLOT_WAITS = callOf('ns_slot_waits', 3);
