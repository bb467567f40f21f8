import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLiving, type ProcessIdentity } from '../../runtime/main/process-identity';
import { type PartExit, spawnPart } from '../../runtime/main/spawn-part';
import { createSupervisor, type Part, type PartName, type SupervisorHooks } from '../../runtime/main/supervisor';
import { waitUntil } from '../../runtime/main/wait-until';
import type { Log } from '../../runtime/ports/log';

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, with: () => silent };
/** Writes its name when it is told to end, then ends; `deaf` ones do not. */
const POLITE = `const fs = require('node:fs'); const [name, file] = process.argv.slice(1);
  process.on('SIGTERM', () => { fs.appendFileSync(file, name + '\\n'); process.exit(0); });
  fs.appendFileSync(file + '.started', name + '\\n'); setInterval(() => {}, 1000);`;
const DEAF = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);";

describe('the supervisor', () => {
  let folder: string;
  const living: ProcessIdentity[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ns-supervisor-'));
  });

  afterEach(() => {
    for (const identity of living.splice(0)) if (isLiving(identity)) process.kill(identity.pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const journal = (suffix = ''): readonly string[] =>
    readFileSync(join(folder, `journal${suffix}`), 'utf8')
      .trim()
      .split('\n');

  function part(name: PartName, after: readonly PartName[], script = POLITE, graceMs = 5_000): Part {
    return {
      name,
      after,
      stopSignal: 'SIGTERM',
      graceMs,
      isGroup: true,
      start: async ({ spawned }) => {
        const started = await spawnPart({
          command: process.execPath,
          args: ['-e', script, name, join(folder, 'journal')],
          env: process.env,
          cwd: folder,
          log: join(folder, `${name}.log`),
        });
        living.push(started.identity);
        spawned(started.identity);
        if (script === POLITE) {
          await waitUntil(() => tries(() => journal('.started').includes(name)), 10_000);
        }
        return started;
      },
    };
  }

  it(`starts parts after what they need and ends them in reverse order`, async () => {
    const parts = [part('worker', ['gateway']), part('gateway', ['postgres']), part('postgres', [])];
    const supervisor = createSupervisor({ log: silent }, parts, {});
    await supervisor.start();
    expect(journal('.started')).toEqual(['postgres', 'gateway', 'worker']);
    await supervisor.stop();
    expect(journal()).toEqual(['worker', 'gateway', 'postgres']);
    expect(living.some(isLiving)).toBe(false);
  });

  it('is not started before a part that ended meanwhile is there again', async () => {
    const slow: Part = {
      ...part('n8n', ['postgres']),
      start: async (order) => {
        const started = await part('n8n', []).start(order);
        // As when n8n came up with another key than the gateway has read.
        supervisor.restart('gateway');
        return started;
      },
    };
    const ready: string[] = [];
    const hooks: SupervisorHooks = { onReady: (name) => void ready.push(name) };
    const parts = [part('postgres', []), part('gateway', ['postgres']), slow];
    const supervisor = createSupervisor({ log: silent }, parts, hooks);
    await supervisor.start();
    expect(ready.filter((name) => name === 'gateway')).toHaveLength(2);
    expect(living.filter(isLiving)).toHaveLength(3);
    await supervisor.stop();
    expect(living.some(isLiving)).toBe(false);
  });

  it('starts a part that was killed again, and says what it saw', async () => {
    const exits: { part: string; pid: number; exit: PartExit }[] = [];
    const ready: ProcessIdentity[] = [];
    const hooks: SupervisorHooks = {
      onExit: (name, pid, exit) => void exits.push({ part: name, pid, exit }),
      onReady: (_, identity) => void ready.push(identity),
    };
    const supervisor = createSupervisor({ log: silent }, [part('worker', [])], hooks);
    await supervisor.start();
    const first = ready[0]!;
    process.kill(first.pid, 'SIGKILL');
    expect(await waitUntil(() => ready.length === 2, 5_000)).toBe(true);
    expect(exits).toEqual([{ part: 'worker', pid: first.pid, exit: { code: null, signal: 'SIGKILL' } }]);
    expect(isLiving(ready[1]!)).toBe(true);
    await supervisor.stop();
  });

  it('keeps trying while a part cannot be started again and says so, and a report that fails does not stop it', async () => {
    const good = part('worker', []);
    const starts: [isRestart: boolean, failures: number][] = [];
    const failures: unknown[][] = [];
    const flaky: Part = {
      ...good,
      start: (order) => {
        starts.push([order.isRestart, order.failures]);
        if (starts.length === 2) throw new Error('not yet');
        return good.start(order);
      },
    };
    const ready: ProcessIdentity[] = [];
    const hooks: SupervisorHooks = {
      onReady: (_, identity) => void ready.push(identity),
      onExit: () => {
        throw new Error('the database is away');
      },
      onFailure: (name, error, nextTryMs) => void failures.push([name, error, nextTryMs]),
    };
    const supervisor = createSupervisor({ log: silent }, [flaky], hooks);
    await supervisor.start();
    process.kill(ready[0]!.pid, 'SIGKILL');
    expect(await waitUntil(() => ready.length === 2, 5_000)).toBe(true);
    expect(starts).toEqual([
      [false, 0],
      [true, 0],
      [true, 1],
    ]);
    expect(failures).toEqual([['worker', new Error('not yet'), 400]]);
    await supervisor.stop();
  });

  it('kills a part that does not end in its grace, with all that it started', async () => {
    const child = join(folder, 'child.pid');
    const script = `const { spawn } = require('node:child_process');
      const c = spawn(process.execPath, ['-e', ${JSON.stringify(DEAF)}], { stdio: 'ignore' });
      require('node:fs').writeFileSync(${JSON.stringify(child)}, String(c.pid)); ${DEAF}`;
    const supervisor = createSupervisor({ log: silent }, [part('worker', [], script, 300)], {});
    await supervisor.start();
    expect(await waitUntil(() => tries(() => readFileSync(child, 'utf8') !== ''), 5_000)).toBe(true);
    const pid = Number(readFileSync(child, 'utf8'));
    const since = performance.now();
    await supervisor.stop();
    expect(performance.now() - since).toBeLessThan(5_000);
    expect(living.some(isLiving)).toBe(false);
    expect(await waitUntil(() => !tries(() => process.kill(pid, 0) && !isZombie(pid)), 5_000)).toBe(true);
  });

  it('ends what it started when a part cannot be started, and tells why', async () => {
    const broken: Part = {
      ...part('gateway', ['postgres']),
      start: () => Promise.reject(new Error('port in use')),
    };
    const supervisor = createSupervisor({ log: silent }, [part('postgres', []), broken], {});
    await expect(supervisor.start()).rejects.toThrow('port in use');
    expect(journal()).toEqual(['postgres']);
    expect(living.some(isLiving)).toBe(false);
  });

  it('can be stopped while it starts: nothing is left and the start says so', async () => {
    writeFileSync(join(folder, 'never'), '');
    const slow: Part = {
      ...part('n8n', []),
      start: async (order) => {
        const started = await part('n8n', [], DEAF, 200).start(order);
        await waitUntil(() => !isLiving(started.identity), 20_000);
        throw new Error('ended while it started');
      },
      graceMs: 200,
    };
    const supervisor = createSupervisor({ log: silent }, [slow, part('worker', ['n8n'])], {});
    const starting = supervisor.start();
    expect(await waitUntil(() => living.length === 1, 5_000)).toBe(true);
    const stopping = supervisor.stop();
    await expect(starting).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await stopping;
    expect(living).toHaveLength(1);
    expect(living.some(isLiving)).toBe(false);
  });
});

function tries(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

function isZombie(pid: number): boolean {
  return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
