import { Client, type QueryResultRow } from 'pg';
import { UnavailableError } from '../../core/errors';
import { asExecutionId } from '../../core/ids';
import { between, type CrashPoints } from '../../ports/crash-points';
import type { HeldLease, WorkerFacts, WorkerSession } from '../../ports/worker-store';
import { callOf, type Statement } from './statement';
import { translateError } from './translate-error';

/**
 * A worker's own connection: its session lock says that the process lives, and leases are renewed on it, so that
 * neither a busy pool nor a long statement can make a worker look dead.
 */
export class PostgresWorkerSession implements WorkerSession {
  private client: Client | undefined;
  private loss = new AbortController();

  constructor(
    private readonly url: string,
    private readonly worker: WorkerFacts,
    private readonly crash: CrashPoints,
  ) {}

  get lost(): AbortSignal {
    return this.loss.signal;
  }

  /** Takes lock and registration on a new connection; false when a living process has them. */
  async open(): Promise<boolean> {
    const { id, host, pid, slots, capabilities, address, speed = 1 } = this.worker;
    const client = new Client({
      connectionString: this.url,
      application_name: `nightshift-worker ${id}`.slice(0, 63),
      connectionTimeoutMillis: 5_000,
      query_timeout: 8_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
    });
    const loss = new AbortController();
    const onLoss = (): void => loss.abort(new UnavailableError('postgres', `The connection of worker ${id} was lost`));
    client.on('error', onLoss);
    client.on('end', onLoss);
    try {
      await client.connect();
      // The server gives up on a peer that does not answer, and frees the lock of a host that was cut off.
      await client.query(
        "select set_config('tcp_keepalives_idle', '5', false), set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false)",
      );
      const values = [id, host, pid, slots, capabilities, address ?? null, speed];
      const { rows } = await between(this.crash, `sql.${REGISTER.name}`, () => client.query({ ...REGISTER, values }));
      if (rows[0]?.ns_worker_register !== true) {
        await client.end();
        return false;
      }
    } catch (cause) {
      await client.end().catch(() => undefined);
      throw translateError(cause);
    }
    this.client = client;
    this.loss = loss;
    return true;
  }

  async renew(held: readonly HeldLease[], ms: number): Promise<readonly HeldLease[]> {
    if (held.length === 0) return [];
    const columns = [
      held.map((each) => each.executionId),
      held.map((each) => each.task),
      held.map((each) => each.token),
    ];
    const rows = await this.query<RenewedRow>(RENEW, [this.worker.id, ...columns, ms]);
    return rows.map((row) => ({ executionId: asExecutionId(row.execution_id), task: row.task_no, token: row.token }));
  }

  async reconnect(): Promise<void> {
    const old = this.client;
    this.client = undefined;
    await old?.end().catch(() => undefined);
    if (!(await this.open())) {
      throw new UnavailableError(
        'postgres',
        `The lock of worker ${this.worker.id} is still held by its lost connection`,
        { retryAfterMs: 500 },
      );
    }
  }

  async drain(): Promise<void> {
    await this.query(DRAIN, [this.worker.id]);
  }

  async close(): Promise<void> {
    const { client } = this;
    if (!client) return;
    try {
      await this.query(LEAVE, [this.worker.id]);
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error; // without a connection the sweep notices by the free lock
    } finally {
      this.client = undefined;
      client.removeAllListeners('end');
      await client.end().catch(() => undefined);
    }
  }

  private async query<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    if (!this.client || this.loss.signal.aborted) {
      throw new UnavailableError('postgres', `Worker ${this.worker.id} has no connection to the database`);
    }
    const { client } = this;
    const { name, text } = statement;
    try {
      const { rows } = await between(this.crash, `sql.${name}`, () =>
        client.query<Row>({ name, text, values: [...values] }),
      );
      return rows;
    } catch (cause) {
      const error = translateError(cause, true);
      if (error instanceof UnavailableError) this.loss.abort(error);
      throw error;
    }
  }
}

interface RenewedRow {
  readonly execution_id: string;
  readonly task_no: number;
  readonly token: number;
}

const REGISTER = callOf('ns_worker_register', 7);
const RENEW = callOf('ns_renew', 5);
const DRAIN = callOf('ns_worker_drain', 1);
const LEAVE = callOf('ns_worker_leave', 1);
