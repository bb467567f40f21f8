import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { refusedLimit, refusedStep } from './refused-workspace';
import { makeReadable } from './remove-folder';

export interface Search {
  readonly dir: string;
  /** Milliseconds that reading all folders may take. */
  readonly timeMs: number;
  readonly signal?: AbortSignal;
  /** Answers which of the NUL-separated paths are ignored. */
  readonly ignored: (paths: string) => Promise<readonly string[]>;
}

/**
 * Paths below a folder, relative, that are no part of a tree and are not ignored: pipes, sockets, devices, and folders
 * or files named `.git` other than the workspace's own. Sorted.
 *
 * @throws {RequestError} `WORKSPACE_REFUSED` when that takes too long.
 */
export async function findUntakeable(search: Search): Promise<readonly string[]> {
  const found = await find(search);
  if (found.length === 0) return [];
  // Whether `.git` itself is ignored is not for a .gitignore to say; whether its folder is, is.
  const asked = new Map(found.map((path) => [path, isRepository(path) ? dirname(path) : path]));
  const questions = [...new Set(asked.values())].filter((path) => path !== '.');
  const answers = new Set(questions.length === 0 ? [] : await search.ignored(`${questions.join('\0')}\0`));
  return found.filter((path) => !answers.has(asked.get(path) ?? path)).sort();
}

/** Bytes of found paths that are held at most. */
const FOUND_BYTES = 64 * 1024 * 1024;

const isRepository = (path: string): boolean => /(^|\/)\.git$/i.test(path);

async function find({ dir, timeMs, signal }: Search): Promise<readonly string[]> {
  const special = ['p', 's', 'b', 'c'].flatMap((type, position) => [...(position === 0 ? [] : ['-o']), '-type', type]);
  const args = [
    ...['.', '-path', './.git', '-prune'],
    ...['-o', '-iname', '.git', '-prune', '-print0'],
    ...['-o', '(', ...special, ')', '-print0'],
  ];
  const options = {
    cwd: dir,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    maxBuffer: FOUND_BYTES,
    timeout: timeMs,
    killSignal: 'SIGKILL' as const,
    ...(signal === undefined ? {} : { signal }),
  };
  const run = promisify(execFile);
  const { stdout } = await run('find', args, options).catch(
    async (error: { readonly killed?: boolean; readonly name?: string }) => {
      signal?.throwIfAborted();
      // What Node says of output beyond `maxBuffer`.
      if (error.name === 'RangeError') throw refusedLimit('too many special files');
      if (error.killed) throw refusedStep('find', timeMs);
      // A folder that took away its own permissions.
      await makeReadable(dir, signal);
      return run('find', args, options);
    },
  );
  return stdout
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => path.replace(/^\.\//, ''));
}
