import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Removes a folder and all in it, also where what was in it took away its own permissions. Absent is fine. */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    await makeReadable(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Gives the owner back the right to read, write and enter everything below `folder`; follows no links. */
export async function makeReadable(folder: string, signal?: AbortSignal): Promise<void> {
  const env = { PATH: '/usr/bin:/bin' };
  await promisify(execFile)('chmod', ['-R', 'u+rwX', '--', folder], {
    env,
    ...(signal === undefined ? {} : { signal }),
  });
}
