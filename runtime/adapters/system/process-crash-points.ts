import type { CrashPoints } from '../../ports/crash-points';

/** Kills the process, as `kill -9` would, the first time that it comes to the named point. Without a name: never. */
export class ProcessCrashPoints implements CrashPoints {
  constructor(private readonly crashAt: string | undefined) {}

  reach(point: string): void {
    if (point === this.crashAt) process.kill(process.pid, 'SIGKILL');
  }
}
