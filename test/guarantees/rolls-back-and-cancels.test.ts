import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { git, Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
const BACK_WITHIN_MS = 5_000;
const GONE_WITHIN_MS = 15_000;
const WHO = 'person:ada';
let nightshift: Nightshift;

beforeAll(async () => {
  nightshift = await Nightshift.shared('steady');
}, STARTS);
afterAll(() => nightshift.close(), MINUTE);

/** The tree of an integration branch, in whichever of the projects' repositories it is. */
function treeOf(executionId: string, branch: string): string | undefined {
  const projects = join(nightshift.home, 'projects');
  for (const name of readdirSync(projects)) {
    const bare = join(projects, name, 'repo.git');
    const ref = `refs/nightshift/${executionId}/${branch}`;
    const found = git('/', `--git-dir=${bare}`, 'for-each-ref', '--format=%(tree)', ref).trim();
    if (found !== '') return found;
  }
  return undefined;
}

const resultOf = (executionId: string) =>
  nightshift.until('the result is delivered', async () => (await nightshift.gateway.report(executionId)).result);

it(
  `takes an execution and its branch back to a task within ${BACK_WITHIN_MS / 1_000} s, byte for byte, and goes on; a fork does what came after it beside${verifies('R-11')}`,
  async () => {
    const repo = await nightshift.addRepository('rollback');
    const { executionId } = await nightshift.handOff(planText(['a', 'b<a', 'c!<b', 'd<c']), { repo });
    await nightshift.until('c runs', async () => nightshift.runsOf(executionId, 'task-003').length > 0);
    const then = treeOf(executionId, 'integration');
    expect(then).toMatch(/^[0-9a-f]{40}$/);
    nightshift.openGate(executionId, 'task-003');
    expect(await nightshift.over(executionId)).toBe('succeeded');
    await resultOf(executionId);
    expect(treeOf(executionId, 'integration')).not.toBe(then);
    const before = await nightshift.events(executionId);

    const began = performance.now();
    const { message } = await nightshift.gateway.control(executionId, { action: 'rollback', taskId: 'task-002' }, WHO);
    const tookMs = performance.now() - began;
    process.stderr.write(`the rollback took ${Math.round(tookMs)} ms\n`);
    expect(tookMs).toBeLessThan(BACK_WITHIN_MS);
    expect(message).toBe('It is as it was right after task-002; 2 tasks begin anew. The execution is running.');
    expect(treeOf(executionId, 'integration-2')).toBe(then);

    const { executionId: fork } = await nightshift.gateway.fork(
      executionId,
      { taskId: 'task-002', idempotencyKey: 'fork-of-rollback' },
      WHO,
    );
    for (const id of [executionId, fork]) {
      await nightshift.until('c runs again', async () => nightshift.processesOf(id).length > 0);
      nightshift.openGate(id, 'task-003');
      expect(await nightshift.over(id)).toBe('succeeded');
    }
    // What was done before the point was done once; the fork did none of it.
    const starts = async (id: string) =>
      [0, 1, 2, 3].map(
        async (task) =>
          (await nightshift.events(id)).filter(({ body }) => body.type === 'attempt-started' && body.task === task)
            .length,
      );
    expect(await Promise.all(await starts(executionId))).toEqual([1, 1, 2, 2]);
    expect(await Promise.all(await starts(fork))).toEqual([0, 0, 1, 1]);
    expect((await nightshift.events(executionId)).slice(0, before.length)).toEqual(before);
    for (const id of [executionId, fork]) {
      const { branch } = await resultOf(id);
      const subjects = git(repo, 'log', '--format=%s', '--reverse', `main..${branch}`).trim().split('\n');
      expect(subjects).toEqual(['Task a', 'Task b', 'Task c', 'Task d']);
      expect((await nightshift.gateway.fsck(id)).violations).toEqual([]);
    }
  },
  4 * MINUTE,
);

it(
  `lets a pause end what runs when that is asked, and begins it anew after the resume without counting a try${verifies('R-11', 'I20')}`,
  async () => {
    const { executionId } = await nightshift.handOff(planText(['a!', 'b<a']));
    await nightshift.until('a runs', async () => nightshift.runsOf(executionId, 'task-001').length > 0);
    const pause = { action: 'pause', stopsRunning: true } as const;
    await nightshift.gateway.control(executionId, pause, WHO);
    await nightshift.until('it is gone', async () => nightshift.processesOf(executionId).length === 0, GONE_WITHIN_MS);
    await nightshift.gateway.control(executionId, pause, WHO);
    const paused = await nightshift.events(executionId);
    expect(paused.slice(-2).map(({ body }) => body.type)).toEqual(['execution-paused', 'attempt-released']);
    await nightshift.gateway.control(executionId, { action: 'resume' }, WHO);
    nightshift.openGate(executionId, 'task-001');
    expect(await nightshift.over(executionId)).toBe('succeeded');
    const starts = (await nightshift.events(executionId)).filter(({ body }) => body.type === 'attempt-started');
    expect(starts).toHaveLength(3);
    expect((await nightshift.gateway.fsck(executionId)).violations).toEqual([]);
  },
  2 * MINUTE,
);

it(
  `ends all that a cancelled execution started within ${GONE_WITHIN_MS / 1_000} s, daemons that hid from their parents too${verifies('R-11')}`,
  async () => {
    // Leaves its session and its parents, ignores what can be ignored, and starts children of its own.
    const daemon = `(setsid sh -c 'trap "" TERM INT HUP; while :; do sleep 0.2 & wait; done' >/dev/null 2>&1 &) &`;
    const command = `${daemon} ${daemon} (trap '' TERM; sleep 1000) & sleep 1000`;
    const { executionId } = await nightshift.handOff(planText(['a', 'b'], { a: { command }, b: { command } }));
    const pids = await nightshift.until('everything runs', async () => {
      const found = nightshift.processesOf(executionId);
      return found.length >= 8 && found;
    });
    const began = performance.now();
    await nightshift.gateway.control(executionId, { action: 'cancel' }, WHO);
    await nightshift.until('all is gone', async () => nightshift.processesOf(executionId).length === 0, GONE_WITHIN_MS);
    process.stderr.write(
      `${pids.length} processes were gone ${Math.round(performance.now() - began)} ms after the cancel\n`,
    );
    expect((await nightshift.gateway.status(executionId)).state).toBe('cancelled');
    // The same answer again, and nothing begins after it.
    await nightshift.gateway.control(executionId, { action: 'cancel' }, WHO);
    expect((await nightshift.events(executionId)).at(-1)?.body.type).toBe('execution-cancelled');
  },
  2 * MINUTE,
);
