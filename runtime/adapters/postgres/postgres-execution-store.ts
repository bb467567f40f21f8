import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { handoffKeyReused, RequestError, UnavailableError } from '../../core/errors';
import type { ExecutionEvent } from '../../core/execution/event';
import type { Execution } from '../../core/execution/execution';
import { receiptOf } from '../../core/handoff/receipt';
import { asExecutionId, type ExecutionId } from '../../core/ids';
import type {
  ArchivedExecution,
  CommitResult,
  ExecutionFilter,
  ExecutionStore,
  ExecutionSummary,
  Receipt,
  Submission,
  Transition,
} from '../../ports/execution-store';
import { commitValues } from './commit-values';
import { listExecutions } from './list-executions';
import type { PostgresDatabase, Query } from './postgres-database';
import { readEvents, readEventsOfTask, readExecution } from './read-execution';
import { sqlState } from './sql-state';
import { callOf } from './statement';
import { submitValues } from './submit-values';

/** How long a commit whose end nobody saw is looked for, while Postgres is away. */
const RESOLVE_MS = 20_000;

/**
 * Executions in Postgres. `submit` and `commit` are one call, one transaction and one round trip each.
 * A commit whose connection is lost is looked up by its own hash before anything is answered (I30).
 */
export class PostgresExecutionStore implements ExecutionStore {
  constructor(private readonly database: Pick<PostgresDatabase, 'query' | 'transaction' | 'crash'>) {}

  async submit(submission: Submission): Promise<Receipt> {
    const { executionId, plan, idempotencyKey, digest } = submission;
    const receipt = receiptOf({ digest, executionId, idempotencyKey, planId: plan.id });
    const startKey = randomBytes(24).toString('base64url');
    const [row] = await this.database.query<ReceiptRow>(SUBMIT, submitValues(submission, receipt, startKey));
    if (!row) throw new UnavailableError('postgres', 'The database gave no receipt');
    return receiptIn(row);
  }

  async findReceipt(idempotencyKey: string, digest: string): Promise<Receipt | undefined> {
    const [row] = await this.database.query<ReceiptRow>(RECEIPT, [idempotencyKey]);
    if (row && row.sha256 !== digest) throw handoffKeyReused();
    return row && receiptIn(row);
  }

  load(id: ExecutionId): Promise<Execution | undefined> {
    return readExecution(this.database.query, id);
  }

  loadLight(id: ExecutionId): Promise<Execution | undefined> {
    return readExecution(this.database.query, id, true);
  }

  async archived(id: ExecutionId): Promise<ArchivedExecution | undefined> {
    const [row] = await this.database.query<ArchivedRow>(ARCHIVED, [id]);
    return (
      row && {
        status: row.status,
        endedAt: row.ended_at.toISOString(),
        archivedAt: row.created_at.toISOString(),
        host: row.host,
        path: row.path,
      }
    );
  }

  eventsAfter(id: ExecutionId, seq: number, limit = 10_000): Promise<readonly ExecutionEvent[]> {
    return readEvents(this.database.query, id, seq, limit);
  }

  eventsOfTask(id: ExecutionId, task: number): Promise<readonly ExecutionEvent[]> {
    return readEventsOfTask(this.database.query, id, task);
  }

  async commit(transitions: readonly Transition[]): Promise<CommitResult> {
    if (transitions.length === 0) return { type: 'committed' };
    try {
      return await this.send(this.database.query, transitions);
    } catch (error) {
      if (mayHaveTakenEffect(error) && (await this.hasLanded(transitions))) return { type: 'committed' };
      throw error;
    }
  }

  async commitLocked(
    id: ExecutionId,
    decide: (execution: Execution, now: Date) => Transition | undefined,
  ): Promise<Execution> {
    let transition: Transition | undefined;
    try {
      return await this.database.transaction(async (query) => {
        await query(LOCK, [[id]]);
        const execution = await readExecution(query, id);
        if (!execution)
          throw new RequestError('EXECUTION_UNKNOWN', `There is no execution ${id}`, {
            hint: 'See them all with `nightshift status --all`',
          });
        transition = decide(execution, await readNow(query));
        if (!transition) return execution;
        const result = await this.send(query, [transition]);
        if (result.type === 'refused') throw new UnavailableError('capacity', `No slot is free for execution ${id}`);
        return transition.after;
      });
    } catch (error) {
      if (transition && mayHaveTakenEffect(error) && (await this.hasLanded([transition]))) return transition.after;
      throw error;
    }
  }

  list(filter: ExecutionFilter): Promise<readonly ExecutionSummary[]> {
    return listExecutions(this.database.query, filter);
  }

  async open(): Promise<readonly ExecutionId[]> {
    const rows = await this.database.query<{ id: string }>(OPEN);
    return rows.map((row) => asExecutionId(row.id));
  }

  now(): Promise<Date> {
    return readNow(this.database.query);
  }

  /** A stop before and after each type of event that is committed. */
  private async send(query: Query, transitions: readonly Transition[]): Promise<CommitResult> {
    const types = new Set(transitions.flatMap(({ events }) => events.map(({ body }) => body.type)));
    for (const type of types) this.database.crash.reach(`before:commit.${type}`);
    const result = await send(query, transitions);
    if (result.type === 'committed') for (const type of types) this.database.crash.reach(`after:commit.${type}`);
    return result;
  }

  /**
   * True when the last event of every transition stands in the log with our hash. Waits for the executions' locks first,
   * so that a commit that is still under way has ended, and for Postgres while it restarts.
   */
  private async hasLanded(transitions: readonly Transition[]): Promise<boolean> {
    const ids = transitions.map(({ before }) => before.id);
    const seqs = transitions.map(({ after }) => after.lastSeq);
    const end = performance.now() + RESOLVE_MS;
    for (let delayMs = 50; ; delayMs = Math.min(delayMs * 2, 1_000)) {
      try {
        const rows = await this.database.transaction(async (query) => {
          await query(LOCK, [ids]);
          return query<{ hash: string }>(HASHES, [ids, seqs]);
        });
        const hashes = new Set(rows.map((row) => row.hash));
        return transitions.every(({ after }) => hashes.has(after.lastHash));
      } catch (error) {
        if (!(error instanceof UnavailableError) || performance.now() > end) throw error;
        await sleep(delayMs);
      }
    }
  }
}

async function send(query: Query, transitions: readonly Transition[]): Promise<CommitResult> {
  try {
    const [row] = await query<{ result: 'committed' | 'guard' | 'capacity'; losers: string[] | null }>(
      COMMIT,
      commitValues(transitions),
    );
    if (row?.result === 'committed') return { type: 'committed' };
    return {
      type: 'refused',
      losers: (row?.losers ?? []).map(asExecutionId),
      why: row?.result === 'capacity' ? 'capacity' : 'guard',
    };
  } catch (error) {
    const { code, detail } = sqlState(error);
    if (code !== 'NSC01') throw error;
    return { type: 'refused', losers: detail.split(',').map(asExecutionId), why: 'capacity' };
  }
}

async function readNow(query: Query): Promise<Date> {
  const [row] = await query<{ now: Date }>(NOW);
  if (!row) throw new UnavailableError('postgres', 'The database did not tell the time');
  return row.now;
}

const mayHaveTakenEffect = (error: unknown): boolean =>
  error instanceof UnavailableError && error.details['mayHaveTakenEffect'] === true;

interface ReceiptRow {
  readonly is_new: boolean;
  readonly execution_id: string;
  readonly plan_id: string;
  readonly sha256: string;
  readonly receipt: string;
}

function receiptIn({ execution_id, plan_id, sha256: digest, receipt, is_new }: ReceiptRow): Receipt {
  return { executionId: asExecutionId(execution_id), planId: plan_id, sha256: digest, receipt, isNew: is_new };
}

interface ArchivedRow {
  readonly status: Execution['status'];
  readonly ended_at: Date;
  readonly created_at: Date;
  readonly host: string;
  readonly path: string;
}

const SUBMIT = callOf('ns_submit', 41);
const COMMIT = callOf('ns_commit', 68);
const LOCK = callOf('ns_lock', 1);
const RECEIPT = {
  name: 'ns_receipt',
  text: `select false as is_new, x.id as execution_id, x.plan_id, x.digest as sha256, x.receipt
    from nightshift.executions x where x.idempotency_key = $1
    union all select false, a.id, a.plan_id, a.digest, a.receipt from nightshift.archived_executions a where a.idempotency_key = $1`,
};
const ARCHIVED = {
  name: 'ns_archived',
  text: 'select a.status, a.ended_at, a.created_at, a.host, a.path from nightshift.archived_executions a where a.id = $1',
};
const NOW = { name: 'ns_now', text: 'select clock_timestamp() as now' };
const OPEN = {
  name: 'ns_open',
  text: 'select x.id from nightshift.executions x where x.ended_at is null order by x.id',
};
const HASHES = {
  name: 'ns_hashes',
  text: `select encode(e.hash, 'hex') as hash from unnest($1::uuid[], $2::bigint[]) u(id, seq)
    join nightshift.execution_events e on e.execution_id = u.id and e.seq = u.seq`,
};
