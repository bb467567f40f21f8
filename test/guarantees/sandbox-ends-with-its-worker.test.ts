import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endLeftoverRuns } from '../../runtime/adapters/sandbox/end-leftover-runs';
import { readProcess } from '../../runtime/adapters/sandbox/process-table';
import { killQuietly } from '../../runtime/adapters/sandbox/wait-until-gone';
import { processesWith, sandboxFolders } from '../contracts/sandbox.contract';

const ROOT = join(__dirname, '..', '..');

/** A process that runs one command bare, as a worker does, from the sources. */
const WORKER = `
const { transformSync } = require('@swc/core');
require.extensions['.ts'] = (module, file) => module._compile(transformSync(require('fs').readFileSync(file, 'utf8'), {
  filename: file, swcrc: false, module: { type: 'commonjs' }, jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
}).code, file);
const { BareSandbox } = require('./runtime/adapters/sandbox/bare-sandbox.ts');
const { workspace, home, command } = JSON.parse(process.argv[1]);
new BareSandbox().run({
  argv: ['/bin/sh', '-c', command], workspace, home, readOnly: [], shared: [], env: {}, onOutput: () => undefined,
  limits: { timeMs: 300_000, outputBytes: 1_000_000, memoryBytes: 2 ** 31, processes: 256, fileBytes: 1_000_000 },
}, new AbortController().signal);
`;

/** Waits for what another process does; the test's own time limit ends it. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await delay(10);
}

describe('a bare run whose worker is killed with kill -9', () => {
  let folders: ReturnType<typeof sandboxFolders>;
  let temporary: string;
  let worker: ChildProcess;
  let seconds = 70_000;
  let sleeps: readonly [string, string];

  beforeEach(async () => {
    folders = sandboxFolders();
    temporary = realpathSync(mkdtempSync(join(tmpdir(), 'ns-test-')));
    sleeps = [`sleep ${++seconds}.${process.pid}`, `sleep ${++seconds}.${process.pid}`];
    const command = `setsid setsid ${sleeps[1]} & touch begun; ${sleeps[0]}; true`;
    worker = spawn(
      process.execPath,
      ['-e', WORKER, JSON.stringify({ workspace: folders.work, home: folders.home, command })],
      { cwd: ROOT, env: { PATH: process.env['PATH'], TMPDIR: temporary }, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await until(() => sleeps.every((sleep) => pidsOf(sleep).length > 0) || worker.exitCode !== null);
    expect(worker.exitCode).toBeNull();
  });
  afterEach(() => {
    worker.kill('SIGKILL');
    for (const pid of sleeps.flatMap(pidsOf)) killQuietly(pid);
    rmSync(folders.root, { recursive: true });
    rmSync(temporary, { recursive: true });
  });

  /** The processes that are this sleep, and not the shell that will start it. */
  function pidsOf(sleep: string): readonly number[] {
    return processesWith(sleep.replace(' ', '\0'))
      .map(Number)
      .filter((pid) => pid !== process.pid);
  }
  const guards = () =>
    processesWith('nightshift-guard')
      .map(Number)
      .filter((pid) => !isOver(pid) && Number(statOf(pid)?.[1]) === worker.pid);
  const kill = async () => {
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  };
  const alive = () => sleeps.map((sleep) => pidsOf(sleep).length);

  it('ends with it, daemons that left its group included, without any other worker', async () => {
    expect(guards()).toHaveLength(1);
    const [guard] = guards() as [number];
    await kill();
    await until(() => alive().join() === '0,0');
    await until(() => isOver(guard));
    await endLeftoverRuns(temporary);
    expect(leftIn(temporary)).toEqual([]);
  });

  it('is ended by the next worker where its guard was killed too', async () => {
    for (const guard of guards()) killQuietly(guard);
    await until(() => guards().length === 0);
    // While its worker lives it is nobody else's affair.
    await endLeftoverRuns(temporary);
    expect(alive()).toEqual([1, 1]);
    await kill();
    expect(alive()).toEqual([1, 1]);
    await endLeftoverRuns(temporary);
    expect(alive()).toEqual([0, 0]);
    expect(leftIn(temporary)).toEqual([]);
  });
});

describe('the note of a run', () => {
  it('ends no process that was given the number of its leader later, and is not believed when others can write it', async () => {
    const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'ns-test-')));
    const innocent = spawn('sleep', ['100'], { detached: true, stdio: 'ignore' });
    const pid = innocent.pid as number;
    const startedAt = (await readProcess(pid))?.startedAt ?? '';
    const owner = { pid: 999_999_999, startedAt: '1' };
    const marker = `NIGHTSHIFT_RUN=00000000-0000-4000-8000-${String(process.pid).padStart(12, '0')}`;
    const env = { PATH: '/usr/bin:/bin', NIGHTSHIFT_RUN: marker.slice('NIGHTSHIFT_RUN='.length) };
    const daemon = spawn('sleep', ['100'], { detached: true, stdio: 'ignore', env });
    const note = (name: string, mode: number, leader: unknown) => {
      mkdirSync(join(temporary, name), { mode: 0o700 });
      writeFileSync(join(temporary, name, 'run'), JSON.stringify({ owner, leader, marker }));
      chmodSync(join(temporary, name), mode);
    };
    try {
      note('ns-999999999-reused', 0o700, { pid, startedAt: `${startedAt}1` });
      note('ns-999999999-open', 0o777, { pid, startedAt });
      note('ns-999999999-broken', 0o700, { pid: -1, startedAt });
      await endLeftoverRuns(temporary);
      expect(await readProcess(pid)).toMatchObject({ isDead: false, startedAt });
      expect(isOver(daemon.pid as number)).toBe(true);
      expect(readdirSync(temporary)).toEqual([]);
      note('ns-999999999-true', 0o700, { pid, startedAt });
      await endLeftoverRuns(temporary);
      expect((await readProcess(pid))?.isDead ?? true).toBe(true);
    } finally {
      killQuietly(pid);
      daemon.kill('SIGKILL');
      rmSync(temporary, { recursive: true });
    }
  });
});

/** Names of our private folders; other programs keep theirs there too. */
const leftIn = (temporary: string) => readdirSync(temporary).filter((name) => name.startsWith('ns-'));

/** Whether a process has ended, collected or not. */
function isOver(pid: number): boolean {
  return ['Z', 'X', undefined].includes(statOf(pid)?.[0]);
}

/** What stands after the name of a process in its line of `/proc`; undefined when it is gone. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
