import { type ChildProcess, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addWorkerPatiently, boot, describeBoot, drawBoot, type Starter } from '../chaos/boot';
import { Random } from '../simulation/random';
import { Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
/** From the moment that everything has been started. */
const SCHEDULES_AGAIN_MS = 30_000;
const WORKERS = 2;
const TIMES = { NIGHTSHIFT_WORKER_LEASE_SECONDS: '4' };
/** All that were started here, of both boots: a boot ends every process. */
const workers: ChildProcess[] = [];
let nightshift: Nightshift;

beforeAll(async () => {
  nightshift = await Nightshift.shared('killed');
}, STARTS);
afterAll(() => nightshift.close(), MINUTE);

/** The first one by the unit that a boot would start; then by hand, with the settings that others of this run need. */
it.each([
  ['the unit of `nightshift service install`', 20261128, () => nightshift.startAsService()],
  ['the launcher', 20261130, () => nightshift.startAgain()],
] as const)(
  `goes on by itself after everything died at once and came back in any order, by %s (seed %i)${verifies('F25', 'R-1', 'R-11', 'R-21', 'I19')}`,
  async (_, seed, startLauncher) => {
    for (let no = 0; no < WORKERS; no++) workers.push(await nightshift.addWorker(TIMES));
    const repo = await nightshift.addRepository('boot');
    const receipt = await nightshift.handOff(planText(['a', 'b!<a', 'c<a', 'd<b,c', 'e<d']), { repo });
    const { executionId } = receipt;
    await nightshift.task(executionId, 'task-003', 'completed');
    await nightshift.until('the command of b runs', async () => nightshift.runsOf(executionId, 'task-002').length > 0);
    const before = await nightshift.events(executionId);
    for (const worker of workers) worker.kill('SIGKILL');
    await nightshift.killEverything();
    await nightshift.until('all is gone', async () => workers.every(hasEnded));

    let unit: string | undefined;
    const starters: readonly Starter[] = [
      {
        name: 'launcher',
        start: async () => {
          unit = (await startLauncher()) ?? undefined;
        },
      },
      ...Array.from({ length: WORKERS }, (_, no) => ({
        name: `worker-${no + 1}`,
        start: async () => workers.push(await addWorkerPatiently(nightshift, TIMES)),
      })),
    ];
    const steps = drawBoot(new Random(seed), starters);
    process.stderr.write(`back in the order ${describeBoot(steps)}\n`);
    const bootedMs = Date.now();
    await boot(steps);
    const events = await nightshift.until('b is begun anew', async () => {
      const now = await nightshift.events(executionId);
      return now.some(({ body }) => body.type === 'attempt-started' && body.task === 1 && body.token > 1) && now;
    });
    const begun = events.find(({ body }) => body.type === 'attempt-started' && body.task === 1 && body.token > 1)!;
    const tookMs = Date.parse(begun.at) - bootedMs;
    process.stderr.write(`at work again after ${(tookMs / 1_000).toFixed(1)} s\n`);
    expect(tookMs).toBeLessThan(SCHEDULES_AGAIN_MS);
    expect(events.slice(0, before.length)).toEqual(before);
    nightshift.openGate(executionId, 'task-002');
    expect(await nightshift.over(executionId, 2 * MINUTE)).toBe('succeeded');
    const all = await nightshift.events(executionId);
    const starts = (task: number) =>
      all.filter(({ body }) => body.type === 'attempt-started' && body.task === task).length;
    expect([0, 1, 2, 3, 4].map(starts)).toEqual([1, 2, 1, 1, 1]);
    const { result } = await nightshift.until('the result', async () => {
      const report = await nightshift.gateway.report(executionId);
      return report.result && { result: report.result };
    });
    expect(result.changedFiles).toEqual(['a', 'b', 'c', 'd', 'e'].map((id) => `out/${id}.txt`));
    if (unit) expect(complaints(unit)).toBe('');
  },
  6 * MINUTE,
);

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** What systemd says of a unit; nothing where systemd is not. */
function complaints(unit: string): string {
  const file = join(nightshift.folder, 'nightshift.service');
  writeFileSync(file, unit);
  const { stdout, stderr, error } = spawnSync('systemd-analyze', ['--user', 'verify', file], {
    env: { PATH: process.env['PATH'], HOME: nightshift.folder, XDG_RUNTIME_DIR: nightshift.folder },
    encoding: 'utf8',
  });
  const said = error ? '' : `${stdout}${stderr}`;
  return said.includes('nightshift.service') ? said : '';
}
