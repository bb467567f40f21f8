import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../config/package-root';
import { ConfigError } from '../../core/errors';
import { openHome } from '../open-home';
import { restartExample } from './restart-example';
import { runOwnGit } from './run-own-git';

const PLAN = 'ROADMAP.md';

/** The bundled sample project, ready for a run. */
export interface PreparedExample {
  readonly dir: string;
  readonly planPath: string;
  /** What was done so that the plan has something to do again; absent where nothing was. */
  readonly note?: string;
}

/**
 * The bundled sample project as a git working copy of its own in `<home>/example`, and its plan. Made once; what a person
 * changes there stays. Once a result was applied to it there is nothing left to do: then it starts from its first commit
 * again, on a branch of its own. Safe to repeat, and by several processes at once.
 *
 * @throws {ConfigError} `EXAMPLE_MISSING`, `GIT_MISSING`, `HOME_UNWRITABLE`.
 * @throws {RequestError} `EXAMPLE_CHANGED` when uncommitted changes are in the way of starting again.
 */
export async function prepareExample(home: string): Promise<PreparedExample> {
  const dir = join(home, 'example');
  if (!existsSync(dir)) await makeExample(home, dir);
  const note = await restartExample(dir);
  return { dir, planPath: join(dir, PLAN), ...(note === undefined ? {} : { note }) };
}

/** Made beside its place and moved there, so that a folder that exists is a whole one. */
async function makeExample(home: string, dir: string): Promise<void> {
  const bundled = [
    join(packageRoot(), 'dist', 'embedded', 'example'),
    join(packageRoot(), 'runtime', 'embedded', 'example'),
  ].find((at) => existsSync(join(at, PLAN)));
  if (bundled === undefined) {
    throw new ConfigError('EXAMPLE_MISSING', 'The bundled example is not part of this build', {
      hint: 'Build again with `npm run build`',
    });
  }
  openHome(home);
  const fresh = await mkdtemp(join(home, 'example.new-'));
  try {
    await cp(bundled, fresh, { recursive: true });
    await runOwnGit(fresh, ['init', '--quiet', '--initial-branch=main']);
    await runOwnGit(fresh, ['add', '--all']);
    await runOwnGit(fresh, ['commit', '--quiet', '--no-verify', '--message=The sample project']);
    await rename(fresh, dir);
  } catch (error) {
    // Another start was faster: its example is as good.
    if (!existsSync(dir)) throw error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
