import { lstat, rmdir, unlink } from 'node:fs/promises';

/**
 * Removes what a sandbox left where something shared was seen: an empty folder, an empty file, or a link. Anything else is
 * somebody's work and stays.
 */
export async function removeMountPoint(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there === undefined) return;
  try {
    if (there.isDirectory()) await rmdir(path);
    else if (there.isSymbolicLink() || there.size === 0) await unlink(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOENT') throw error;
  }
}
