import type { Dispatcher } from './dispatcher';
import { NumberHeap } from './number-heap';
import type { Schedule, Workload } from './workload';

/** Who is told what happens, before the dispatcher decides. */
export interface Witness {
  start(no: number, now: number, worker: number): void;
  end(no: number, now: number): void;
  /** @returns `false`: it is not worth going on, and the makespan is endless. */
  decide(now: number): unknown;
}

/** A task that runs when the clock is started. */
export interface Begun {
  readonly task: number;
  readonly endsAt: number;
}

/** Lets time go by from end to end of tasks until nothing runs. Tasks that had begun keep no start of their own. */
export function runOut(
  workload: Workload,
  dispatcher: Dispatcher,
  witness?: Witness,
  begun: readonly Begun[] = [],
): Omit<Schedule, 'lowerBound'> {
  const { size, durations, workers: given } = workload;
  const starts = new Float64Array(size).fill(Number.NaN);
  const workers = new Int32Array(size).fill(-1);
  const ends = new Float64Array(size);
  const running = new NumberHeap(ends);
  for (const { task, endsAt } of begun) {
    ends[task] = endsAt;
    running.push(task);
  }
  let now = 0;
  for (;;) {
    if (witness?.decide(now) === false) return { makespan: Number.POSITIVE_INFINITY, starts, workers };
    for (const { task, worker } of dispatcher.start(now)) {
      starts[task] = now;
      workers[task] = worker;
      ends[task] = now + durations[task]! / given[worker]!.speed;
      running.push(task);
      witness?.start(task, now, worker);
    }
    if (running.size === 0) return { makespan: now, starts, workers };
    now = ends[running.top]!;
    while (running.size > 0 && ends[running.top] === now) {
      const task = running.pop();
      dispatcher.end(task);
      witness?.end(task, now);
    }
  }
}
