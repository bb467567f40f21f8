import { randomBytes } from 'node:crypto';
import { asExecutionId, type ExecutionId } from '../../core/ids';
import type { Loop, LoopCall, LoopStore, WaitKey, Wake } from '../../ports/loop-store';
import type { PostgresDatabase } from './postgres-database';
import { callOf } from './statement';

/** Told by the database when a wake may have become due. */
export const WAKE_CHANNEL = 'nightshift_wake';

/** Loops in Postgres; every write is one guarded function of the database. */
export class PostgresLoopStore implements LoopStore {
  constructor(private readonly database: PostgresDatabase) {}

  async get(id: ExecutionId): Promise<Loop | undefined> {
    const [row] = await this.database.query<LoopRow>(GET, [id]);
    return row && loopOf(row);
  }

  async drivenBy({
    n8nExecutionId,
    workflowId,
  }: Pick<LoopCall, 'n8nExecutionId' | 'workflowId'>): Promise<Loop | undefined> {
    const [row] = await this.database.query<LoopRow>(DRIVEN_BY, [n8nExecutionId, workflowId]);
    return row && loopOf(row);
  }

  async enter(call: LoopCall): Promise<'current' | 'stale'> {
    const { executionId, generation, n8nExecutionId, workflowId, startKey } = call;
    const [row] = await this.database.query<{ ns_loop_enter: boolean }>(ENTER, [
      executionId,
      generation,
      n8nExecutionId,
      workflowId,
      startKey ?? null,
    ]);
    return row?.ns_loop_enter ? 'current' : 'stale';
  }

  async wait(call: LoopCall & { readonly resumeUrl: string; readonly isDue: boolean }): Promise<number | 'stale'> {
    const { executionId, generation, n8nExecutionId, resumeUrl, isDue } = call;
    const values = [executionId, generation, n8nExecutionId, resumeUrl, isDue];
    const [row] = await this.database.query<{ ns_loop_wait: number | null }>(WAIT, values);
    return row?.ns_loop_wait ?? 'stale';
  }

  async markDue(ids: readonly ExecutionId[]): Promise<void> {
    if (ids.length > 0) await this.database.query(MARK_DUE, [ids]);
  }

  async dueWakes(limit: number): Promise<readonly Wake[]> {
    const rows = await this.database.query<WakeRow>(DUE_WAKES, [limit]);
    return rows.map(wakeOf);
  }

  async wakeTried({ executionId, generation, wait }: WaitKey, isTaken: boolean): Promise<void> {
    await this.database.query(WAKE_TRIED, [executionId, generation, wait, isTaken]);
  }

  async openLoops(): Promise<readonly Loop[]> {
    const rows = await this.database.query<LoopRow>(OPEN_LOOPS);
    return rows.map(loopOf);
  }

  async restart(id: ExecutionId, seenGeneration: number, reason: string): Promise<Loop | undefined> {
    const key = randomBytes(24).toString('base64url');
    const [row] = await this.database.query<{ ns_loop_restart: boolean }>(RESTART, [id, seenGeneration, reason, key]);
    return row?.ns_loop_restart ? this.get(id) : undefined;
  }

  async end(id: ExecutionId): Promise<void> {
    await this.database.query(END, [id]);
  }

  async servesSince(): Promise<Date> {
    const [row] = await this.database.query<{ readonly since: Date }>(SERVES_SINCE);
    return row!.since;
  }

  listen(onChange: () => void): Promise<{ close(): Promise<void> }> {
    return this.database.listen(WAKE_CHANNEL, onChange);
  }
}

interface LoopRow {
  readonly execution_id: string;
  readonly generation: number;
  readonly kind: Loop['kind'];
  readonly workflow_id: string | null;
  readonly n8n_execution_id: string | null;
  readonly created_at: Date;
  readonly last_call_at: Date | null;
  readonly turns: number;
  readonly wait: number;
  readonly is_wait_open: boolean;
  readonly is_due: boolean;
  readonly is_wake_taken: boolean;
  readonly wake_tries: number;
  readonly is_ended: boolean;
  readonly restarts: number;
  readonly seq_at_start: string;
  readonly deaths_in_a_row: number;
}

interface WakeRow {
  readonly execution_id: string;
  readonly generation: number;
  readonly wait: number;
  readonly workflow_id: string | null;
  readonly resume_url: string | null;
  readonly start_key: string | null;
  readonly wake_tries: number;
}

function loopOf(row: LoopRow): Loop {
  return {
    executionId: asExecutionId(row.execution_id),
    generation: row.generation,
    kind: row.kind,
    ...(row.workflow_id === null ? {} : { workflowId: row.workflow_id }),
    ...(row.n8n_execution_id === null ? {} : { n8nExecutionId: row.n8n_execution_id }),
    createdAt: row.created_at.toISOString(),
    ...(row.last_call_at === null ? {} : { lastCallAt: row.last_call_at.toISOString() }),
    turns: row.turns,
    wait: row.wait,
    isWaitOpen: row.is_wait_open,
    isDue: row.is_due && row.is_wait_open,
    isWakeTaken: row.is_wake_taken,
    wakeTries: row.wake_tries,
    isEnded: row.is_ended,
    restarts: row.restarts,
    seqAtStart: Number(row.seq_at_start),
    deathsInARow: row.deaths_in_a_row,
  };
}

function wakeOf(row: WakeRow): Wake {
  const key = {
    executionId: asExecutionId(row.execution_id),
    generation: row.generation,
    wait: row.wait,
    tries: row.wake_tries,
  };
  if (row.resume_url !== null) return { ...key, type: 'resume', resumeUrl: row.resume_url };
  return {
    ...key,
    type: 'start',
    key: row.start_key ?? '',
    ...(row.workflow_id === null ? {} : { workflowId: row.workflow_id }),
  };
}

const COLUMNS = `l.execution_id, l.generation, l.kind, l.workflow_id, l.n8n_execution_id, l.created_at, l.last_call_at, l.turns, l.wait,
  l.is_wait_open, l.is_due, l.is_wait_open and l.taken_wait is not distinct from l.wait as is_wake_taken, l.wake_tries, l.is_ended, l.restarts, l.seq_at_start, l.deaths_in_a_row`;
const GET = { name: 'ns_loop', text: `select ${COLUMNS} from nightshift.loops l where l.execution_id = $1` };
const DRIVEN_BY = {
  name: 'ns_loop_driven_by',
  text: `select ${COLUMNS} from nightshift.loops l
    where l.n8n_execution_id = $1 and l.workflow_id = $2 and l.kind = 'workflow' order by l.last_call_at desc limit 1`,
};
const OPEN_LOOPS = {
  name: 'ns_open_loops',
  text: `select ${COLUMNS} from nightshift.loops l join nightshift.executions x on x.id = l.execution_id
    where x.ended_at is null and (l.kind = 'workflow' or not l.is_ended) order by l.created_at`,
};
const DUE_WAKES = {
  name: 'ns_due_wakes',
  text: `select l.execution_id, l.generation, l.wait, l.workflow_id, case when l.is_wait_open then l.resume_url end as resume_url, l.start_key, l.wake_tries
    from nightshift.loops l
    where ((l.is_wait_open and l.is_due) or l.start_key is not null) and l.next_wake_at <= clock_timestamp()
    order by l.next_wake_at limit $1`,
};
const SERVES_SINCE = { name: 'ns_serves_since', text: 'select pg_postmaster_start_time() as since' };
const ENTER = callOf('ns_loop_enter', 5);
const WAIT = callOf('ns_loop_wait', 5);
const MARK_DUE = callOf('ns_loop_mark_due', 1);
const WAKE_TRIED = callOf('ns_wake_tried', 4);
const RESTART = callOf('ns_loop_restart', 4);
const END = callOf('ns_loop_end', 1);
