import { statfs } from 'node:fs/promises';
import type { Disk } from '../../ports/disk';

/** The disk that holds a folder. */
export class SystemDisk implements Disk {
  constructor(private readonly folder: string) {}

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.folder);
    return bavail * bsize;
  }
}
