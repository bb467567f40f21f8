import type { MetricStore } from '../../ports/records';
import { Columns } from './columns';
import type { PostgresDatabase } from './postgres-database';

/** Numbers worth keeping, in Postgres. */
export class PostgresMetricStore implements MetricStore {
  constructor(private readonly database: PostgresDatabase) {}

  async put(metrics: Parameters<MetricStore['put']>[0]): Promise<void> {
    if (metrics.length === 0) return;
    const columns = new Columns(7);
    for (const { executionId, task, name, value, unit, source, kind } of metrics)
      columns.add(executionId, task, name, value, unit, source, kind);
    await this.database.query(PUT, columns.arrays);
  }
}

const PUT = {
  name: 'ns_put_metrics',
  text: `insert into nightshift.execution_metrics (execution_id, conversation_id, task_no, metric_name, metric_value, unit, source, kind)
    select u.id, x.conversation_id, u.task, u.name, u.value, u.unit, u.source, u.kind
    from unnest($1::uuid[], $2::integer[], $3::text[], $4::double precision[], $5::text[], $6::text[], $7::text[])
      with ordinality u(id, task, name, value, unit, source, kind, place)
    left join nightshift.executions x on x.id = u.id order by u.place on conflict do nothing`,
};
