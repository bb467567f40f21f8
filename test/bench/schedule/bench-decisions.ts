import { spawnSync } from 'node:child_process';
import { Dispatcher } from '../../../runtime/core/schedule/dispatcher';
import { planWaves } from '../../../runtime/core/schedule/plan-waves';
import { Random } from '../../../runtime/core/schedule/random';
import { type GraphSource, TaskGraph } from '../../../runtime/core/schedule/task-graph';
import { urgencyKeys } from '../../../runtime/core/schedule/urgency';
import type { Workload } from '../../../runtime/core/schedule/workload';
import type { Bar } from '../bars';
import { ms, printTable, quantile } from '../figures';
import { cpuMs } from './fresh-turns';
import { ID_FORMS, lonePlan } from './generate/large-plan';

const SIZE = 100_000;
const MILLION = 1_000_000;

/** Named on the command line of the process whose memory is measured. */
export const ALONE = '--decisions-alone';

interface Decisions {
  /** Of processor time, from ids to the end of the last task. */
  readonly allMs: number;
  /** Of processor time. */
  readonly firstMs: number;
  readonly laterMs: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
  /** Of the process, at most, up to the first decision: the plan, its graph, and who decides. */
  readonly firstMegabytes: number;
  /** At most, up to the end. */
  readonly peakMegabytes: number;
}

/** The first decision over a large plan, the later ones, and the memory of a process that does nothing else. */
export function benchDecisions(isQuick: boolean): readonly Bar[] {
  const cases = [
    { slots: 8, size: SIZE },
    { slots: 64, size: SIZE },
    ...(isQuick ? [] : [{ slots: 8, size: MILLION }]),
  ];
  const runs = cases.map(({ slots, size }) => {
    const { stdout, stderr } = spawnSync(process.execPath, [process.argv[1]!, ALONE, String(slots), String(size)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (stdout === '') throw new Error(`The process whose memory is measured failed: ${stderr}`);
    return { slots, size, ...(JSON.parse(stdout) as Decisions) };
  });
  printTable(
    `Decisions, from a task that ended to those that start; goals at ${SIZE.toLocaleString('en')} tasks: first < 50 ms, later < 0.2 ms on average, < 150 MB`,
    [
      'tasks',
      'workers',
      'all of it, cpu',
      'first, cpu',
      'later, mean',
      '99 %',
      'slowest',
      'memory, first',
      'at the end',
    ],
    runs.map(({ slots, size, allMs, firstMs, laterMs, p99Ms, slowestMs, firstMegabytes, peakMegabytes }) => [
      size.toLocaleString('en'),
      String(slots),
      ms(allMs),
      ms(firstMs),
      `${(1_000 * laterMs).toFixed(1)} µs`,
      `${(1_000 * p99Ms).toFixed(1)} µs`,
      ms(slowestMs),
      `${Math.round(firstMegabytes)} MB`,
      `${Math.round(peakMegabytes)} MB`,
    ]),
  );
  if (isQuick) return [];
  const goals = runs.filter(({ size }) => size === SIZE);
  return goals.flatMap(({ slots, firstMs, laterMs, peakMegabytes: megabytes }) => [
    { name: `first decision, ${slots} workers`, measured: firstMs, most: 50, unit: ' ms' },
    { name: `later decisions, ${slots} workers`, measured: laterMs, most: 0.2, unit: ' ms' },
    { name: `memory, ${slots} workers`, measured: megabytes, most: 150, unit: ' MB' },
  ]);
}

/** Decides over a large plan until it is over, and prints what that took. */
export function decideAlone(slots: number, size: number): void {
  // The plan itself is left behind.
  const { graph, begun } = checkedGraph(lonePlan(size, ID_FORMS['task-001, as in plans']!));
  const random = new Random(1);
  const durations = Float64Array.from({ length: size }, () => Math.exp(random.normal()));
  const workload: Workload = {
    size,
    dependents: graph.dependentRows,
    durations,
    estimates: durations,
    workers: [{ slots, capabilities: [], speed: 1 }],
  };
  const from = cpuMs();
  const dispatcher = new Dispatcher(workload, { keys: urgencyKeys(workload) });
  const running = dispatcher.start(0).map(({ task }) => task);
  const firstMs = cpuMs() - from;
  const firstMegabytes = peakMegabytes();
  const times = new Float64Array(size);
  for (let no = 0; no < size; no++) {
    const at = random.below(running.length);
    const ended = running[at]!;
    const last = running.pop()!;
    if (at < running.length) running[at] = last;
    const begin = performance.now();
    dispatcher.end(ended);
    const started = dispatcher.start(no + 1);
    times[no] = performance.now() - begin;
    for (const { task } of started) running.push(task);
  }
  const allMs = cpuMs() - begun;
  const endMegabytes = peakMegabytes();
  if (running.length > 0) throw new Error('The plan did not end');
  const decisions: Decisions = {
    allMs,
    firstMs,
    laterMs: times.reduce((sum, time) => sum + time, 0) / size,
    p99Ms: quantile([...times], 0.99),
    slowestMs: times.reduce((most, time) => Math.max(most, time), 0),
    firstMegabytes,
    peakMegabytes: endMegabytes,
  };
  process.stdout.write(JSON.stringify(decisions));
}

function checkedGraph(plan: GraphSource): { readonly graph: TaskGraph; readonly begun: number } {
  const begun = cpuMs();
  const graph = new TaskGraph(plan);
  planWaves(graph);
  return { graph, begun };
}

const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1_024;
