import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launcherOf, releaseHome, takeHome } from '../../runtime/main/launcher-state';
import { identify, isLiving } from '../../runtime/main/process-identity';
import { waitUntil } from '../../runtime/main/wait-until';

describe('a home belongs to one launcher', () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'ns-home-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('is refused to a second one while the first lives, and leaves nothing but the lock behind', () => {
    expect(takeHome(home)).toBe(true);
    expect(takeHome(home)).toBe(false);
    expect(launcherOf(home)).toEqual(identify(process.pid));
    expect(readdirSync(home)).toEqual(['launcher.lock']);
    releaseHome(home);
    expect(readdirSync(home)).toEqual([]);
  });

  it('is given on when the holder was killed', async () => {
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const identity = identify(holder.pid ?? 0);
    writeFileSync(join(home, 'launcher.lock'), JSON.stringify(identity));
    expect(takeHome(home)).toBe(false);
    holder.kill('SIGKILL');
    expect(await waitUntil(() => identity !== undefined && !isLiving(identity), 5_000)).toBe(true);
    expect(takeHome(home)).toBe(true);
  });

  it('is given on when the number of the holder is somebody else’s by now', () => {
    writeFileSync(join(home, 'launcher.lock'), JSON.stringify({ pid: process.pid, started: 'another boot/1' }));
    expect(launcherOf(home)).toBeUndefined();
    expect(takeHome(home)).toBe(true);
  });

  it('is given on when a power cut left half a lock', () => {
    writeFileSync(join(home, 'launcher.lock'), '{"pid":');
    expect(takeHome(home)).toBe(true);
  });

  it('counts a process that has ended and was not waited for as ended', async () => {
    const shell = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const pid = await new Promise<number>((resolve) => shell.stdout.once('data', (data) => resolve(Number(data))));
    expect(
      await waitUntil(
        () => execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z'),
        5_000,
      ),
    ).toBe(true);
    expect(identify(pid)).toBeUndefined();
    shell.kill('SIGKILL');
  });
});
