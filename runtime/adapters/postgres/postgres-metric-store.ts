import type { MetricStore } from '../../ports/records';
import { Columns } from './columns';
import type { PostgresDatabase } from './postgres-database';

/** Numbers worth keeping, in Postgres. */
export class PostgresMetricStore implements MetricStore {
  constructor(private readonly database: PostgresDatabase) {}

  async put(metrics: Parameters<MetricStore['put']>[0]): Promise<void> {
    if (metrics.length === 0) return;
    const columns = new Columns(6);
    for (const { executionId, task, name, value, unit, source } of metrics)
      columns.add(executionId, task, name, value, unit, source);
    await this.database.query(PUT, columns.arrays);
  }
}

const PUT = {
  name: 'ns_put_metrics',
  text: `insert into nightshift.execution_metrics (execution_id, conversation_id, task_no, metric_name, metric_value, unit, source)
    select u.id, x.conversation_id, u.task, u.name, u.value, u.unit, u.source
    from unnest($1::uuid[], $2::integer[], $3::text[], $4::double precision[], $5::text[], $6::text[])
      with ordinality u(id, task, name, value, unit, source, place)
    left join nightshift.executions x on x.id = u.id order by u.place on conflict do nothing`,
};
