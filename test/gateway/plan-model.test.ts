import { verifies } from '../support/verifies';
import { LiveGateway } from './live-gateway';

/** Every field that R-3 has and that is a caller's to say. */
const PLAN = {
  id: '01a1fe2a-54da-72d7-8bd0-bcb7011f17ca',
  conversationId: 'thread 42: the night of the release',
  source: 'SPEC',
  tasks: [
    {
      id: 'task-001',
      title: 'Say hello',
      description: 'In the README',
      dependencies: [],
      contextTier: 64,
      verification: [
        { id: 'isc-1', criterion: 'README greets', test: 'auto' },
        { id: 'isc-2', criterion: 'It reads well', test: 'manual' },
      ],
      status: 'pending',
    },
    {
      id: 'task-002',
      title: 'Say goodbye',
      description: '',
      dependencies: ['task-001'],
      contextTier: 32,
      verification: [],
      status: 'pending',
    },
  ],
  metadata: { created: '2026-11-21T12:00:00.000Z', estimatedDuration: 30, contextBudget: 96_000, priority: 'high' },
};
const OPTIONS = {
  priority: 'high',
  notifications: { voice: false, push: true, discord: false },
  retry: { maxAttempts: 2, backoffMultiplier: 2 },
};

const handOver = (gateway: LiveGateway, plan: object = PLAN) =>
  gateway.ask(
    'POST',
    '/api/execution/handoff',
    { plan, options: OPTIONS },
    { 'idempotency-key': JSON.stringify(plan).length.toString() },
  );

describe(`a plan as R-3 has it, handed over as R-80 says${verifies('R-3', 'R-80')}`, () => {
  it('is taken with a conversation id of any words, and found by them', async () => {
    const gateway = await LiveGateway.open();
    const receipt = await handOver(gateway);
    expect([receipt.statusCode, receipt.json()]).toMatchObject([
      202,
      {
        executionId: expect.any(String),
        status: 'queued',
        estimatedDuration: expect.any(Number),
        webhookUrl: expect.stringMatching(/^http.*\/status$/),
        conversationId: PLAN.conversationId,
      },
    ]);
    const found = await gateway.ask('GET', `/api/execution?conversationId=${encodeURIComponent(PLAN.conversationId)}`);
    expect(found.json().executions).toMatchObject([{ executionId: receipt.json().executionId }]);
    await gateway.close();
  });

  it('is called by its first task where it has no title, and by its title where it has one', async () => {
    const gateway = await LiveGateway.open();
    expect((await handOver(gateway)).json().title).toBe('Say hello');
    expect((await handOver(gateway, { ...PLAN, title: 'Greetings' })).json().title).toBe('Greetings');
    await gateway.close();
  });

  it('asks a person for a criterion that is auto and names no command, under the id that it has, and says so', async () => {
    const gateway = await LiveGateway.open();
    const receipt = (await handOver(gateway)).json();
    expect(receipt.notes.filter(({ code }: { code: string }) => code !== 'NOTE_DATE')).toEqual([
      expect.objectContaining({ code: 'NOTE_NO_COMMAND', message: expect.stringContaining('README greets') }),
    ]);
    const task = (await gateway.ask('GET', `/api/execution/${receipt.executionId}/tasks/task-001`)).json();
    expect(task.criteria).toMatchObject([
      { id: 'isc-1', criterion: 'README greets', test: 'manual' },
      { id: 'isc-2', test: 'manual' },
    ]);
    await gateway.close();
  });

  it('answers status and control in the shapes of R-80', async () => {
    const gateway = await LiveGateway.open();
    const { executionId } = (await handOver(gateway)).json();
    const status = (await gateway.ask('GET', `/api/execution/${executionId}/status`)).json();
    expect(status).toMatchObject({
      executionId,
      status: 'running',
      progress: { current: 0, total: 2, percentage: 0 },
      completedTasks: [],
      failedTasks: [],
    });
    const paused = await gateway.ask('POST', `/api/execution/${executionId}/control`, { action: 'pause' });
    expect([paused.statusCode, paused.json()]).toEqual([200, { success: true, message: expect.any(String) }]);
    await gateway.close();
  });

  it.each([
    ['two lines', 'a\nb'],
    ['nothing', ''],
    ['what nobody sees', 'a\u200bb'],
    ['201 letters', 'c'.repeat(201)],
  ])('refuses a conversation id of %s, and stores nothing', async (_, conversationId) => {
    const gateway = await LiveGateway.open();
    const reply = await handOver(gateway, { ...PLAN, conversationId });
    expect([reply.statusCode, reply.json().error.problems]).toMatchObject([
      422,
      [{ code: 'PLAN_CONVERSATION', where: { path: '/conversationId', line: 1 } }],
    ]);
    expect((await gateway.ask('GET', '/api/execution')).json().executions).toEqual([]);
    await gateway.close();
  });
});
