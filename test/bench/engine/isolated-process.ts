import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkSandbox } from '../../../runtime/adapters/sandbox/check-sandbox';
import { openSandbox } from '../../../runtime/adapters/sandbox/open-sandbox';
import { quantile } from '../figures';

const MEBIBYTE = 1024 * 1024;

/** E10: ms until a program in the sandbox has run that does nothing, beside one without; words on why there is no sandbox here. */
export async function isolatedProcess(times: number): Promise<{ sandboxMs: number; spawnMs: number } | string> {
  const check = await checkSandbox();
  if (!check.isAvailable) return check.reason;
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ns-bench-sandbox-')));
  const [workspace, home] = [join(root, 'work'), join(root, 'home')];
  mkdirSync(workspace);
  mkdirSync(home);
  const sandbox = openSandbox('bubblewrap');
  const never = new AbortController().signal;
  const limits = {
    timeMs: 20_000,
    outputBytes: MEBIBYTE,
    memoryBytes: 512 * MEBIBYTE,
    processes: 64,
    fileBytes: MEBIBYTE,
  };
  const run = () =>
    sandbox.run(
      { argv: ['/bin/true'], workspace, home, readOnly: [], shared: [], env: {}, limits, onOutput: () => undefined },
      never,
    );
  try {
    const [confined, bare]: [number[], number[]] = [[], []];
    for (let no = 0; no < times; no++) {
      confined.push(await timed(run));
      bare.push(await timed(spawnTrue));
    }
    return { sandboxMs: quantile(confined, 0.5), spawnMs: quantile(bare, 0.5) };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

const spawnTrue = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn('/bin/true', { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
