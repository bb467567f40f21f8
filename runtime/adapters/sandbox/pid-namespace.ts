import { type ProcessFacts, readProcess } from './process-table';

/**
 * What bubblewrap reports of a run: the first process of its pid namespace, and whether the program ran to an end.
 * The kernel ends that first process only after all others of the namespace, so its end is the end of all.
 */
export class PidNamespace {
  /** True once an exit code of the program was reported; without one it was never started. */
  hasEnded = false;
  private first: Promise<ProcessFacts | undefined> | undefined;

  /** @param report - All that was reported so far: one JSON object a line. */
  read(report: string): void {
    const pid = /"child-pid"\s*:\s*(\d+)/.exec(report)?.[1];
    // Its start time is read now, while it surely lives: the id alone may be somebody else's later.
    if (pid !== undefined) this.first ??= readProcess(Number(pid));
    this.hasEnded ||= /"exit-code"/.test(report);
  }

  /** Ids that still live: of bubblewrap itself (`leader` of its own group), and of the namespace's first process. */
  async survivors(leader: number): Promise<readonly number[]> {
    const first = await this.first;
    const [outerNow, firstNow] = await Promise.all([readProcess(leader), first && readProcess(first.pid)]);
    const isOuterAlive = outerNow !== undefined && !outerNow.isDead && outerNow.group === leader;
    const isFirstAlive = firstNow !== undefined && !firstNow.isDead && firstNow.startedAt === first?.startedAt;
    return [...(isOuterAlive ? [leader] : []), ...(isFirstAlive && first !== undefined ? [first.pid] : [])];
  }
}
