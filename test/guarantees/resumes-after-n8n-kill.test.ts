import { Client } from 'pg';
import { LoopWitness } from '../support/loop-witness';
import { Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
let nightshift: Nightshift;

beforeAll(async () => {
  nightshift = await Nightshift.shared('killed');
}, STARTS);
afterAll(() => nightshift.close(), MINUTE);

it(
  `goes on in the next generation of the same workflow when n8n is killed inside a node${verifies('F4', 'R-11', 'R-88')}`,
  async () => {
    const { executionId } = await nightshift.handOff(planText(['a!', 'b<a', 'c<b']));
    await nightshift.until('the loop waits', async () => (await nightshift.loop(executionId)).isWaitOpen);
    const before = await nightshift.loop(executionId);
    const witness = new LoopWitness(nightshift, before.n8nExecutionId!);

    // What Wave Scheduler is about to insert for b is inserted here and not committed: the node hangs in the database.
    const holder = new Client({ connectionString: nightshift.superuserUrl });
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query(
        `insert into nightshift.attempts (execution_id, task_no, token, conversation_id, kind, worker, assigned_at)
         values ($1, 1, 1, 'held', 'attempt', 'held', now())`,
        [executionId],
      );
      nightshift.openGate(executionId, 'task-001');
      await nightshift.until('Wave Scheduler hangs', async () => (await hanging(holder)) > 0, 30_000);
      expect(await witness.statusOf(before.n8nExecutionId!)).toBe('running');
      const pid = nightshift.pid('n8n');
      await nightshift.kill9('n8n');
      await holder.query('rollback');
      await nightshift.isBack('n8n', pid);
    } finally {
      await holder.end();
    }

    expect(await nightshift.over(executionId)).toBe('succeeded');
    const after = await nightshift.loop(executionId);
    expect(after).toMatchObject({
      workflowId: before.workflowId,
      generation: 2,
      restarts: 1,
      restartReason: 'n8n says crashed',
    });
    expect(after.n8nExecutionId).not.toBe(before.n8nExecutionId);
    await nightshift.until(
      'n8n has ended the loop',
      async () => (await witness.statusOf(after.n8nExecutionId!)) === 'success',
    );
    expect(await witness.end()).toEqual({
      mostAtOnce: 1,
      loops: [
        [before.n8nExecutionId, before.workflowId, 'crashed'],
        [after.n8nExecutionId, before.workflowId, 'success'],
      ],
    });
    for (const task of ['task-001', 'task-002', 'task-003'])
      expect(nightshift.runsOf(executionId, task)).toEqual(['1']);
  },
  3 * MINUTE,
);

it(
  `wakes the same n8n execution when n8n was killed while it was suspended, and takes a plan handed over meanwhile once${verifies('F4', 'R-1', 'R-11', 'R-88')}`,
  async () => {
    const { executionId } = await nightshift.handOff(planText(['a!', 'b<a']));
    const before = await nightshift.until('the loop waits', async () => {
      const loop = await nightshift.loop(executionId);
      return loop.isWaitOpen && loop;
    });
    const witness = new LoopWitness(nightshift, before.n8nExecutionId!);
    await nightshift.until(
      'n8n has suspended it',
      async () => (await witness.statusOf(before.n8nExecutionId!)) === 'waiting',
    );
    const pid = nightshift.pid('n8n');
    await nightshift.kill9('n8n');

    // Its worker works on, and somebody hands over while nobody listens, or n8n answers that it is starting.
    nightshift.openGate(executionId, 'task-001');
    const other = nightshift.handOff(planText(['z']));
    await nightshift.task(executionId, 'task-001', 'verifying');
    await nightshift.isBack('n8n', pid);

    expect(await nightshift.over(executionId)).toBe('succeeded');
    expect(await nightshift.loop(executionId)).toMatchObject({
      generation: 1,
      restarts: 0,
      n8nExecutionId: before.n8nExecutionId,
    });
    const { executionId: otherId, sha256 } = await other;
    expect(await nightshift.over(otherId)).toBe('succeeded');
    const plans = await nightshift.rows('select id from nightshift.executions where digest = $1', [sha256]);
    expect(plans).toHaveLength(1);
    for (const task of ['task-001', 'task-002']) expect(nightshift.runsOf(executionId, task)).toEqual(['1']);
    expect((await witness.end()).mostAtOnce).toBeLessThanOrEqual(2);
  },
  3 * MINUTE,
);

async function hanging(client: Client): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `select count(*) from pg_stat_activity where application_name like 'nightshift-n8n%' and wait_event_type = 'Lock'`,
  );
  return Number(rows[0]?.count);
}
