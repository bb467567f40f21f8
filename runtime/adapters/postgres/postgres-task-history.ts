import type { TaskHistory } from '../../ports/records';
import type { PostgresDatabase } from './postgres-database';

/** Of each kind so many of the newest are read. */
const NEWEST = 30;

/** What earlier tasks took, as it was measured when their executions were over. */
export class PostgresTaskHistory implements TaskHistory {
  constructor(private readonly database: Pick<PostgresDatabase, 'query'>) {}

  async minutesOf(kinds: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
    if (kinds.length === 0) return new Map();
    const rows = await this.database.query<{ kind: string; minutes: number[] }>(HISTORY, [kinds, NEWEST]);
    return new Map(rows.map(({ kind, minutes }) => [kind, minutes]));
  }
}

const HISTORY = {
  name: 'ns_task_history',
  text: `select k.kind, array_agg(m.metric_value / 60 order by m.id) as minutes
    from unnest($1::text[]) k(kind) cross join lateral (
      select x.id, x.metric_value from nightshift.execution_metrics x
      where x.kind = k.kind and x.metric_name = 'task_duration' and x.metric_value > 0 order by x.id desc limit $2) m
    group by k.kind`,
};
