import type { Execution } from '../../core/execution/execution';
import { asExecutionId } from '../../core/ids';
import type { ExecutionFilter, ExecutionSummary } from '../../ports/execution-store';
import type { Query } from './postgres-database';

interface SummaryRow {
  readonly id: string;
  readonly plan_id: string;
  readonly title: string;
  readonly conversation_id: string;
  readonly status: Execution['status'];
  readonly reason: string | null;
  readonly total_tasks: number;
  readonly completed_tasks: number;
  readonly failed_tasks: number;
  readonly submitted_at: Date;
  readonly ended_at: Date | null;
}

/** Summaries of executions, newest first. */
export async function listExecutions(query: Query, filter: ExecutionFilter): Promise<readonly ExecutionSummary[]> {
  const rows = await query<SummaryRow>(LIST, [filter.conversationId ?? null, filter.status ?? null, filter.limit]);
  return rows.map((row) => ({
    id: asExecutionId(row.id),
    planId: row.plan_id,
    title: row.title,
    conversationId: row.conversation_id,
    status: row.status,
    ...(row.reason === null ? {} : { reason: row.reason }),
    totalTasks: row.total_tasks,
    completedTasks: row.completed_tasks,
    failedTasks: row.failed_tasks,
    submittedAt: row.submitted_at.toISOString(),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at.toISOString() }),
  }));
}

const LIST = {
  name: 'ns_list',
  text: `select x.id, x.plan_id, x.title, x.conversation_id, x.status, x.reason, x.total_tasks, x.completed_tasks, x.failed_tasks, x.submitted_at, x.ended_at
    from nightshift.executions x
    where ($1::text is null or x.conversation_id = $1) and ($2::text[] is null or x.status = any ($2))
    order by x.submitted_at desc, x.id desc limit $3`,
};
