import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';

const ID = 'twin';
let stores: PostgresStores;
let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  stores = await openPostgresStores();
  folder = mkdtempSync(join(tmpdir(), 'ns-twins-'));
  buildSync({
    entryPoints: [resolve(__dirname, '../support/registering-worker.ts')],
    outfile: join(folder, 'worker.cjs'),
    bundle: true,
    platform: 'node',
    target: 'node22',
    external: ['pg-native'],
    logLevel: 'error',
  });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await stores?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One more process under the id; what came of it. */
async function begin(): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const child = fork(join(folder, 'worker.cjs'), [stores.server.appUrl, ID], { execArgv: [] });
  children.push(child);
  const [said] = (await once(child, 'message')) as [string];
  return { child, said };
}

it(`lets one of two processes have an id, also while it stands still, and the next one once it is dead${verifies('F18', 'I5')}`, async () => {
  const both = await Promise.all([begin(), begin()]);
  expect(both.map(({ said }) => said).sort()).toEqual(['WORKER_EXISTS', 'registered']);
  const { child: holder } = both.find(({ said }) => said === 'registered')!;

  holder.kill('SIGSTOP');
  expect((await begin()).said).toBe('WORKER_EXISTS');
  const pids = (await stores.workers.list()).filter(({ id }) => id === ID).map(({ pid }) => pid);
  expect(pids).toEqual([holder.pid]);

  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
  const end = performance.now() + 20_000;
  let said = 'WORKER_EXISTS';
  while (said === 'WORKER_EXISTS' && performance.now() < end) {
    ({ said } = await begin());
    if (said === 'WORKER_EXISTS') await sleep(200);
  }
  expect(said).toBe('registered');
}, 60_000);
