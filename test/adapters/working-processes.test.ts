import { type ChildProcess, spawn } from 'node:child_process';
import { LocalWorkProcesses } from '../../runtime/adapters/sandbox/working-processes';
import { bubblewrapSkipReason } from '../support/bubblewrap-skip-reason';
import { verifies } from '../support/verifies';

const EXECUTION = '01900000-0000-7000-8000-00000000abcd';
const processes = new LocalWorkProcesses();
const mine = async () => (await processes.list()).filter(({ executionId }) => executionId === EXECUTION);
const started: ChildProcess[] = [];

function start(argv: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn(argv[0]!, argv.slice(1), {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  return child;
}

const gone = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) =>
    (child.exitCode ?? child.signalCode) === null ? child.once('exit', () => resolve()) : resolve(),
  );

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

const ENV = { NIGHTSHIFT_EXECUTION: EXECUTION, NIGHTSHIFT_TASK: 't-1' };

it('lists processes with execution, task and token of their attempt', async () => {
  const first = start(['sleep', '60'], { ...ENV, NIGHTSHIFT_FENCE: '3' });
  const second = start(['sleep', '60'], { ...ENV, NIGHTSHIFT_FENCE: 'x' });
  await until(async () => (await mine()).length === 2);
  const startedAt = expect.stringMatching(/^\d+$/);
  const named = { startedAt, executionId: EXECUTION, task: 't-1' };
  expect([...(await mine())].sort((a, b) => a.pid - b.pid)).toEqual(
    [
      { pid: first.pid, ...named, token: 3 },
      { pid: second.pid, ...named },
    ].sort((a, b) => a.pid! - b.pid!),
  );
});

it(`ends one that stands still and ignores what it can, and nobody else${verifies('I8', 'I20')}`, async () => {
  const stubborn = start(['sh', '-c', 'trap "" TERM INT HUP; kill -STOP $$; sleep 60'], ENV);
  const other = start(['sleep', '60'], { ...ENV, NIGHTSHIFT_EXECUTION: EXECUTION.replace('abcd', 'abce') });
  await until(async () => (await mine()).length > 0);
  const found = await mine();
  await processes.end([...found, { ...found[0]!, pid: other.pid!, startedAt: '1' }]);
  await gone(stubborn);
  expect(other.exitCode ?? other.signalCode).toBeNull();
  await processes.end(found);
});

const inNamespace = (script: string): ChildProcess =>
  start(
    [
      ...['bwrap', '--unshare-pid', '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--clearenv'],
      ...Object.entries({ PATH: process.env['PATH']!, ...ENV }).flatMap(([name, value]) => ['--setenv', name, value]),
      ...['sh', '-c', script],
    ],
    {},
  );

const skipped = bubblewrapSkipReason();
(skipped === undefined ? it : it.skip)(
  `takes a container in which a part of nightshift runs for no sandbox${skipped ? ` (skipped: ${skipped})` : ''}`,
  async () => {
    const container = inNamespace('env -i NIGHTSHIFT_PART=worker sleep 61 & sleep 62 & wait');
    const pids = async () => (await mine()).map(({ pid }) => pid).sort((a, b) => a - b);
    await until(async () => (await pids()).length >= 2);
    const before = await pids();
    const newest = before.at(-1)!;
    await processes.end((await mine()).filter(({ pid }) => pid === newest));
    expect(await pids()).toEqual(before.filter((pid) => pid !== newest));
    expect(container.exitCode ?? container.signalCode).toBeNull();
  },
);

(skipped === undefined ? it : it.skip)(
  `ends all of a sandbox with it, also what gave its environment away${skipped ? ` (skipped: ${skipped})` : ''}`,
  async () => {
    const child = inNamespace('env -i setsid sleep 61 & echo begun; exec sleep 60');
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    await until(async () => (await mine()).length > 0);
    await processes.end(await mine());
    await gone(child);
    expect(await mine()).toEqual([]);
  },
);
