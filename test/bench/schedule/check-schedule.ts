import type { Instance } from './instances/instance';

/** Times that differ by less are equal: sums of the same numbers in another order. */
const SHARE = 1e-9;

/**
 * What is wrong with a schedule, in words; empty when it keeps to every rule: each task starts after all its
 * predecessors have ended, no more tasks run at once than there are workers, no resource is overdrawn, and the makespan
 * is the last end. Shares no code with the scheduler.
 *
 * @param starts - By task.
 * @param workers - Undefined: workers limit nothing.
 */
export function scheduleFaults(
  instance: Instance,
  workers: number | undefined,
  starts: ArrayLike<number>,
  makespan: number,
): readonly string[] {
  const { ids, durations, predecessors, resources } = instance;
  const faults: string[] = [];
  const nearly = SHARE * Math.max(1, makespan);
  const ends = durations.map((duration, no) => starts[no]! + duration);
  ids.forEach((id, no) => {
    const start = starts[no];
    if (start === undefined || !Number.isFinite(start) || start < 0) faults.push(`${id} starts at ${start}`);
    for (const on of predecessors[no]!) {
      if (start! < ends[on]! - nearly) faults.push(`${id} starts at ${start}, before ${ids[on]} ends at ${ends[on]}`);
    }
  });
  const last = ends.reduce((most, end) => Math.max(most, end), 0);
  if (Math.abs(last - makespan) > nearly)
    faults.push(`the makespan is said to be ${makespan}, the last end is ${last}`);
  if (workers !== undefined) {
    const most = mostAtOnce(starts, ends, () => 1, nearly);
    if (most > workers) faults.push(`${most} tasks run at once on ${workers} workers`);
  }
  resources?.capacities.forEach((capacity, resource) => {
    const most = mostAtOnce(starts, ends, (no) => resources.demands[no]![resource]!, nearly);
    if (most > capacity + SHARE * capacity) faults.push(`${most} of resource ${resource + 1}, there are ${capacity}`);
  });
  return faults;
}

/** The most that tasks under way take together at any time; what ends as another begins is not beside it. */
function mostAtOnce(
  starts: ArrayLike<number>,
  ends: readonly number[],
  taken: (no: number) => number,
  nearly: number,
): number {
  const changes = ends.flatMap((end, no) =>
    end - starts[no]! <= nearly
      ? []
      : [
          { at: starts[no]!, by: taken(no) },
          { at: end - nearly, by: -taken(no) },
        ],
  );
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
