import { alg, Graph } from '@dagrejs/graphlib';
import { DepGraph } from 'dependency-graph';
import { DirectedGraph } from 'graphology';
import { topologicalGenerations } from 'graphology-dag';
import toposort from 'toposort';
import { flatRows, turnRows } from '../../../runtime/core/schedule/flat-rows';
import { topologicalOrder, waveNumbers } from '../../../runtime/core/schedule/levels';
import { planWaves } from '../../../runtime/core/schedule/plan-waves';
import { type GraphSource, TaskGraph } from '../../../runtime/core/schedule/task-graph';
import type { Bar } from '../bars';
import { ms, printTable } from '../figures';
import { freshTurns } from './fresh-turns';
import { ID_FORMS, largePlan, largeRows } from './generate/large-plan';

const SIZE = 100_000;
const MILLION = 1_000_000;

/** What each library does to check a plan and put it in an order; ours puts it in waves. */
const PEERS: Readonly<Record<string, (source: GraphSource) => unknown>> = {
  toposort: ({ tasks }) =>
    toposort.array(
      tasks.map(({ id }) => id),
      tasks.flatMap(({ id, dependencies }) => dependencies.map((on): [string, string] => [on, id])),
    ),
  'dependency-graph': ({ tasks }) => {
    const graph = new DepGraph<undefined>();
    for (const { id } of tasks) graph.addNode(id);
    for (const { id, dependencies } of tasks) for (const on of dependencies) graph.addDependency(id, on);
    return graph.overallOrder();
  },
  'graphology-dag': ({ tasks }) => {
    const graph = new DirectedGraph();
    for (const { id } of tasks) graph.addNode(id);
    for (const { id, dependencies } of tasks) for (const on of dependencies) graph.addEdge(on, id);
    return topologicalGenerations(graph);
  },
  "dagre's graphlib": ({ tasks }) => {
    const graph = new Graph({ directed: true });
    for (const { id } of tasks) graph.setNode(id);
    for (const { id, dependencies } of tasks) for (const on of dependencies) graph.setEdge(on, id);
    return alg.topsort(graph);
  },
};

const layered = (source: GraphSource): unknown => planWaves(new TaskGraph(source));

const mapOf = ({ tasks }: GraphSource): unknown => {
  const map = new Map<string, number>();
  for (let no = 0; no < tasks.length; no++) map.set(tasks[no]!.id, no);
  return map;
};

/**
 * G1 and G2: from ids to a checked graph in waves, against filling one Map with the same ids, and against
 * libraries. Times are goals only in the long form: what else a machine does must fail nobody's change.
 */
export function benchGraphs(isQuick: boolean): readonly Bar[] {
  const rows = largeRows(SIZE);
  const edges = rows.reduce((sum, on) => sum + on.length, 0);
  const forms = Object.entries(ID_FORMS).map(([name, idOf]) => {
    const make = (): GraphSource => largePlan(rows, idOf);
    const [ours, map] = freshTurns(isQuick ? 5 : 11, [
      { make, work: layered },
      { make, work: mapOf },
    ]);
    return { name, ours: ours!, map: map! };
  });
  const shuffled = freshTurns(isQuick ? 3 : 9, [
    { make: () => largePlan(rows, ID_FORMS['task-001, as in plans']!, (no) => (no * 7_919) % SIZE), work: layered },
  ])[0]!;
  printTable(
    `G1: ${SIZE.toLocaleString('en')} tasks, ${edges.toLocaleString('en')} edges, from ids to a checked graph in waves; goal: at most 2 × a Map`,
    ['ids', 'nightshift', 'one Map', 'least', 'nightshift, cpu', 'one Map, cpu', 'median'],
    [
      ...forms.map(({ name, ours, map }) => [
        name,
        ms(ours.least),
        ms(map.least),
        share(ours.least, map.least),
        ms(ours.cpu),
        ms(map.cpu),
        share(ours.cpu, map.cpu),
      ]),
      ['task-001, in any order', ms(shuffled.least), '', '', ms(shuffled.cpu), '', ''],
    ],
  );

  const peers = benchPeers(rows, isQuick);
  const [plan, t, any] = forms;
  const integers = benchIntegers(rows, isQuick);
  if (isQuick) return [];
  return [
    { name: 'G1 to one Map, ids as in plans', measured: plan!.ours.cpu / plan!.map.cpu, most: 2, unit: ' ×' },
    { name: 'G1 to one Map, ids t1, t2 …', measured: t!.ours.cpu / t!.map.cpu, most: 2, unit: ' ×' },
    { name: 'G1 to one Map, any ids', measured: any!.ours.cpu / any!.map.cpu, most: 2, unit: ' ×' },
    { name: 'G1 faster than the fastest library', measured: peers, least: 5, unit: ' ×' },
    { name: 'G2', measured: integers, most: 10, unit: ' ms' },
    benchMillion(),
  ];
}

/** How many times as fast as the fastest library; the short form measures the fastest alone. */
function benchPeers(rows: readonly (readonly number[])[], isQuick: boolean): number {
  const make = (): GraphSource => largePlan(rows, ID_FORMS['task-001, as in plans']!);
  const works = Object.entries({ nightshift: layered, ...PEERS }).slice(0, isQuick ? 2 : undefined);
  const [ours, ...others] = freshTurns(
    3,
    works.map(([, work]) => ({ make, work })),
  );
  printTable(
    'G1: libraries on the same plan; goal: the fastest takes at least 5 × as long',
    ['', 'least', 'median, cpu', 'to nightshift'],
    [ours!, ...others].map((figure, no) => [
      works[no]![0],
      ms(figure.least),
      ms(figure.cpu),
      share(figure.cpu, ours!.cpu),
    ]),
  );
  return Math.min(...others.map(({ cpu }) => cpu)) / ours!.cpu;
}

/** Milliseconds of processor time for the same from numbers. */
function benchIntegers(rows: readonly (readonly number[])[], isQuick: boolean): number {
  const [figure] = freshTurns(isQuick ? 5 : 11, [
    {
      make: () => flatRows(rows),
      work: (dependencies) => {
        const dependents = turnRows(dependencies);
        return waveNumbers(dependents, topologicalOrder(dependents));
      },
    },
  ]);
  console.log(
    `\nG2: the same with numbers as ids: ${ms(figure!.least)}, processor time ${ms(figure!.cpu)}; goal: at most 10 ms`,
  );
  return figure!.cpu;
}

function benchMillion(): Bar {
  const rows = largeRows(MILLION);
  const make = (): GraphSource => largePlan(rows, ID_FORMS['task-001, as in plans']!);
  const [ours, map] = freshTurns(2, [
    { make, work: layered },
    { make, work: mapOf },
  ]);
  console.log(
    `\nG1: 1,000,000 tasks: ${ms(ours!.least)}, processor time ${ms(ours!.cpu)}; one Map ${ms(map!.least)}, ${ms(map!.cpu)}; goal: at most 1,400 ms`,
  );
  return { name: 'G1 1,000,000 tasks', measured: ours!.cpu, most: 1_400, unit: ' ms' };
}

const share = (part: number, whole: number): string => `${(part / whole).toFixed(2)} ×`;
