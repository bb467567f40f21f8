import type { EndedAttempt } from '../../core/execution/execution';
import { asWorkerId, type ExecutionId } from '../../core/ids';
import type { AttemptReader, AttemptRow } from '../../ports/execution-store';
import type { PostgresDatabase } from './postgres-database';

interface Row {
  readonly task_no: number;
  readonly token: number;
  readonly kind: 'attempt' | 'merge';
  readonly worker: string;
  readonly assigned_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly outcome: string | null;
  readonly ended: string | null;
}

/** Attempts as they stand in Postgres. */
export class PostgresAttemptReader implements AttemptReader {
  constructor(private readonly database: PostgresDatabase) {}

  async attemptsOf(id: ExecutionId, tasks?: readonly number[]): Promise<readonly AttemptRow[]> {
    const rows = await this.database.query<Row>(ATTEMPTS, [id, tasks ?? null]);
    return rows.map((row) => ({
      task: row.task_no,
      token: row.token,
      kind: row.kind,
      worker: asWorkerId(row.worker),
      assignedAt: row.assigned_at.toISOString(),
      ...(row.started_at === null ? {} : { startedAt: row.started_at.toISOString() }),
      ...(row.ended_at === null ? {} : { endedAt: row.ended_at.toISOString() }),
      ...(row.outcome === null ? {} : { outcome: row.outcome }),
      ...(row.ended === null ? {} : { ended: JSON.parse(row.ended) as EndedAttempt }),
    }));
  }
}

const ATTEMPTS = {
  name: 'ns_attempts',
  text: `select a.task_no, a.token, a.kind, a.worker, a.assigned_at, a.started_at, a.ended_at, a.outcome, a.ended
    from nightshift.attempts a where a.execution_id = $1 and ($2::integer[] is null or a.task_no = any ($2)) order by coalesce(a.started_at, a.assigned_at), a.task_no, a.token`,
};
