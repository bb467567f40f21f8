import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../config/package-root';
import { ConfigError, messageOf } from '../../core/errors';

const PLAN = 'ROADMAP.md';

/**
 * The bundled sample project as a git working copy of its own in `<home>/example`, and its plan. Made once; what a person
 * changes there stays.
 *
 * @throws {ConfigError} `EXAMPLE_MISSING`, `GIT_MISSING`.
 */
export async function prepareExample(home: string): Promise<{ readonly dir: string; readonly planPath: string }> {
  const dir = join(home, 'example');
  const plan = { dir, planPath: join(dir, PLAN) };
  if (existsSync(join(dir, '.git', 'HEAD')) && (await hasCommit(dir))) return plan;
  const bundled = [
    join(packageRoot(), 'dist', 'embedded', 'example'),
    join(packageRoot(), 'runtime', 'embedded', 'example'),
  ].find((at) => existsSync(join(at, PLAN)));
  if (bundled === undefined) {
    throw new ConfigError('EXAMPLE_MISSING', 'The bundled example is not part of this build', {
      hint: 'Build again with `npm run build`',
    });
  }
  await mkdir(home, { recursive: true, mode: 0o700 });
  await cp(bundled, dir, { recursive: true });
  await git(dir, ['init', '--quiet', '--initial-branch=main']);
  await git(dir, ['add', '--all']);
  await git(dir, ['commit', '--quiet', '--no-verify', '--message=The sample project']);
  return plan;
}

async function hasCommit(dir: string): Promise<boolean> {
  try {
    await git(dir, ['rev-parse', '--verify', '--quiet', 'HEAD']);
    return true;
  } catch {
    // An earlier start ended between `init` and `commit`.
    return false;
  }
}

/** Without the user's configuration: hooks, signing or a missing name would stand in the way. */
async function git(dir: string, args: readonly string[]): Promise<void> {
  const identity = [
    '-c',
    'user.name=nightshift',
    '-c',
    'user.email=nightshift@localhost',
    '-c',
    'commit.gpgsign=false',
    '-c',
    'core.hooksPath=/dev/null',
  ];
  try {
    await promisify(execFile)('git', ['-C', dir, ...identity, ...args], {
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_DIR: undefined,
        GIT_WORK_TREE: undefined,
      },
    });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new ConfigError('GIT_MISSING', `git cannot be started: ${messageOf(cause)}`, {
      hint: 'Install git 2.38 or newer: apt install git',
      cause,
    });
  }
}
