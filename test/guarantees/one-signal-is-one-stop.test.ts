import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import { waitUntil } from '../../runtime/main/wait-until';

const RUN = resolve(__dirname, '../../runtime/embedded/bootstrap/run.cjs');

/** Stops as `nightshift up` does: the first wish in order, a second one at once. */
const PROGRAM = `
  import { endOnSignal } from ${JSON.stringify(resolve(__dirname, '../../runtime/main/end-on-signal.ts'))};
  let end = () => {};
  const stop = (isHurried) => {
    console.log(isHurried ? 'hurries' : 'stops');
    // Hurried or not, ending parts takes a while: whoever passes the signal on finds us still there.
    if (isHurried) setTimeout(() => end(), 1000);
    return new Promise((resolve) => { end = resolve; setTimeout(resolve, 4000); });
  };
  endOnSignal({ start: async () => {}, stop }, undefined, { onStopping: () => {}, onEnded: () => process.exit(3) });
  console.log('up');
  setInterval(() => {}, 1000);
`;

describe('a signal to everything that runs without a terminal', () => {
  let folder: string;
  let launcher: ChildProcess;
  let said: string;
  let ended: Promise<number | null>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ns-signal-'));
    const program = join(folder, 'program.cjs');
    writeFileSync(join(folder, 'program.ts'), PROGRAM);
    buildSync({ entryPoints: [join(folder, 'program.ts')], outfile: program, bundle: true, platform: 'node' });
    const start = `require(${JSON.stringify(RUN)}).runForeground(process.execPath, [${JSON.stringify(program)}])
      .then((code) => { process.exitCode = code; })`;
    // A process group of its own, as a CI makes for a step.
    launcher = spawn(process.execPath, ['-e', start], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    said = '';
    launcher.stdout?.setEncoding('utf8').on('data', (text) => (said += text));
    ended = new Promise((end) => launcher.once('exit', end));
    expect(await waitUntil(() => said.includes('up'), 20_000)).toBe(true);
  });

  afterEach(() => {
    if (launcher.exitCode === null) process.kill(-(launcher.pid ?? 0), 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const toTheGroup = (name: NodeJS.Signals) => process.kill(-(launcher.pid ?? 0), name);

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s to the whole group is one stop, in order', async (name) => {
    toTheGroup(name);
    expect(await ended).toBe(3);
    expect(said).toBe('up\nstops\n');
  });

  it('a second one hurries', async () => {
    toTheGroup('SIGINT');
    expect(await waitUntil(() => said.includes('stops'), 5_000)).toBe(true);
    await sleep(700);
    toTheGroup('SIGINT');
    expect(await ended).toBe(3);
    expect(said).toBe('up\nstops\nhurries\n');
  });

  it('one to the launcher alone is passed on', async () => {
    launcher.kill('SIGINT');
    expect(await ended).toBe(3);
    expect(said).toBe('up\nstops\n');
  });
});

/** A part as the gateway and the worker are: it takes a second to stop in order. */
const PART = `
  import { runUntilStopped } from ${JSON.stringify(resolve(__dirname, '../../runtime/main/run-until-stopped.ts'))};
  const log = { info: (said) => console.log(said), warn: (said) => console.log(said), error: (said) => console.log(said) };
  runUntilStopped(log, () => new Promise((resolve) => setTimeout(() => resolve(console.log('stopped')), 1500)));
  console.log('up');
  setInterval(() => {}, 1000);
`;

describe('a signal to the gateway or a worker', () => {
  let folder: string;
  let part: ChildProcess;
  let said: string;
  let ended: Promise<number | null>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ns-signal-'));
    writeFileSync(join(folder, 'part.ts'), PART);
    const program = join(folder, 'part.cjs');
    buildSync({ entryPoints: [join(folder, 'part.ts')], outfile: program, bundle: true, platform: 'node' });
    part = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    said = '';
    part.stdout?.setEncoding('utf8').on('data', (text) => (said += text));
    ended = new Promise((end) => part.once('exit', end));
    expect(await waitUntil(() => said.includes('up'), 20_000)).toBe(true);
  });
  afterEach(() => {
    part.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('that comes twice at once is one: attempts have their grace', async () => {
    part.kill('SIGTERM');
    expect(await waitUntil(() => said.includes('stops'), 5_000)).toBe(true);
    part.kill('SIGTERM');
    part.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(said).toBe('up\nstops\nstopped\n');
  });

  it('that comes again later ends it at that moment', async () => {
    part.kill('SIGTERM');
    expect(await waitUntil(() => said.includes('stops'), 5_000)).toBe(true);
    await sleep(700);
    part.kill('SIGTERM');
    expect(await ended).toBe(1);
    expect(said).not.toContain('stopped');
  });
});
