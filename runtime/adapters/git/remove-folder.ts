import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ENV = { PATH: '/usr/bin:/bin' };

/**
 * Removes a folder and all in it, also where what was in it took away its own permissions. Absent is fine. It is done by `rm`,
 * one file after the other: Node's own removes all of a tree at once, and holds a gigabyte for the workspaces of a thousand tasks.
 */
export async function removeFolder(folder: string): Promise<void> {
  const remove = () => run('rm', ['-rf', '--', folder], { env: ENV });
  try {
    await remove();
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    if (!stderr?.includes('Permission denied')) throw error;
    await makeReadable(folder);
    await remove();
  }
}

/** Gives the owner back the right to read, write and enter everything below `folder`; follows no links. */
export async function makeReadable(folder: string, signal?: AbortSignal): Promise<void> {
  await run('chmod', ['-R', 'u+rwX', '--', folder], {
    env: ENV,
    ...(signal === undefined ? {} : { signal }),
  });
}
