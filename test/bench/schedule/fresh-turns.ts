import { quantile } from '../figures';

/** Milliseconds of a work. */
export interface FreshFigure {
  readonly least: number;
  readonly median: number;
  /** Processor time of the thread, median: what else runs on the machine hardly shows in it. */
  readonly cpu: number;
}

/** A work, and what it is given: made anew for each run, outside its time. */
export interface FreshWork<Given> {
  readonly make: () => Given;
  readonly work: (given: Given) => unknown;
}

/** Runs works in turn, `runs` times after two to warm up, garbage collected before each. */
export function freshTurns<Given>(runs: number, works: readonly FreshWork<Given>[]): readonly FreshFigure[] {
  const times: number[][] = works.map(() => []);
  const cpuTimes: number[][] = works.map(() => []);
  for (let run = -2; run < runs; run++) {
    works.forEach(({ make, work }, no) => {
      const given = make();
      globalThis.gc?.();
      const [from, cpuFrom] = [performance.now(), cpuMs()];
      kept = work(given);
      const [ms, cpu] = [performance.now() - from, cpuMs() - cpuFrom];
      if (run < 0) return;
      times[no]!.push(ms);
      cpuTimes[no]!.push(cpu);
    });
  }
  kept = undefined;
  return times.map((all, no) => ({
    least: Math.min(...all),
    median: quantile(all, 0.5),
    cpu: quantile(cpuTimes[no]!, 0.5),
  }));
}

/** Processor time of this thread so far; Node before 23.9 counts the whole process. */
export function cpuMs(): number {
  const { user, system } = (process.threadCpuUsage ?? process.cpuUsage)();
  return (user + system) / 1_000;
}

/** So that no work is left out because nobody looks at it. */
let kept: unknown;

export const lastKept = (): unknown => kept;
