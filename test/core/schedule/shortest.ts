import type { Workload } from '../../../runtime/core/schedule/workload';
import { dependenciesOf } from './workloads';

/**
 * The shortest makespan of a few tasks on identical slots: every order is laid, each task at the earliest time that fits beside those
 * before it. Written without a thought for speed; shares no code with the scheduler.
 *
 * @param shareFile - True of two tasks that must not run at the same time.
 */
export function shortestMakespan(
  workload: Pick<Workload, 'size' | 'durations' | 'dependents' | 'estimates' | 'workers'>,
  shareFile: (one: number, other: number) => boolean = () => false,
): number {
  const { size, durations, workers } = workload;
  const dependencies = dependenciesOf({ ...workload, size });
  const starts = new Map<number, number>();
  const endOf = (no: number): number => starts.get(no)! + durations[no]!;
  let shortest = Number.POSITIVE_INFINITY;

  const fits = (no: number, time: number): boolean => {
    const running = [...starts.keys()].filter((other) => endOf(other) > time);
    return running.length < workers[0]!.slots && !running.some((other) => shareFile(no, other));
  };
  const layNext = (from: number, end: number): void => {
    if (end >= shortest) return;
    if (starts.size === size) {
      shortest = end;
      return;
    }
    for (let no = 0; no < size; no++) {
      if (starts.has(no) || dependencies[no]!.some((on) => !starts.has(on))) continue;
      const ready = Math.max(from, ...dependencies[no]!.map(endOf));
      const times = [ready, ...[...starts.keys()].map(endOf).filter((time) => time > ready)];
      const start = times.sort((one, other) => one - other).find((time) => fits(no, time))!;
      starts.set(no, start);
      layNext(start, Math.max(end, endOf(no)));
      starts.delete(no);
    }
  };
  layNext(0, 0);
  return shortest;
}
