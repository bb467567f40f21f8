import { once } from 'node:events';
import { Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { isRunning } from '../support/processes';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
let nightshift: Nightshift;

beforeAll(async () => {
  nightshift = await Nightshift.shared('steady');
}, STARTS);
afterAll(() => nightshift.close(), MINUTE);

it(
  `lets the attempt of a worker that is told to stop finish within its grace, and starts nothing more there${verifies('F19', 'R-14')}`,
  async () => {
    const { worker, executionId, exit } = await stoppedInAnAttempt('leaver-with-time', '30');
    await nightshift.until('the worker drains', async () => (await draining(worker.pid)) === true);
    nightshift.openGate(executionId, 'task-001');
    expect(await exit).toEqual([0, null]);
    await nightshift.task(executionId, 'task-001', 'completed');
    expect((await nightshift.gateway.tasks(executionId))[1]!.kernelStatus).not.toBe('completed');

    await nightshift.addWorker({ NIGHTSHIFT_WORKER_CAPABILITIES: 'leaver-with-time' });
    expect(await nightshift.over(executionId)).toBe('succeeded');
    expect(await tokensOf(executionId, 'attempt-ended')).toEqual([1]);
    expect(await tokensOf(executionId, 'attempt-released')).toEqual([]);
    expect(nightshift.runsOf(executionId, 'task-001')).toEqual(['1']);
  },
  2 * MINUTE,
);

it(
  `hands back the attempt that does not finish in time, for the next worker to do with the next token${verifies('F19', 'R-14')}`,
  async () => {
    const { executionId, exit } = await stoppedInAnAttempt('leaver-in-a-hurry', '1');
    const old = nightshift.processesOf(executionId);
    expect(old.length).toBeGreaterThan(0);
    expect(await exit).toEqual([0, null]);
    expect(old.filter(isRunning)).toEqual([]);
    expect(await tokensOf(executionId, 'attempt-released')).toEqual([1]);

    await nightshift.addWorker({ NIGHTSHIFT_WORKER_CAPABILITIES: 'leaver-in-a-hurry' });
    nightshift.openGate(executionId, 'task-001');
    expect(await nightshift.over(executionId)).toBe('succeeded');
    expect(await tokensOf(executionId, 'attempt-started')).toEqual([1, 2]);
    expect(await tokensOf(executionId, 'attempt-ended')).toEqual([2]);
    expect(await tokensOf(executionId, 'attempt-lost')).toEqual([]);
    // It cost no try.
    expect(nightshift.runsOf(executionId, 'task-001')).toEqual(['1', '1']);
  },
  2 * MINUTE,
);

/** A real worker that got SIGTERM while the command of its task ran. */
async function stoppedInAnAttempt(capability: string, graceSeconds: string) {
  const worker = await nightshift.addWorker({
    NIGHTSHIFT_WORKER_CAPABILITIES: capability,
    NIGHTSHIFT_WORKER_GRACE_SECONDS: graceSeconds,
  });
  const text = planText(['a!', 'b<a'], { a: { capability }, b: { capability } });
  const { executionId } = await nightshift.handOff(text);
  await nightshift.until('the command of a runs', async () => nightshift.runsOf(executionId, 'task-001').length > 0);
  const exit = once(worker, 'exit');
  worker.kill('SIGTERM');
  return { worker, executionId, exit };
}

async function draining(pid: number): Promise<boolean | undefined> {
  const [row] = await nightshift.rows<{ readonly isDraining: boolean }>(
    'select is_draining as "isDraining" from nightshift.workers where pid = $1 and gone_at is null',
    [pid],
  );
  return row?.isDraining;
}

/** Tokens of the first task in events of a type, in order. */
async function tokensOf(executionId: string, type: string): Promise<readonly number[]> {
  return (await nightshift.events(executionId)).flatMap(({ body }) =>
    body.type === type && 'task' in body && body.task === 0 && 'token' in body ? [body.token] : [],
  );
}
