import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { makeReadable } from './remove-folder';

/**
 * Paths below `dir`, relative, that are no part of a tree and are not ignored: pipes, sockets, devices, and folders or
 * files named `.git` other than the workspace's own. Sorted.
 *
 * @param ignored - Answers which of the NUL-separated paths are ignored.
 */
export async function findUntakeable(
  dir: string,
  ignored: (paths: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found = await find(dir);
  if (found.length === 0) return [];
  // Whether `.git` itself is ignored is not for a .gitignore to say; whether its folder is, is.
  const asked = new Map(found.map((path) => [path, isRepository(path) ? dirname(path) : path]));
  const questions = [...new Set(asked.values())].filter((path) => path !== '.');
  const answers = new Set(questions.length === 0 ? [] : await ignored(`${questions.join('\0')}\0`));
  return found.filter((path) => !answers.has(asked.get(path) ?? path)).sort();
}

const isRepository = (path: string): boolean => /(^|\/)\.git$/i.test(path);

async function find(dir: string): Promise<readonly string[]> {
  const special = ['p', 's', 'b', 'c'].flatMap((type, position) => [...(position === 0 ? [] : ['-o']), '-type', type]);
  const args = [
    ...['.', '-path', './.git', '-prune'],
    ...['-o', '-iname', '.git', '-prune', '-print0'],
    ...['-o', '(', ...special, ')', '-print0'],
  ];
  const options = { cwd: dir, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, maxBuffer: 256 * 1024 * 1024 };
  const run = promisify(execFile);
  const { stdout } = await run('find', args, options).catch(async () => {
    // A folder that took away its own permissions.
    await makeReadable(dir);
    return run('find', args, options);
  });
  return stdout
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => path.replace(/^\.\//, ''));
}
