import { stat, statfs } from 'node:fs/promises';
import type { Disk } from '../../ports/disk';

/** The disk that holds a folder. */
export class SystemDisk implements Disk {
  private first: { readonly dev: number; readonly ino: number } | undefined;

  constructor(private readonly folder: string) {}

  async freeBytes(): Promise<number | undefined> {
    try {
      const { dev, ino } = await stat(this.folder);
      this.first ??= { dev, ino };
      // Where a disk was taken off, the empty folder shows on which it was; the same disk may come back under another number.
      if (dev !== this.first.dev && ino !== this.first.ino) return undefined;
      const { bavail, bsize } = await statfs(this.folder);
      return bavail * bsize;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}
