import { unknownCursor } from '../../core/errors';
import type { Execution } from '../../core/execution/execution';
import { asExecutionId, asProjectId } from '../../core/ids';
import type { ExecutionFilter, ExecutionSummary } from '../../ports/execution-store';
import type { Query } from './postgres-database';

interface SummaryRow {
  readonly id: string;
  readonly plan_id: string;
  readonly title: string;
  readonly conversation_id: string;
  readonly project_id: string | null;
  readonly status: Execution['status'];
  readonly reason: string | null;
  readonly total_tasks: number;
  readonly completed_tasks: number;
  readonly failed_tasks: number;
  readonly cost_usd: number;
  readonly submitted_at: Date;
  readonly ended_at: Date | null;
  readonly archive: string | null;
}

/** Summaries of executions, newest first. @throws {RequestError} `QUERY_INVALID` when `after` names none. */
export async function listExecutions(query: Query, filter: ExecutionFilter): Promise<readonly ExecutionSummary[]> {
  if (filter.after !== undefined && (await query(KNOWN, [filter.after])).length === 0) throw unknownCursor();
  const rows = await query<SummaryRow>(LIST, [
    filter.conversationId ?? null,
    filter.status ?? null,
    filter.projectId ?? null,
    filter.since ?? null,
    filter.until ?? null,
    filter.title ?? null,
    filter.after ?? null,
    filter.limit,
    filter.endedSince ?? null,
  ]);
  return rows.map((row) => ({
    id: asExecutionId(row.id),
    planId: row.plan_id,
    title: row.title,
    conversationId: row.conversation_id,
    ...(row.project_id === null ? {} : { projectId: asProjectId(row.project_id) }),
    status: row.status,
    ...(row.reason === null ? {} : { reason: row.reason }),
    totalTasks: row.total_tasks,
    completedTasks: row.completed_tasks,
    failedTasks: row.failed_tasks,
    costUsd: row.cost_usd,
    submittedAt: row.submitted_at.toISOString(),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at.toISOString() }),
    ...(row.archive === null ? {} : { archive: row.archive }),
  }));
}

const KNOWN = {
  name: 'ns_list_from',
  text: `select 1 from nightshift.executions x where x.id = $1::uuid
    union all select 1 from nightshift.archived_executions a where a.id = $1::uuid`,
};
/** Of a stored or an archived execution `x`. */
const WANTED = `($1::text is null or x.conversation_id = $1) and ($2::text[] is null or x.status = any ($2))
      and ($3::uuid is null or x.project_id = $3) and ($4::timestamptz is null or x.submitted_at >= $4)
      and ($5::timestamptz is null or x.submitted_at < $5) and ($6::text is null or strpos(lower(x.title), lower($6)) > 0)
      and ($9::timestamptz is null or x.ended_at >= $9)
      and ($7::uuid is null or (x.submitted_at, x.id) < (
        select y.submitted_at, y.id from nightshift.executions y where y.id = $7
        union all select z.submitted_at, z.id from nightshift.archived_executions z where z.id = $7))
    order by x.submitted_at desc, x.id desc limit $8`;
/** The cost is cut out of the state's text: as JSON it may hold NUL, which Postgres does not read. In a string its quotes are escaped. */
const LIST = {
  name: 'ns_list',
  text: `(select x.id, x.plan_id, x.title, x.conversation_id, x.project_id, x.status, x.reason, x.total_tasks, x.completed_tasks,
      x.failed_tasks, substring(x.state from '"costUsd":([0-9.e+-]+)')::double precision as cost_usd, x.submitted_at, x.ended_at, null as archive
    from nightshift.executions x where ${WANTED})
    union all (select x.id, x.plan_id, x.title, x.conversation_id, x.project_id, x.status, x.reason, x.total_tasks, x.completed_tasks,
      x.failed_tasks, x.cost as cost_usd, x.submitted_at, x.ended_at, x.host || ':' || x.path
    from nightshift.archived_executions x where ${WANTED})
    order by submitted_at desc, id desc limit $8`,
};
