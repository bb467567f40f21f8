import { Queue, Worker } from 'bullmq';
import { quantile } from '../../figures';
import { answer, begin, exit } from '../child';
import { CONCURRENCY, connectionTo, STEPS_BEFORE } from './bullmq';
import type { PeerFigures } from './peer-figures';

/** A task of the chain: its number, and that of the last one. */
interface Step {
  readonly no: number;
  readonly last: number;
}

/** The steady clock of the machine, ms, at the start and at the end of each step, by number. */
interface Seen {
  readonly started: Readonly<Record<number, number>>;
  readonly ended: Readonly<Record<number, number>>;
}

const chainOf = (no: number): string => `chain-${no % 2}`;
const REPORT_EVERY_MS = 10;

/**
 * The coordinator on BullMQ with its workers in two other processes: each step of the chain is done by the other process than the
 * one before, which adds it; the other tasks by whoever is free.
 */
export async function benchBullmqOfTwo(
  bundle: string,
  url: string,
  chainLength: number,
  tasks: number,
): Promise<PeerFigures> {
  const children = [0, 1].map((no) => begin(bundle, 'bullmq', url, String(no)));
  const gone = children.map(exit);
  await Promise.all(children.map((child) => answer(child, 'ready')));
  const connection = connectionTo(url);
  const [chain, queue] = [new Queue(chainOf(0), { connection }), new Queue('tasks', { connection })];
  try {
    const last = STEPS_BEFORE + chainLength - 1;
    const chained = Promise.race(children.map((child) => answer(child, 'chained')));
    await chain.add('step', { no: 0, last } satisfies Step);
    await chained;
    let left = tasks;
    const over = new Promise<void>((resolve) => {
      for (const child of children)
        child.on('message', ({ name, value }: { readonly name: string; readonly value: number }) => {
          if (name === 'done') left -= value;
          if (left === 0) resolve();
        });
    });
    const began = performance.now();
    for (let from = 0; from < tasks; from += 1_000)
      await queue.addBulk(Array.from({ length: Math.min(1_000, tasks - from) }, () => ({ name: 'task', data: {} })));
    await over;
    const seconds = (performance.now() - began) / 1_000;
    const seen = await Promise.all(
      children.map((child) => {
        const told = answer<Seen>(child, 'report');
        child.send('report');
        return told;
      }),
    );
    const of = (what: keyof Seen): Record<number, number> => Object.assign({}, ...seen.map((one) => one[what]));
    const [started, ended] = [of('started'), of('ended')];
    const waits = Array.from({ length: chainLength - 1 }, (_, at) => {
      const no = STEPS_BEFORE + at;
      return started[no + 1]! - ended[no]!;
    });
    return { p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), tasksPerSecond: tasks / seconds };
  } finally {
    for (const child of children) if (child.connected) child.send('report');
    await Promise.all(gone);
    await chain.close();
    await queue.close();
  }
}

/** One of the two processes: works until it is asked what it saw. */
export async function runBullmqWorker(
  url: string,
  own: number,
  tell: (name: string, value?: unknown) => void,
): Promise<void> {
  const connection = connectionTo(url);
  const seen = { started: {} as Record<number, number>, ended: {} as Record<number, number> };
  const next = new Queue(chainOf(own + 1), { connection });
  const chain = new Worker<Step>(
    chainOf(own),
    async ({ data: { no } }) => {
      seen.started[no] = steadyMs();
      seen.ended[no] = steadyMs();
    },
    { connection, concurrency: CONCURRENCY },
  );
  chain.on('completed', ({ data: { no, last } }) => {
    if (no === last) tell('chained');
    else void next.add('step', { no: no + 1, last });
  });
  let done = 0;
  const worker = new Worker('tasks', async () => undefined, { connection, concurrency: CONCURRENCY });
  worker.on('completed', () => {
    done += 1;
  });
  const reporting = setInterval(() => {
    if (done > 0) tell('done', done);
    done = 0;
  }, REPORT_EVERY_MS);
  await Promise.all([chain.waitUntilReady(), worker.waitUntilReady()]);
  tell('ready');
  await new Promise<void>((resolve) => process.once('message', () => resolve()));
  clearInterval(reporting);
  tell('report', seen);
  await Promise.all([chain.close(), worker.close(), next.close()]);
  process.disconnect();
}

/** The same in all processes of a machine. */
const steadyMs = (): number => Number(process.hrtime.bigint()) / 1e6;
