import { Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { isRunning } from '../support/processes';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
/** From the kill to the start of the next attempt, on the same host. */
const TAKEOVER_MS = 5_000;
let nightshift: Nightshift;

beforeAll(async () => {
  nightshift = await Nightshift.shared('steady');
}, STARTS);
afterAll(() => nightshift.close(), MINUTE);

it(
  `gives the task of a killed worker to the one that is started in its place${verifies('F1', 'R-11', 'R-21')}`,
  async () => {
    const repo = await nightshift.addRepository('worker-kill');
    const { executionId } = await nightshift.handOff(planText(['a', 'b!<a', 'c<b']), { repo });
    await nightshift.until('the command of b runs', async () => nightshift.runsOf(executionId, 'task-002').length > 0);
    const old = nightshift.processesOf(executionId);
    expect(old.length).toBeGreaterThan(0);
    const worker = nightshift.pid('worker');
    const killedMs = Date.now();
    await nightshift.kill9('worker');

    await takenOver(executionId, killedMs);
    expect(old.filter(isRunning)).toEqual([]);
    await nightshift.isBack('worker', worker);
    nightshift.openGate(executionId, 'task-002');
    expect(await nightshift.over(executionId)).toBe('succeeded');
    await provesOneTakeover(executionId, 1);
    expect((await nightshift.loop(executionId)).generation).toBe(1);
    await nightshift.until(
      'the result is delivered',
      async () => (await nightshift.gateway.report(executionId)).result,
    );
  },
  2 * MINUTE,
);

it(
  `gives the task of a killed worker, which nobody starts again, to another that is there${verifies('F1', 'R-11', 'R-21')}`,
  async () => {
    const workers = await Promise.all(
      [0, 1].map(() => nightshift.addWorker({ NIGHTSHIFT_WORKER_CAPABILITIES: 'twin' })),
    );
    const text = planText(['a!', 'b<a'], { a: { capability: 'twin' }, b: { capability: 'twin' } });
    const { executionId } = await nightshift.handOff(text);
    await nightshift.until('the command of a runs', async () => nightshift.runsOf(executionId, 'task-001').length > 0);
    const old = nightshift.processesOf(executionId);
    const holder = (await nightshift.gateway.tasks(executionId))[0]!.worker!;
    const pid = (await nightshift.workers()).find(({ id }) => id === holder)!.pid;
    const killedMs = Date.now();
    workers.find((worker) => worker.pid === pid)!.kill('SIGKILL');

    await takenOver(executionId, killedMs);
    expect(old.filter(isRunning)).toEqual([]);
    expect((await nightshift.gateway.tasks(executionId))[0]!.worker).not.toBe(holder);
    nightshift.openGate(executionId, 'task-001');
    expect(await nightshift.over(executionId)).toBe('succeeded');
    await provesOneTakeover(executionId, 0);
  },
  2 * MINUTE,
);

/** Waits for the start of the second attempt, which was in time. */
async function takenOver(executionId: string, killedMs: number): Promise<void> {
  const started = await nightshift.until('the task is taken over', async () =>
    (await nightshift.events(executionId)).find(
      ({ body }) => body.type === 'attempt-started' && body.token > 1 && Date.now() > killedMs,
    ),
  );
  const tookMs = Date.parse(started.at) - killedMs;
  process.stderr.write(`a killed worker's task was taken over after ${tookMs} ms\n`);
  expect(tookMs).toBeLessThanOrEqual(TAKEOVER_MS);
}

/** The task was lost once, begun anew with the next token, and everything else ran once. */
async function provesOneTakeover(executionId: string, task: number): Promise<void> {
  const events = await nightshift.events(executionId);
  const of = events.flatMap(({ body }) => ('task' in body && body.task === task ? [body] : []));
  expect(of.flatMap((body) => (body.type === 'attempt-lost' ? [body.token] : []))).toEqual([1]);
  expect(of.flatMap((body) => (body.type === 'attempt-started' ? [body.token] : []))).toEqual([1, 2]);
  expect(of.flatMap((body) => (body.type === 'attempt-ended' ? [body.token] : []))).toEqual([2]);
  expect(events.filter(({ body }) => body.type === 'attempt-lost')).toHaveLength(1);
}
