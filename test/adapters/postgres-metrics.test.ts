import { PostgresMetricReader } from '../../runtime/adapters/postgres/postgres-metric-reader';
import { PostgresTaskHistory } from '../../runtime/adapters/postgres/postgres-task-history';
import { ExecutionCache } from '../../runtime/app/execution-cache';
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

  it(`tells what tasks of a kind took, the newest of them, oldest first${verifies('R-5', 'R-35')}`, async () => {
    const history = new PostgresTaskHistory(stores.database);
    const metric = (no: number, kind: string) => ({
      executionId: night.id,
      task: no,
      name: 'task_duration',
      value: 60 * (no + 1),
      unit: 's',
      source: `${kind} ${no}`,
      kind,
    });
    await stores.metrics.put(Array.from({ length: 40 }, (_, no) => metric(no, 'shell 32')));
    await stores.metrics.put([metric(0, 'openai 64'), { ...metric(1, 'openai 64'), name: 'task_cost' }]);
    const known = await history.minutesOf(['shell 32', 'openai 64', 'unknown']);
    expect(known.get('shell 32')).toEqual(Array.from({ length: 30 }, (_, no) => no + 11));
    expect(known.get('openai 64')).toEqual([1]);
    expect(known.size).toBe(2);
    const { shape } = await new ExecutionCache(stores.executions, {
      minutesOf: async (kinds) => new Map(kinds.map((kind) => [kind, [3]])),
    }).refresh(night.id);
    expect([...shape.memory.history.values()]).toContainEqual([3]);
  });

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
