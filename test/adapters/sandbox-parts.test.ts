import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BareSandbox } from '../../runtime/adapters/sandbox/bare-sandbox';
import { openControlGroup } from '../../runtime/adapters/sandbox/control-group';
import { limitArguments } from '../../runtime/adapters/sandbox/limit-arguments';
import { privateFolder } from '../../runtime/adapters/sandbox/private-folder';
import { findProcesses, findTwice, readProcess } from '../../runtime/adapters/sandbox/process-table';
import { removeLeftovers } from '../../runtime/adapters/sandbox/remove-leftovers';
import { killQuietly, waitUntilGone } from '../../runtime/adapters/sandbox/wait-until-gone';
import { freePort, sandboxFolders, tell } from '../contracts/sandbox.contract';

const LIMITS = { timeMs: 60_000, outputBytes: 1, memoryBytes: 10 ** 9, processes: 50, fileBytes: 10 ** 6 };

describe('findProcesses', () => {
  it('finds a daemon that left its group and session, by its environment, and ends it', async () => {
    const marker = `NIGHTSHIFT_RUN=test-${process.pid}`;
    const child = spawn('sh', ['-c', '(setsid setsid sleep 3210 >/dev/null 2>&1 &) ; exit 0'], {
      detached: true,
      stdio: 'ignore',
      env: { PATH: '/usr/bin:/bin', NIGHTSHIFT_RUN: `test-${process.pid}` },
    });
    await new Promise((resolve) => child.once('exit', resolve));
    const leader = child.pid as number;
    const away = async () => (await findProcesses(leader, marker)).filter((facts) => facts.session !== leader);
    for (let i = 0; i < 500 && (await away()).length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await away()).toHaveLength(1);
    expect(await findProcesses(leader, `${marker}-other`)).toEqual([]);
    await waitUntilGone(() => findTwice(leader, marker));
    expect(await findProcesses(leader, marker)).toEqual([]);
  });

  it('reads a process whose name holds brackets and spaces', async () => {
    const child = spawn('sh', ['-c', 'printf "x) S 1 1 1" > /proc/$$/comm; sleep 100 & wait'], {
      detached: true,
      stdio: 'ignore',
    });
    const pid = child.pid as number;
    try {
      for (let i = 0; i < 200; i++) {
        if (readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('x)')) break;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      expect(await readProcess(pid)).toMatchObject({ pid, group: pid, session: pid, isDead: false });
      expect(await readProcess(2 ** 30)).toBeUndefined();
    } finally {
      killQuietly(-pid);
    }
  });
});

describe('openControlGroup', () => {
  const fakeRoot = (files: Readonly<Record<string, string>>): string => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'ns-test-')));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(root, file, '..'), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    return root;
  };

  it('does without where the host gives none', async () => {
    const root = fakeRoot({ 'cgroup.subtree_control': 'cpu io\n' });
    const own = readFileSync('/proc/self/cgroup', 'utf8');
    if (!/:(pids|memory):/.test(own)) expect(await openControlGroup(LIMITS, root)).toBeUndefined();
    expect(await openControlGroup(LIMITS, join(root, 'nothing'))).toBeUndefined();
    expect(readdirSync(root)).toEqual(['cgroup.subtree_control']);
    rmSync(root, { recursive: true });
  });
});

describe('removeLeftovers', () => {
  it('removes what processes that are gone left behind, and nothing else', async () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'ns-test-')));
    for (const name of [
      `ns-${process.pid}-a`,
      'ns-1-b',
      'ns-999999999-c',
      'ns-999999999',
      'ns-x-d',
      'other-999999999-e',
    ]) {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, 'socket'), '');
    }
    await removeLeftovers(root, 'ns-', 'groups');
    expect(readdirSync(root)).toHaveLength(6);
    await removeLeftovers(root, 'ns-', 'folders');
    expect(readdirSync(root).sort()).toEqual(
      ['ns-1-b', 'ns-999999999', `ns-${process.pid}-a`, 'ns-x-d', 'other-999999999-e'].sort(),
    );
    await removeLeftovers(join(root, 'nothing'), 'ns-', 'folders');
    rmSync(root, { recursive: true });
  });
});

describe('limitArguments', () => {
  it('asks for no more than this process may have, and for no core', () => {
    const all = limitArguments({ ...LIMITS, processes: 10 ** 9, fileBytes: 5 }, true);
    const hard = /^Max processes\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    if (hard !== 'unlimited') expect(all).toContain(`--nproc=${hard}:${hard}`);
    expect(all).toEqual(expect.arrayContaining(['--fsize=5:5', '--core=0:0', '--data=1000000000:1000000000']));
    expect(limitArguments(LIMITS, false).join()).not.toContain('nproc');
  });
});

describe('privateFolder', () => {
  it('is ours alone, and short enough for a socket wherever the temporary folder is', async () => {
    const long = join(tmpdir(), 'x'.repeat(200));
    const folder = await privateFolder(long);
    expect(folder.length).toBeLessThan(80);
    rmSync(folder, { recursive: true });
  });

  it('says so when the disk is full', async () => {
    await expect(privateFolder('/proc/self')).rejects.toThrow();
  });
});

describe('BareSandbox with a way out', () => {
  it('says what to do when the port is taken, or leads elsewhere', async () => {
    const folders = sandboxFolders();
    const { createServer } = await import('node:net');
    const port = await freePort();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    const sandbox = new BareSandbox();
    const egress = { port, target: 'http://127.0.0.1:9', allow: [], headers: {} };
    await expect(tell(sandbox, folders, 'true', { egress })).rejects.toMatchObject({
      code: 'UNAVAILABLE_EGRESS',
      hint: expect.stringContaining('bubblewrap'),
    });
    await new Promise((resolve) => taken.close(resolve));
    const abort = new AbortController();
    const first = tell(sandbox, folders, 'echo up; sleep 100', { egress, onOutput: () => second() }, abort.signal);
    let refused: Promise<unknown> | undefined;
    const second = () => {
      refused ??= tell(sandbox, folders, 'true', { egress: { ...egress, headers: { a: 'b' } } }).catch(
        (error: unknown) => {
          abort.abort();
          return error;
        },
      );
    };
    expect(await first).toMatchObject({ reason: 'aborted' });
    expect(await refused).toMatchObject({ code: 'UNAVAILABLE_EGRESS' });
    expect(await tell(sandbox, folders, 'true', { egress })).toMatchObject({ exitCode: 0 });
    rmSync(folders.root, { recursive: true });
  });
});

describe('a program with too much to say on its command line', () => {
  it('is refused with the next step', async () => {
    const folders = sandboxFolders();
    const run = tell(new BareSandbox(), folders, ['echo', 'x'.repeat(300_000)]);
    await expect(run).rejects.toMatchObject({ code: 'BUG_ARGUMENTS_TOO_LONG', hint: expect.stringContaining('stdin') });
    rmSync(folders.root, { recursive: true });
  });
});
