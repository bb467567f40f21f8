import { copyFile, stat, utimes } from 'node:fs/promises';

/**
 * Copies an index with the age of the original. Git reads a file anew only when it may have changed after the index was
 * written; a copy that looks younger hides a change of the same size within one tick of the file system's clock.
 */
export async function copyIndex(from: string, to: string): Promise<void> {
  const { mtimeMs } = await stat(from);
  await copyFile(from, to);
  // Whole milliseconds, never later than the original: who seems older is only read more carefully.
  const written = new Date(Math.floor(mtimeMs) - 1);
  await utimes(to, written, written);
}
