import type { ExecutionEvent } from '../../runtime/core/execution/event';
import type { Bar } from './bars';
import { BenchHome } from './bench-home';
import { ms, printTable, quantile } from './figures';
import { benchTask, chainOf, LABELS, type Step, stepsOf } from './path-steps';

const CHAIN = 20;
const WIDE = 20;
/** Bars of the time between a dependency's end and its dependant's start. */
const END_TO_START_MS = { workflow: 500, direct: 150 } as const;
/** Processes of nightshift's own; n8n and Postgres have their own measure. */
const RUNTIME_PARTS = ['worker', 'gateway', 'launcher'];

const chain = chainOf(CHAIN);
const wide = { title: 'Wide', tasks: Array.from({ length: WIDE }, (_, n) => benchTask(`w${n}`)) };

/**
 * The overhead of the whole path in a repository of 300 files, in both ways to advance: what lies between the end of a
 * dependency's agent and the start of its dependant, what n8n and the database are asked for, and what memory each process takes.
 *
 * @returns The figures that have a bar.
 */
export async function benchOverhead(runs: number): Promise<readonly Bar[]> {
  const bars: Bar[] = [];
  const bench = new BenchHome();
  try {
    bench.makeProject();
    const first = await bench.up();
    await bench.countStatements();
    await bench.cli('down');
    const second = await bench.up();
    await bench.cli('project', 'add', bench.project);
    await bench.run({ title: 'Warm', tasks: [benchTask('warm')] }, []);
    const rows: string[][] = [];
    let newest = (await bench.n8nWork(0)).newest;
    for (const advance of ['workflow', 'direct'] as const) {
      const steps: Step[] = [];
      let statements = 0;
      let n8n = { executions: 0, nodes: 0 };
      for (let run = 0; run < runs; run++) {
        const before = await bench.statements();
        const { events } = await bench.run(chain, ['--advance', advance]);
        steps.push(...stepsOf(events, CHAIN));
        statements += (await bench.statements()) - before;
        const work = await bench.n8nWork(newest);
        newest = work.newest;
        n8n = { executions: n8n.executions + work.executions, nodes: n8n.nodes + work.nodes };
      }
      const of = (name: keyof Step) => steps.map((step) => step[name]);
      for (const name of ['endToStart', 'judged', 'merged', 'assigned'] as const) {
        rows.push([
          `${advance}: ${LABELS[name]}`,
          ms(quantile(of(name), 0.5)),
          ms(quantile(of(name), 0.95)),
          ms(quantile(of(name), 0.99)),
        ]);
      }
      rows.push([
        `${advance}: n8n executions, node executions a plan of ${CHAIN}`,
        String(n8n.executions / runs),
        String(Math.round(n8n.nodes / runs)),
        '',
      ]);
      rows.push([
        `${advance}: database statements a task (idle sweeps included)`,
        (statements / runs / CHAIN).toFixed(1),
        '',
        '',
      ]);
      bars.push(
        {
          name: `${advance}: ${LABELS.endToStart}, p95`,
          measured: quantile(of('endToStart'), 0.95),
          unit: ' ms',
          most: END_TO_START_MS[advance],
        },
        {
          name: `${advance}: n8n executions a plan of ${CHAIN}`,
          measured: n8n.executions / runs,
          unit: '',
          most: 1 + CHAIN / 200,
        },
      );
    }
    const side = await bench.run(wide, ['--max-parallel', String(WIDE)]);
    rows.push([`tasks side by side, of ${WIDE}`, String(mostAtOnce(side.events)), '', '']);
    bars.push({ name: 'tasks side by side', measured: mostAtOnce(side.events), unit: '', least: WIDE });
    const memory = bench.memory();
    for (const [part, megabytes] of memory) rows.push([`memory of ${part}`, `${Math.round(megabytes)} MB`, '', '']);
    for (const part of RUNTIME_PARTS)
      bars.push({ name: `memory of ${part}`, measured: memory.get(part) ?? Number.NaN, unit: ' MB', most: 256 });
    rows.push(['first start, until everything is up', `${first.toFixed(1)} s`, '', '']);
    rows.push(['second start', `${second.toFixed(1)} s`, '', '']);
    rows.push(['floor: one INSERT and its commit', ms(await bench.floorMs()), '', '']);
    printTable(`Overhead (${runs} runs, 300 files)`, ['', 'p50', 'p95', 'p99'], rows);
    return bars;
  } finally {
    await bench.down();
  }
}

function mostAtOnce(events: readonly ExecutionEvent[]): number {
  let now = 0;
  let most = 0;
  for (const { body } of events) {
    if (body.type === 'attempt-started') most = Math.max(most, ++now);
    if (body.type === 'attempt-ended') now -= 1;
  }
  return most;
}
