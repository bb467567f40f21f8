import { PostgresMetricReader } from '../../runtime/adapters/postgres/postgres-metric-reader';
import type { Execution } from '../../runtime/core/execution/execution';
import { executionFamilies } from '../../runtime/gateway/http/execution-families';
import { metricsText } from '../../runtime/gateway/http/metrics-text';
import { liveNight } from '../support/night';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';

describe('what is measured', () => {
  let stores: PostgresStores;
  let night: Execution;
  beforeAll(async () => {
    stores = await openPostgresStores();
    night = await liveNight(stores);
  });
  afterAll(() => stores?.close());

  it(`is read from the tables as they stand${verifies('R-42')}`, async () => {
    const metrics = await new PostgresMetricReader(stores.database).read();
    const of = { planId: night.plan.id, conversationId: night.plan.conversationId };
    expect(metrics.tasks).toEqual(
      ['active', 'assigned', 'completed', 'failed', 'skipped'].map((status) => ({ ...of, status, count: 1 })),
    );
    expect(metrics.durations).toHaveLength(1);
    const [duration] = metrics.durations;
    expect(duration).toMatchObject(of);
    expect(duration?.atMost).toHaveLength(9);
    expect(duration?.atMost.at(-1)).toBe(duration?.count);
    expect(metrics.executions).toEqual([{ state: 'running', count: 1 }]);
    expect(metrics.slots.limit).toBeGreaterThanOrEqual(metrics.slots.used);
    const text = metricsText(executionFamilies(metrics), 'openmetrics');
    expect(text).toContain(`execution_tasks_total{plan_id="${of.planId}",status="in_progress"} 2`);
    expect(text).toContain(`# {conversation_id="${of.conversationId}"}`);
  });
});
