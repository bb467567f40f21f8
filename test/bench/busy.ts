import type { Bar } from './bars';
import { BenchHome } from './bench-home';
import { ms, printTable, quantile } from './figures';

const TASKS = 500;
const WORKERS = 8;
const LEAST_BUSY = 97;
const TASK_SECONDS = 0.2;

/**
 * How busy 8 worker processes of this machine are, one slot each, while a plan of 500 tasks of 200 ms runs in direct mode
 * without a repository, as long as more tasks are ready than workers: from its start in the database to its end there an attempt
 * is work, and what lies between two attempts of a worker is not.
 */
export async function benchBusy(runs: number): Promise<readonly Bar[]> {
  const bench = new BenchHome({ NIGHTSHIFT_WORKER_SLOTS: '1' });
  const rows: string[][] = [];
  const shares: number[] = [];
  try {
    await bench.up();
    await bench.addWorkers(WORKERS - 1, WORKERS);
    const tasks = Array.from({ length: TASKS }, (_, no) => ({
      id: `t${no}`,
      title: `Wait ${no}`,
      command: `sleep ${TASK_SECONDS}`,
    }));
    for (let run = 0; run < runs; run++) {
      const { id } = await bench.run({ title: `Busy ${run}`, tasks }, [
        '--advance',
        'direct',
        '--max-parallel',
        String(WORKERS),
      ]);
      const { busy, asleep, gaps, lengths } = useOf(await bench.attempts(id));
      shares.push(100 * busy);
      rows.push([
        `run ${run + 1}`,
        `${(100 * busy).toFixed(1)} %`,
        `${(100 * asleep).toFixed(1)} %`,
        ms(quantile(gaps, 0.5)),
        ms(quantile(lengths, 0.5)),
      ]);
    }
    printTable(
      `${TASKS} tasks of 200 ms over ${WORKERS} workers, while enough are ready; goal: at least ${LEAST_BUSY} % busy`,
      ['', 'busy', 'of it the command alone', 'between two, median', 'an attempt, median'],
      rows,
    );
    return [
      { name: 'workers busy, median of the runs', measured: quantile(shares, 0.5), unit: ' %', least: LEAST_BUSY },
    ];
  } finally {
    await bench.down();
  }
}

interface Use {
  /** Share of the workers' time, from the first start to the last. */
  readonly busy: number;
  /** The same of the commands alone, as if sandbox, evidence and commits took no time. */
  readonly asleep: number;
  readonly gaps: readonly number[];
  readonly lengths: readonly number[];
}

function useOf(attempts: readonly { readonly worker: string; readonly from: number; readonly to: number }[]): Use {
  const begin = Math.min(...attempts.map(({ from }) => from));
  const end = Math.max(...attempts.map(({ from }) => from));
  const worked = attempts.reduce((sum, { from, to }) => sum + Math.min(to, end) - Math.min(from, end), 0);
  const gaps: number[] = [];
  for (const worker of new Set(attempts.map((one) => one.worker))) {
    const own = attempts.filter((one) => one.worker === worker).sort((a, b) => a.from - b.from);
    for (let at = 1; at < own.length; at++) gaps.push(own[at]!.from - own[at - 1]!.to);
  }
  const all = WORKERS * (end - begin);
  const slept = attempts.filter(({ to }) => to <= end).length * TASK_SECONDS * 1_000;
  return { busy: worked / all, asleep: slept / all, gaps, lengths: attempts.map(({ from, to }) => to - from) };
}
