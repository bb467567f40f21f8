import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { down } from '../../runtime/main/down';
import { TEST_RUN } from './test-run';

/** Jest's `globalTeardown`: ends every nightshift that the files of this run shared, by the ids of its processes. */
export default async function endTestRun(): Promise<void> {
  const folder = process.env[TEST_RUN];
  if (folder === undefined || !existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const home = join(folder, name, 'home');
    if (existsSync(home)) await down(home);
  }
  rmSync(folder, { recursive: true, force: true });
}
