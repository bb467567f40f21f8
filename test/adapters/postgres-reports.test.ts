import { Client } from 'pg';
import type { Execution } from '../../runtime/core/execution/execution';
import { AT } from '../support/executions';
import { liveNight } from '../support/night';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';

describe('the views for others', () => {
  let stores: PostgresStores;
  let app: Client;
  let night: Execution;
  beforeAll(async () => {
    stores = await openPostgresStores();
    night = await liveNight(stores);
    app = new Client({ connectionString: stores.server.appUrl });
    await app.connect();
  });
  afterAll(async () => {
    await app?.end();
    await stores?.close();
  });

  const query = async (sql: string): Promise<Record<string, unknown>[]> => (await app.query(sql)).rows;

  it(`show executions and their tasks${verifies('R-86')}`, async () => {
    expect(await query('select * from nightshift_report.executions')).toEqual([
      {
        id: night.id,
        conversation_id: night.plan.conversationId,
        plan_id: night.plan.id,
        status: 'running',
        started_at: new Date(AT),
        completed_at: null,
        total_tasks: 5,
        completed_tasks: 1,
        failed_tasks: 1,
        metadata: expect.objectContaining({
          title: 'A plan',
          actor: 'gateway',
          options: expect.objectContaining({ maxParallel: 4 }),
        }),
      },
    ]);
    const tasks = await query('select * from nightshift_report.execution_tasks order by task_id');
    expect(tasks.map(({ task_id, status, error_message }) => [task_id, status, error_message])).toEqual([
      ['task-1', 'completed', 'no'],
      ['task-2', 'failed', 'failed'],
      ['task-3', 'active', null],
      ['task-4', 'skipped', 'task-2 failed'],
      ['task-5', 'assigned', null],
    ]);
    expect(tasks[0]).toMatchObject({
      execution_id: night.id,
      duration_seconds: 0,
      verification_results: [expect.objectContaining({ exitCode: 0 })],
    });
    expect(Object.keys(tasks[0]!)).toEqual(
      expect.arrayContaining([
        'id',
        'execution_id',
        'task_id',
        'title',
        'status',
        'started_at',
        'completed_at',
        'duration_seconds',
        'verification_results',
        'error_message',
        'checkpoint_data',
      ]),
    );
  });

  it(`show conversations and their executions${verifies('R-85', 'R-86')}`, async () => {
    expect(await query('select id from nightshift_report.conversations')).toEqual([{ id: night.plan.conversationId }]);
    expect(
      await query('select conversation_id, execution_id, status from nightshift_report.conversation_executions'),
    ).toEqual([{ conversation_id: night.plan.conversationId, execution_id: night.id, status: 'running' }]);
  });

  it(`show metrics, and their trend by day${verifies('R-35', 'R-86')}`, async () => {
    const metrics = [
      { executionId: night.id, task: 1, name: 'cost', value: 1, unit: 'usd', source: 'task' },
      { executionId: night.id, name: 'cost', value: 2, unit: 'usd', source: 'execution' },
    ];
    await stores.metrics.put(metrics);
    // Told a second time, nothing is counted twice.
    await stores.metrics.put(metrics);
    expect(
      await query(
        'select execution_id, conversation_id, task_id, metric_name, metric_value, unit from nightshift_report.execution_metrics order by id',
      ),
    ).toEqual([
      {
        execution_id: night.id,
        conversation_id: night.plan.conversationId,
        task_id: 'task-2',
        metric_name: 'cost',
        metric_value: 1,
        unit: 'usd',
      },
      {
        execution_id: night.id,
        conversation_id: night.plan.conversationId,
        task_id: null,
        metric_name: 'cost',
        metric_value: 2,
        unit: 'usd',
      },
    ]);
    expect(
      await query('select metric_name, avg_value, sample_count::int from nightshift_report.metric_trends'),
    ).toEqual([{ metric_name: 'cost', avg_value: 1.5, sample_count: 2 }]);
  });
});
