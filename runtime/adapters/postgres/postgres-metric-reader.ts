import type { TaskStatus } from '../../core/execution/execution';
import { DURATION_BUCKETS, type ExecutionMetrics } from '../../core/report/execution-metrics';
import type { MetricReader } from '../../ports/records';
import type { PostgresDatabase } from './postgres-database';

interface PlanRow {
  readonly plan_id: string;
  readonly conversation_id: string;
}

/** What is measured, read from the tables as they stand. Reads only. */
export class PostgresMetricReader implements MetricReader {
  constructor(private readonly database: PostgresDatabase) {}

  async read(): Promise<ExecutionMetrics> {
    const { database } = this;
    const [tasks, durations, errors, executions, slots, outbox] = await Promise.all([
      database.query<PlanRow & { readonly status: TaskStatus; readonly count: number }>(TASKS),
      database.query<PlanRow & { readonly count: number; readonly sum: number; readonly at_most: number[] }>(
        DURATIONS,
        [DURATION_BUCKETS],
      ),
      database.query<PlanRow & { readonly outcome: string; readonly count: number }>(ERRORS),
      database.query<{ readonly state: string; readonly count: number }>(EXECUTIONS),
      database.query<{ readonly used: number; readonly limit: number }>(SLOTS),
      database.query<{ readonly waiting: number; readonly dead: number }>(OUTBOX),
    ]);
    return {
      tasks: tasks.map((row) => ({ ...planOf(row), status: row.status, count: row.count })),
      durations: durations.map((row) => ({
        ...planOf(row),
        count: row.count,
        sumSeconds: row.sum,
        atMost: row.at_most,
      })),
      errors: errors.map((row) => ({ ...planOf(row), outcome: row.outcome, count: row.count })),
      executions,
      slots: slots[0] ?? { used: 0, limit: 0 },
      outbox: outbox[0] ?? { waiting: 0, dead: 0 },
    };
  }
}

const planOf = ({ plan_id: planId, conversation_id: conversationId }: PlanRow) => ({ planId, conversationId });

/** Those that are open, and of the others the newest: 50 in all. */
const RECENT = `recent as (
  select x.id, x.plan_id, x.conversation_id from nightshift.executions x
  order by (x.ended_at is null) desc, x.submitted_at desc, x.id desc limit 50)`;

const TASKS = {
  name: 'ns_metric_tasks',
  text: `with ${RECENT}
    select r.plan_id, r.conversation_id, t.status, count(*)::integer as count
    from recent r join nightshift.execution_tasks t on t.execution_id = r.id
    group by r.plan_id, r.conversation_id, t.status order by 1, 3`,
};
const DURATIONS = {
  name: 'ns_metric_durations',
  text: `with ${RECENT},
    took as (
      select r.plan_id, r.conversation_id, greatest(0, extract(epoch from a.ended_at - a.started_at))::double precision as seconds
      from recent r join nightshift.attempts a on a.execution_id = r.id
      where a.kind = 'attempt' and a.started_at is not null and a.ended_at is not null),
    counted as (
      select t.plan_id, t.conversation_id, b.place, count(*) filter (where t.seconds <= b.bound)::integer as at_most
      from took t cross join unnest($1::double precision[]) with ordinality b(bound, place)
      group by t.plan_id, t.conversation_id, b.place)
    select t.plan_id, t.conversation_id, count(*)::integer as count, sum(t.seconds) as sum,
      (select array_agg(c.at_most order by c.place) from counted c
        where c.plan_id = t.plan_id and c.conversation_id = t.conversation_id) as at_most
    from took t group by t.plan_id, t.conversation_id order by 1`,
};
const ERRORS = {
  name: 'ns_metric_errors',
  text: `with ${RECENT}
    select r.plan_id, r.conversation_id, a.outcome, count(*)::integer as count
    from recent r join nightshift.attempts a on a.execution_id = r.id
    where a.outcome in ('failed', 'lost', 'away', 'limit-reached', 'conflict', 'withdrawn')
    group by r.plan_id, r.conversation_id, a.outcome order by 1, 3`,
};
const EXECUTIONS = {
  name: 'ns_metric_executions',
  text: 'select x.status as state, count(*)::integer as count from nightshift.executions x group by x.status order by 1',
};
const SLOTS = {
  name: 'ns_metric_slots',
  text: `select coalesce(sum(c.used), 0)::integer as used, coalesce(sum(c."limit"), 0)::integer as "limit"
    from nightshift.capacity c where c.key like 'worker:%'`,
};
const OUTBOX = {
  name: 'ns_metric_outbox',
  text: `select count(*) filter (where d.state = 'pending')::integer as waiting,
    count(*) filter (where d.state = 'dead')::integer as dead
    from nightshift.deliveries d where d.state in ('pending', 'dead')`,
};
