import { Pool, type PoolClient, type QueryResultRow } from 'pg';
import { between, type CrashPoints, NO_CRASH_POINTS } from '../../ports/crash-points';
import { PostgresListener } from './postgres-listener';
import type { Statement } from './statement';
import { isConnectionLoss, translateError } from './translate-error';

export interface DatabaseOptions {
  /** Past a pooler: for LISTEN and session locks. The same as `url` unless given. */
  readonly directUrl?: string;
  /** Most connections of the pool; 10 unless given. */
  readonly connections?: number;
  /** Shown in `pg_stat_activity`. */
  readonly name?: string;
  /** A longer statement is cancelled; 30 s unless given. */
  readonly statementTimeoutMs?: number;
  readonly crash?: CrashPoints;
}

/** Runs one statement on a connection that the caller holds. */
export type Query = <Row extends QueryResultRow>(statement: Statement, values?: readonly unknown[]) => Promise<Row[]>;

/**
 * Connections to one Postgres, shared by the stores of a process. Every error that leaves it is ours.
 *
 * @throws {UnavailableError} `UNAVAILABLE_POSTGRES` from every method while the database is away.
 */
export class PostgresDatabase {
  readonly directUrl: string;
  readonly crash: CrashPoints;
  private readonly pool: Pool;
  private readonly listener: PostgresListener;

  constructor(url: string, options: DatabaseOptions = {}) {
    this.directUrl = options.directUrl ?? url;
    this.crash = options.crash ?? NO_CRASH_POINTS;
    const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
    this.pool = new Pool({
      connectionString: url,
      max: options.connections ?? 10,
      application_name: options.name ?? 'nightshift',
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + 5_000,
      lock_timeout: 15_000,
      idle_in_transaction_session_timeout: 30_000,
      allowExitOnIdle: true,
    });
    this.pool.on('error', () => undefined); // an idle connection broke; the pool has dropped it already
    // Nor may one end the process that breaks while it is handed out; who asks on it is told.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.listener = new PostgresListener(this.directUrl);
  }

  readonly query: Query = (statement, values = []) => this.onClient((query) => query(statement, values));

  /** Runs `work` in one transaction: committed when it resolves, undone when it throws. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.onClient(async (query) => {
      await query(BEGIN);
      try {
        const result = await work(query);
        await query(COMMIT);
        return result;
      } catch (error) {
        await query(ROLLBACK).catch(() => undefined); // the first error tells more; a broken connection is dropped below
        throw error;
      }
    });
  }

  /** Calls back on every notification of `channel`, and once after each reconnection, since some may have been missed. */
  listen(channel: string, onChange: () => void): Promise<{ close(): Promise<void> }> {
    return this.listener.listen(channel, onChange);
  }

  async close(): Promise<void> {
    await this.listener.close();
    await this.pool.end();
  }

  private async onClient<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const client = await this.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on('error', onError);
    const query: Query = async (statement, values = []) => {
      try {
        const { name, text } = statement;
        const result = await between(this.crash, `sql.${name}`, () =>
          client.query({ name, text, values: values as unknown[] }),
        );
        return result.rows;
      } catch (cause) {
        if (isConnectionLoss(cause)) broken = cause as Error;
        throw translateError(cause, true);
      }
    };
    try {
      return await work(query);
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  private async connect(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (cause) {
      throw translateError(cause);
    }
  }
}

const BEGIN: Statement = { name: 'ns_begin', text: 'begin' };
const COMMIT: Statement = { name: 'ns_commit_work', text: 'commit' };
const ROLLBACK: Statement = { name: 'ns_rollback', text: 'rollback' };
