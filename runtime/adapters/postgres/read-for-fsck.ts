import type {
  StoredAttempt,
  StoredHead,
  StoredLease,
  StoredLoop,
  StoredMessage,
  StoredTask,
} from '../../core/execution/stored-execution';
import { asExecutionId, type ExecutionId } from '../../core/ids';
import { RECORD_KINDS, type RecordKind } from '../../core/retention/keep-days';
import type { StoredMoment, StoredMoments } from '../../ports/stored-moments';
import type { PostgresDatabase, Query } from './postgres-database';
import { countOfRecords } from './postgres-retention';
import { readEvents } from './read-execution';

const PAGE = 2_000;
/** Texts are long. */
const TEXT_PAGE = 50;

/** Reads everything for `fsck` in one read-only snapshot, with the application's own role. */
export class PostgresStoredMoments implements StoredMoments {
  constructor(private readonly database: PostgresDatabase) {}

  look<T>(at: (moment: StoredMoment) => Promise<T>): Promise<T> {
    return this.database.transaction(async (query) => {
      await query(SNAPSHOT);
      return at(momentOf(query));
    });
  }
}

function momentOf(query: Query): StoredMoment {
  return {
    async executionIds() {
      const rows = await query<{ id: string }>(IDS);
      return rows.map(({ id }) => asExecutionId(id));
    },
    head: (id) => readHead(query, id),
    async *events(id) {
      for (let seq = 0; ; ) {
        const page = await readEvents(query, id, seq, PAGE);
        if (page.length === 0) return;
        yield page;
        seq = page.at(-1)!.seq;
      }
    },
    async *tasks(id) {
      for (let task = -1; ; ) {
        const page = await query<{ [K in keyof StoredTask]: StoredTask[K] }>(TASKS, [id, task, PAGE]);
        if (page.length === 0) return;
        yield page;
        task = page.at(-1)!.task;
      }
    },
    async *attempts(id) {
      for (let last = { task: -1, token: 0 }; ; ) {
        const page = await query<AttemptRow>(ATTEMPTS, [id, last.task, last.token, PAGE]);
        if (page.length === 0) return;
        yield page.map(attemptOf);
        last = page.at(-1)!;
      }
    },
    async *messages(id) {
      for (let last = '0'; ; ) {
        const page = await query<MessageRow>(MESSAGES, [id, last, PAGE]);
        if (page.length === 0) return;
        yield page.map(
          ({ seq, topic, key, state, due_at: dueAt }): StoredMessage => ({
            seq: Number(seq),
            topic,
            key,
            ...(state === null ? {} : { state }),
            ...(state === 'pending' && dueAt !== null ? { dueAt: dueAt.toISOString() } : {}),
          }),
        );
        last = page.at(-1)!.id;
      }
    },
    leases: (id) => query<{ [K in keyof StoredLease]: StoredLease[K] }>(LEASES, [id]),
    async loop(id) {
      const [row] = await query<{ [K in keyof StoredLoop]: StoredLoop[K] }>(LOOP, [id]);
      return row && { ...row, seqAtStart: Number(row.seqAtStart), nextWakeAt: new Date(row.nextWakeAt).toISOString() };
    },
    async overdue(keep) {
      const words: string[] = [];
      for (const kind of Object.keys(RECORD_KINDS) as RecordKind[]) {
        const days = keep[RECORD_KINDS[kind]];
        if (days === 0) continue;
        const [row] = await query<{ n: number }>(countOfRecords(kind), [days]);
        if (row && row.n > 0) words.push(`${row.n} ${kind} are over for more than ${days} days, and are still there`);
      }
      return words;
    },
    async capacity() {
      const rows = await query<{ key: string; limit: number; used: number }>(CAPACITY);
      return new Map(rows.map(({ key, limit, used }) => [key, { limit, used }]));
    },
    async missingArtifacts(digests) {
      if (digests.length === 0) return [];
      return (await query<{ digest: string }>(MISSING, [digests])).map(({ digest }) => digest);
    },
    damagedArtifacts: async () => (await query<{ digest: string }>(DAMAGED)).map(({ digest }) => digest),
    doubles: async () => (await query<{ what: string }>(DOUBLES)).map(({ what }) => what),
    patternDoubles: async () => (await query<{ what: string }>(PATTERN_DOUBLES)).map(({ what }) => what),
    excessRights: async () => (await query<{ what: string }>(RIGHTS)).map(({ what }) => what),
    async *texts() {
      for (const source of TEXTS) {
        for (let last = ''; ; ) {
          const page = await query<TextRow>(source, [last, TEXT_PAGE]);
          if (page.length === 0) break;
          for (const { where, execution_id: id, text } of page)
            yield { where, text: text.toString(), ...(id === null ? {} : { executionId: asExecutionId(id) }) };
          last = page.at(-1)!.key;
        }
      }
    },
    orphans: async () => (await query<{ what: string }>(ORPHANS)).map(({ what }) => what),
  };
}

interface HeadRow {
  readonly plan: string;
  readonly options: string;
  readonly digest: string;
  readonly idempotency_key: string;
  readonly receipt: string;
  readonly submitted_at: Date;
  readonly status: string;
  readonly epoch: number;
  readonly last_seq: string;
  readonly last_hash: string;
  readonly completed_tasks: number;
  readonly failed_tasks: number;
  readonly state: string;
  readonly is_intact: boolean;
}

async function readHead(query: Query, id: ExecutionId): Promise<StoredHead | undefined> {
  const [row] = await query<HeadRow>(HEAD, [id]);
  return (
    row && {
      id,
      plan: JSON.parse(row.plan) as StoredHead['plan'],
      options: JSON.parse(row.options) as StoredHead['options'],
      digest: row.digest,
      idempotencyKey: row.idempotency_key,
      receipt: row.receipt,
      submittedAt: row.submitted_at.toISOString(),
      status: row.status,
      epoch: row.epoch,
      lastSeq: Number(row.last_seq),
      lastHash: row.last_hash,
      completedTasks: row.completed_tasks,
      failedTasks: row.failed_tasks,
      state: row.state,
      isInputIntact: row.is_intact,
    }
  );
}

interface AttemptRow {
  readonly task: number;
  readonly token: number;
  readonly kind: string;
  readonly worker: string;
  readonly assigned_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly outcome: string | null;
  readonly ended: string | null;
}

function attemptOf(row: AttemptRow): StoredAttempt {
  return {
    task: row.task,
    token: row.token,
    kind: row.kind,
    worker: row.worker,
    assignedAt: row.assigned_at.toISOString(),
    ...(row.started_at === null ? {} : { startedAt: row.started_at.toISOString() }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at.toISOString() }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.ended === null ? {} : { ended: row.ended }),
  };
}

interface TextRow {
  readonly key: string;
  readonly where: string;
  readonly execution_id: string | null;
  readonly text: string | Buffer;
}

interface MessageRow {
  readonly id: string;
  readonly seq: string;
  readonly topic: string;
  readonly key: string;
  readonly state: string | null;
  readonly due_at: Date | null;
}

const SNAPSHOT = { name: 'ns_fsck_snapshot', text: 'set transaction isolation level repeatable read, read only' };
const IDS = { name: 'ns_fsck_ids', text: 'select x.id from nightshift.executions x order by x.id' };
const HEAD = {
  name: 'ns_fsck_head',
  text: `select p.plan, x.options, x.digest, x.idempotency_key, x.receipt, x.submitted_at, x.status, x.epoch, x.last_seq, encode(x.last_hash, 'hex') as last_hash,
      x.completed_tasks, x.failed_tasks, x.state, sha256(convert_to(p.plan || x.options, 'UTF8')) = x.input_hash as is_intact
    from nightshift.executions x join nightshift.plans p on p.id = x.plan_id where x.id = $1`,
};
const TASKS = {
  name: 'ns_fsck_tasks',
  text: `select t.task_no as task, t.status, t.token, t.state from nightshift.execution_tasks t
    where t.execution_id = $1 and t.task_no > $2 order by t.task_no limit $3`,
};
const ATTEMPTS = {
  name: 'ns_fsck_attempts',
  text: `select a.task_no as task, a.token, a.kind, a.worker, a.assigned_at, a.started_at, a.ended_at, a.outcome, a.ended
    from nightshift.attempts a where a.execution_id = $1 and (a.task_no, a.token) > ($2, $3) order by a.task_no, a.token limit $4`,
};
const MESSAGES = {
  name: 'ns_fsck_messages',
  text: `select o.id, o.seq, o.topic, o.key, d.state, d.due_at from nightshift.outbox o left join nightshift.deliveries d on d.outbox_id = o.id
    where o.execution_id = $1 and o.id > $2::bigint order by o.id limit $3`,
};
const LEASES = {
  name: 'ns_fsck_leases',
  text: 'select l.task_no as task, l.token, l.worker from nightshift.leases l where l.execution_id = $1',
};
const LOOP = {
  name: 'ns_fsck_loop',
  text: `select l.kind, l.generation, l.wait, l.is_wait_open as "isWaitOpen", l.is_due as "isDue", l.n8n_execution_id is not null as "isBound",
      l.resume_url is not null as "canBeResumed", l.start_key is not null as "canBeStarted", l.seq_at_start as "seqAtStart",
      l.next_wake_at as "nextWakeAt"
    from nightshift.loops l where l.execution_id = $1`,
};
const CAPACITY = { name: 'ns_fsck_capacity', text: 'select k.key, k."limit", k.used from nightshift.capacity k' };
const MISSING = {
  name: 'ns_fsck_missing',
  text: 'select u.digest from unnest($1::text[]) u(digest) where not exists (select from nightshift.artifacts a where a.digest = u.digest)',
};
const DAMAGED = {
  name: 'ns_fsck_damaged',
  text: `select a.digest from nightshift.artifacts a where encode(sha256(a.bytes), 'hex') <> a.digest`,
};
const DOUBLES = {
  name: 'ns_fsck_doubles',
  text: `select 'Executions ' || string_agg(x.id::text, ', ' order by x.id) || ' share ' || w.what as what
    from nightshift.executions x, lateral (values ('the idempotency key ' || x.idempotency_key), ('plan ' || x.plan_id)) w(what)
    group by w.what having count(*) > 1`,
};
/** The payload may hold NUL, which Postgres does not read as JSON. */
const PATTERN_DOUBLES = {
  name: 'ns_fsck_patterns',
  text: `select 'Patterns ' || string_agg(p.id::text, ', ' order by p.id) || ' say the same' as what
    from (select q.id, replace(q.payload, '\\u0000', '')::jsonb - 'id' as payload from nightshift.patterns q) p
    group by p.payload having count(*) > 1`,
};
/** Rights that S-44 and S-48 forbid: to the application's role to write the fold, to change the log or the audit, to make objects; to those that read, to write or to see tokens. */
const RIGHTS = {
  name: 'ns_fsck_rights',
  text: `select 'ns_app may ' || r.name || ' ' || t.name as what
    from unnest(array['conversations', 'plans', 'executions', 'execution_tasks', 'attempts', 'execution_events', 'capacity', 'outbox', 'deliveries',
        'leases', 'loops', 'workers', 'slot_waits', 'projects', 'archived_executions', 'audit', 'tokens', 'log_tails', 'legal_task_transitions', 'legal_execution_transitions',
        'migrations']) t(name),
      unnest(array['insert', 'update', 'delete', 'truncate', 'trigger']) r(name)
    where has_table_privilege('ns_app', 'nightshift.' || t.name, r.name)
    union all select 'ns_app may create objects in schema ' || n.nspname from pg_namespace n
      where n.nspname in ('nightshift', 'nightshift_report', 'public') and has_schema_privilege('ns_app', n.oid, 'create')
    union all select 'ns_app is ' || a.name from pg_roles r, lateral (values ('a superuser', r.rolsuper), ('allowed to create roles', r.rolcreaterole),
      ('allowed to create databases', r.rolcreatedb)) a(name, is_so) where r.rolname = 'ns_app' and a.is_so
    union all select r.rolname || ' may ' || p.name || ' ' || c.relname from pg_roles r, pg_class c join pg_namespace n on n.oid = c.relnamespace,
      unnest(array['insert', 'update', 'delete', 'truncate', 'trigger']) p(name)
      where r.rolname in ('ns_read', 'ns_metrics') and n.nspname in ('nightshift', 'nightshift_report') and c.relkind in ('r', 'v')
        and has_table_privilege(r.oid, c.oid, p.name)
    union all select r.rolname || ' may see tokens' from pg_roles r
      where r.rolname in ('ns_read', 'ns_metrics') and has_any_column_privilege(r.oid, 'nightshift.tokens', 'select')`,
};
/** Every text outside the log of events, table by table, in pages. */
const TEXTS = [
  {
    name: 'ns_fsck_text_messages',
    text: `select o.key, 'Message ' || o.key as where, o.execution_id, o.payload || coalesce(d.error, '') as text
      from nightshift.outbox o left join nightshift.deliveries d on d.outbox_id = o.id where o.key > $1 order by o.key limit $2`,
  },
  {
    name: 'ns_fsck_text_outputs',
    text: `select a.digest as key, 'The ' || a.kind || ' ' || a.digest as where, a.execution_id, a.bytes as text
      from nightshift.artifacts a where a.digest > $1 order by a.digest limit $2`,
  },
  {
    name: 'ns_fsck_text_tails',
    text: `select t.execution_id || ' ' || t.task_no as key, 'The end of the log of task ' || t.task_no as where, t.execution_id, t.text
      from nightshift.log_tails t where t.execution_id || ' ' || t.task_no > $1 order by 1 limit $2`,
  },
  {
    name: 'ns_fsck_text_patterns',
    text: `select p.id::text as key, 'Pattern ' || p.id as where, null as execution_id, p.payload as text
      from nightshift.patterns p where p.id::text > $1 order by 1 limit $2`,
  },
  {
    name: 'ns_fsck_text_research',
    text: `select r.key, 'The kept answer to a question of research' as where, null as execution_id, r.question || ' ' || r.answer as text
      from nightshift.research_cache r where r.key > $1 order by r.key limit $2`,
  },
] as const;
const ORPHANS = {
  name: 'ns_fsck_orphans',
  text: `select o.what || ' of execution ' || o.id || ', which does not exist' as what from (
      select 'A loop' as what, l.execution_id as id from nightshift.loops l
      union select 'A lease', l.execution_id from nightshift.leases l
      union select 'Tasks', t.execution_id from nightshift.execution_tasks t
      union select 'Attempts', a.execution_id from nightshift.attempts a
      union select 'Events', e.execution_id from nightshift.execution_events e where e.seq = 1) o
    where not exists (select from nightshift.executions x where x.id = o.id)
    union all select 'Execution ' || x.id || ' has no plan' from nightshift.executions x where not exists (select from nightshift.plans p where p.id = x.plan_id)
    union all select 'Execution ' || x.id || ' has no loop' from nightshift.executions x where not exists (select from nightshift.loops l where l.execution_id = x.id)`,
};
