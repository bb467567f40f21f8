import { asExecutionId } from '../../core/ids';
import type { RecordKind } from '../../core/retention/keep-days';
import type { EndedExecution, ExecutionEnd, ExecutionEnds, Retention } from '../../ports/retention';
import type { PostgresDatabase } from './postgres-database';
import { callOf, type Statement } from './statement';

/** Which executions are over, with any role. */
export class PostgresExecutionEnds implements ExecutionEnds {
  constructor(protected readonly database: PostgresDatabase) {}

  async endsOf(ids: readonly string[]): Promise<ReadonlyMap<string, ExecutionEnd>> {
    const rows = await this.database.query<{ id: string; ended_at: Date | null; host: string | null }>(ENDS, [ids]);
    return new Map(
      rows.map(({ id, ended_at, host }) => [
        id,
        {
          ...(ended_at === null ? {} : { endedAt: ended_at.toISOString() }),
          ...(host === null ? {} : { archivedOn: host }),
        },
      ]),
    );
  }
}

/** Removes what is old from Postgres, with the role of its owner. */
export class PostgresRetention extends PostgresExecutionEnds implements Retention {
  async ended(days: number, limit: number): Promise<readonly EndedExecution[]> {
    const rows = await this.database.query<{ id: string; title: string; status: string; ended_at: Date }>(ENDED, [
      days,
      limit,
    ]);
    return rows.map(({ id, title, status, ended_at }) => ({
      id: asExecutionId(id),
      title,
      status,
      endedAt: ended_at.toISOString(),
    }));
  }

  countEnded(days: number): Promise<number> {
    return this.number(COUNT_ENDED, [days]);
  }

  async archiveOut({ id, lastSeq, host, path, digest }: Parameters<Retention['archiveOut']>[0]): Promise<boolean> {
    const [row] = await this.database.query<{ ns_archive_out: boolean }>(ARCHIVE_OUT, [
      id,
      lastSeq,
      host,
      path,
      digest,
    ]);
    return row?.ns_archive_out === true;
  }

  count(kind: RecordKind, days: number): Promise<number> {
    return this.number(RECORDS[kind].count, [days]);
  }

  remove(kind: RecordKind, days: number, limit: number): Promise<number> {
    return this.number(RECORDS[kind].remove, [days, limit]);
  }

  private async number(statement: Statement, values: readonly unknown[]): Promise<number> {
    const [row] = await this.database.query<{ n: number }>(statement, values);
    return row?.n ?? 0;
  }
}

const ENDS = {
  name: 'ns_ends',
  text: `select x.id, x.ended_at, null as host from nightshift.executions x where x.id = any ($1::uuid[])
    union all select a.id, a.ended_at, a.host from nightshift.archived_executions a where a.id = any ($1::uuid[])`,
};

/** `$1` in days, as every age below. Nothing of it is on its way to anybody. */
const TO_ARCHIVE = `from nightshift.executions x
    where x.ended_at < clock_timestamp() - $1::double precision * interval '1 day'
      and not exists (select from nightshift.leases l where l.execution_id = x.id)
      and not exists (select from nightshift.outbox o join nightshift.deliveries d on d.outbox_id = o.id
        where o.execution_id = x.id::text and d.state = 'pending')`;
const ENDED = {
  name: 'ns_ended',
  text: `select x.id, x.title, x.status, x.ended_at ${TO_ARCHIVE} order by x.ended_at, x.id limit $2`,
};
const COUNT_ENDED = { name: 'ns_count_ended', text: `select count(*)::integer as n ${TO_ARCHIVE}` };
const ARCHIVE_OUT = callOf('ns_archive_out', 5);

/** What people typed: of an execution all messages stay as long as it does. */
const MESSAGES = `from nightshift.outbox o join nightshift.deliveries d on d.outbox_id = o.id
    where o.execution_id = '' and d.state <> 'pending' and d.ended_at < clock_timestamp() - $1::double precision * interval '1 day'`;
const WORKERS = `from nightshift.workers w left join nightshift.capacity k on k.key = 'worker:' || w.id
    where w.gone_at < clock_timestamp() - $1::double precision * interval '1 day' and coalesce(k.used, 0) = 0
      and not exists (select from nightshift.leases l where l.worker = w.id)`;
const RESEARCH = `from nightshift.research_cache r where r.cached_at < clock_timestamp() - $1::double precision * interval '1 day'`;
const TAILS = `from nightshift.log_tails l join nightshift.executions x on x.id = l.execution_id
    where x.ended_at is not null and l.at < clock_timestamp() - $1::double precision * interval '1 day'`;
const METRICS = `from nightshift.execution_metrics m where m.collected_at < clock_timestamp() - $1::double precision * interval '1 day'`;
const AUDIT = `from nightshift.audit a where a.at < clock_timestamp() - $1::double precision * interval '1 day'`;
const TOKENS = `from nightshift.tokens t
    where least(t.revoked_at, t.expires_at) < clock_timestamp() - $1::double precision * interval '1 day'`;
/** No execution names them any more. The day is for one that is about to: its use follows at once. */
const OUTPUTS = `from nightshift.artifacts a
    where not exists (select from nightshift.artifact_uses u where u.digest = a.digest)
      and a.created_at < clock_timestamp() - greatest($1::double precision, 1) * interval '1 day'`;

const RECORDS: Readonly<Record<RecordKind, { readonly count: Statement; readonly remove: Statement }>> = {
  messages: {
    count: { name: 'ns_count_messages', text: `select count(*)::integer as n ${MESSAGES}` },
    remove: {
      name: 'ns_remove_messages',
      text: `with old as (select o.id ${MESSAGES} order by o.id limit $2),
        ends as (delete from nightshift.deliveries e using old where e.outbox_id = old.id),
        gone as (delete from nightshift.outbox e using old where e.id = old.id returning 1)
        select count(*)::integer as n from gone`,
    },
  },
  workers: {
    count: { name: 'ns_count_workers', text: `select count(*)::integer as n ${WORKERS}` },
    remove: {
      name: 'ns_remove_workers',
      text: `with old as (select w.id ${WORKERS} order by w.gone_at limit $2),
        slots as (delete from nightshift.capacity e using old where e.key = 'worker:' || old.id and e.used = 0),
        gone as (delete from nightshift.workers e using old where e.id = old.id returning 1)
        select count(*)::integer as n from gone`,
    },
  },
  research: {
    count: { name: 'ns_count_research', text: `select count(*)::integer as n ${RESEARCH}` },
    remove: {
      name: 'ns_remove_research',
      text: `with gone as (delete from nightshift.research_cache e where e.key in (select r.key ${RESEARCH} limit $2) returning 1)
        select count(*)::integer as n from gone`,
    },
  },
  'log tails': {
    count: { name: 'ns_count_tails', text: `select count(*)::integer as n ${TAILS}` },
    remove: {
      name: 'ns_remove_tails',
      text: `with gone as (delete from nightshift.log_tails e
          where (e.execution_id, e.task_no) in (select l.execution_id, l.task_no ${TAILS} limit $2) returning 1)
        select count(*)::integer as n from gone`,
    },
  },
  metrics: {
    count: { name: 'ns_count_metrics', text: `select count(*)::integer as n ${METRICS}` },
    remove: {
      name: 'ns_remove_metrics',
      text: `with gone as (delete from nightshift.execution_metrics e where e.id in (select m.id ${METRICS} order by m.id limit $2) returning 1)
        select count(*)::integer as n from gone`,
    },
  },
  audit: {
    count: { name: 'ns_count_audit', text: `select count(*)::integer as n ${AUDIT}` },
    remove: {
      name: 'ns_remove_audit',
      text: `with gone as (delete from nightshift.audit e where e.id in (select a.id ${AUDIT} order by a.id limit $2) returning 1)
        select count(*)::integer as n from gone`,
    },
  },
  tokens: {
    count: { name: 'ns_count_tokens', text: `select count(*)::integer as n ${TOKENS}` },
    remove: {
      name: 'ns_remove_tokens',
      text: `with gone as (delete from nightshift.tokens e where e.digest in (select t.digest ${TOKENS} limit $2) returning 1)
        select count(*)::integer as n from gone`,
    },
  },
  outputs: {
    count: { name: 'ns_count_outputs', text: `select count(*)::integer as n ${OUTPUTS}` },
    remove: {
      name: 'ns_remove_outputs',
      text: `with gone as (delete from nightshift.artifacts e where e.digest in (select a.digest ${OUTPUTS} limit $2) returning 1)
        select count(*)::integer as n from gone`,
    },
  },
};

/** How many records of a kind are older than `$1` days and may go. */
export const countOfRecords = (kind: RecordKind): Statement => RECORDS[kind].count;
