import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ConfigError, messageOf } from '../../core/errors';

const SETTINGS = ['user.name=nightshift', 'user.email=nightshift@localhost', 'commit.gpgsign=false'];

/**
 * Runs git in a repository that we made, and gives what it printed. Without the user's configuration: hooks, signing or a
 * missing name would stand in the way.
 *
 * @throws {ConfigError} `GIT_MISSING`; else what `execFile` throws, with `stderr`.
 */
export async function runOwnGit(dir: string, args: readonly string[]): Promise<string> {
  const settings = [...SETTINGS, 'core.hooksPath=/dev/null'].flatMap((setting) => ['-c', setting]);
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', dir, ...settings, ...args], {
      env: {
        ...process.env,
        LC_ALL: 'C',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_DIR: undefined,
        GIT_WORK_TREE: undefined,
      },
    });
    return stdout.trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new ConfigError('GIT_MISSING', `git cannot be started: ${messageOf(cause)}`, {
      hint: 'Install git 2.38 or newer: apt install git',
      cause,
    });
  }
}
