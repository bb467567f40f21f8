import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enterAsGuest, guestsOf } from '../../runtime/main/launcher-guests';
import { LogReader } from '../../runtime/main/log-reader';
import { identify } from '../../runtime/main/process-identity';
import { stopUnused } from '../../runtime/main/stop-unused';
import { waitUntil } from '../../runtime/main/wait-until';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ns-guests-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('commands that use what a launcher runs', () => {
  it('are known while they live, and leave no trace', async () => {
    const leave = enterAsGuest(home);
    expect(guestsOf(home)).toEqual([identify(process.pid)]);
    leave();
    expect(guestsOf(home)).toEqual([]);

    const killed = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    writeFileSync(join(home, 'guests', String(killed.pid)), JSON.stringify(identify(killed.pid ?? 0)));
    expect(guestsOf(home)).toHaveLength(1);
    killed.kill('SIGKILL');
    expect(await waitUntil(() => guestsOf(home).length === 0, 5_000)).toBe(true);
    expect(readdirSync(join(home, 'guests'))).toEqual([]);
  });

  it('are waited for; that it stops is announced before the last look at them', async () => {
    const leave = enterAsGuest(home);
    const happened: string[] = [];
    const done = stopUnused(
      {
        home,
        announce: (phase) => happened.push(phase),
        isStopping: () => false,
        stop: async () => void happened.push('stopped'),
      },
      (users) => happened.push(`waits for ${users.map(({ pid }) => pid).join()}`),
    );
    expect(happened).toEqual(['stopping', 'ready', `waits for ${process.pid}`]);
    leave();
    await done;
    expect(happened.slice(3)).toEqual(['stopping', 'stopped']);
  });

  it('are not waited for any more once it is told to stop', async () => {
    const leave = enterAsGuest(home);
    let isStopping = false;
    let stops = 0;
    const stop = async (): Promise<void> => {
      stops += 1;
    };
    const done = stopUnused({ home, announce: () => undefined, isStopping: () => isStopping, stop }, () => undefined);
    isStopping = true;
    await done;
    expect(stops).toBe(1);
    leave();
  });
});

describe('the log of a launcher in the background', () => {
  it('is read from where it stands, a whole line at a time, also when it was put aside', () => {
    mkdirSync(join(home, 'logs'));
    const path = join(home, 'logs', 'up.log');
    writeFileSync(path, '[0.1 s] warning: port 5678 is taken: n8n uses 5679\n');
    const log = new LogReader(path);
    expect(log.next()).toEqual([]);
    appendFileSync(path, '[0.1 s] starting Post');
    expect(log.next()).toEqual([]);
    appendFileSync(path, 'gres\nnext\n');
    expect(log.next()).toEqual(['[0.1 s] starting Postgres', 'next']);
    writeFileSync(path, 'new\n');
    expect(log.next()).toEqual(['new']);
  });
});
