import { Queue, Worker } from 'bullmq';
import { quantile } from '../../figures';
import type { PeerFigures } from './peer-figures';

export const CONCURRENCY = 250;
/** Steps of a chain before those that are measured: everybody's code and connections are in use by then. */
export const STEPS_BEFORE = 20;

export function connectionTo(url: string) {
  const { hostname: host, port } = new URL(url);
  return { host, port: Number(port), maxRetriesPerRequest: null };
}

/** A coordinator as one would write it on BullMQ: a job for each task; a task's end adds the jobs that waited on it. */
export async function benchBullmq(url: string, chainLength: number, tasks: number): Promise<PeerFigures> {
  const connection = connectionTo(url);
  const queue = new Queue('bench', { connection });
  const waits: number[] = [];
  let endedAt = 0;
  let left = 0;
  let over: () => void = () => undefined;
  const worker = new Worker(
    'bench',
    async (job) => {
      if (job.name === 'chain' && endedAt > 0) waits.push(performance.now() - endedAt);
      endedAt = performance.now();
    },
    { connection, concurrency: CONCURRENCY },
  );
  worker.on('completed', (job) => {
    left -= 1;
    if (job.name === 'chain' && left > 0) void queue.add('chain', {});
    if (left === 0) over();
  });
  const whenOver = (count: number): Promise<void> => {
    left = count;
    return new Promise((resolve) => {
      over = resolve;
    });
  };
  try {
    await worker.waitUntilReady();
    for (const steps of [STEPS_BEFORE, chainLength]) {
      waits.length = 0;
      endedAt = 0;
      const chained = whenOver(steps);
      await queue.add('chain', {});
      await chained;
    }
    const done = whenOver(tasks);
    const began = performance.now();
    for (let from = 0; from < tasks; from += 1_000) {
      const names = Array.from({ length: Math.min(1_000, tasks - from) }, () => ({ name: 'task', data: {} }));
      await queue.addBulk(names);
    }
    await done;
    const seconds = (performance.now() - began) / 1000;
    return { p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), tasksPerSecond: tasks / seconds };
  } finally {
    await worker.close();
    await queue.close();
  }
}
