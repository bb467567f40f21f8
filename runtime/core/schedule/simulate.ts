import { Dispatcher, type DispatcherRules } from './dispatcher';
import { topologicalOrder, waveNumbers } from './levels';
import { lowerBound } from './lower-bound';
import { NumberHeap } from './number-heap';
import { Random } from './random';
import { urgencyRanks } from './task-ranks';
import type { Schedule, SimulationOptions, Workload } from './workload';

/** Runs a workload on a virtual clock, every decision taken by the dispatcher that plans run with. */
export function simulate(workload: Workload, options: SimulationOptions): Schedule {
  const believed = options.noise > 0 ? { ...workload, estimates: noisy(workload, options) } : workload;
  return { ...run(believed, new Dispatcher(believed, rulesOf(believed, options))), lowerBound: lowerBound(workload) };
}

function rulesOf(workload: Workload, { mode }: SimulationOptions): DispatcherRules {
  if (mode === 'fifo') return { ranks: 'fifo' };
  const ranks = urgencyRanks(workload);
  if (mode !== 'waves') return { ranks };
  return { ranks, waves: waveNumbers(workload.dependents, topologicalOrder(workload.dependents)) };
}

/** Lets time go by from end to end of tasks until nothing runs. */
export function run(workload: Workload, dispatcher: Dispatcher): Omit<Schedule, 'lowerBound'> {
  const { size, durations, workers: given } = workload;
  const starts = new Float64Array(size).fill(Number.NaN);
  const workers = new Int32Array(size).fill(-1);
  const ends = new Float64Array(size);
  const running = new NumberHeap(ends);
  let now = 0;
  for (;;) {
    for (const { task, worker } of dispatcher.start()) {
      starts[task] = now;
      workers[task] = worker;
      ends[task] = now + durations[task]! / given[worker]!.speed;
      running.push(task);
    }
    if (running.size === 0) return { makespan: now, starts, workers };
    now = ends[running.top]!;
    while (running.size > 0 && ends[running.top] === now) dispatcher.end(running.pop());
  }
}

function noisy({ estimates }: Workload, { seed, noise }: SimulationOptions): Float64Array {
  const random = new Random(seed);
  return estimates.map((estimate) => estimate * Math.exp(noise * random.normal()));
}
