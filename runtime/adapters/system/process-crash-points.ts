import { readFileSync, renameSync } from 'node:fs';
import type { CrashPoints } from '../../ports/crash-points';

export interface CrashSettings {
  /** Dies the first time that it comes to this point. */
  readonly at?: string;
  /** Dies at the point that stands in this file, if it can take it away: so one process dies, once. */
  readonly file?: string;
}

/** Kills the process, as `kill -9` would, at a named point. Without settings: never. */
export class ProcessCrashPoints implements CrashPoints {
  constructor(private readonly settings: CrashSettings) {}

  reach(point: string): void {
    const { at, file } = this.settings;
    if (point === at || (file !== undefined && takes(file, point))) process.kill(process.pid, 'SIGKILL');
  }
}

function takes(file: string, point: string): boolean {
  try {
    if (readFileSync(file, 'utf8') !== point) return false;
    renameSync(file, `${file}.reached`);
    return true;
  } catch (error) {
    // Nothing to die at, or another process took it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
