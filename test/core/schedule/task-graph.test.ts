import fc from 'fast-check';
import { DirectedGraph } from 'graphology';
import { hasCycle, topologicalGenerations } from 'graphology-dag';
import { asTaskId, type TaskId } from '../../../runtime/core/ids';
import { criticalPath } from '../../../runtime/core/schedule/critical-path';
import { findCycle } from '../../../runtime/core/schedule/find-cycle';
import { planWaves } from '../../../runtime/core/schedule/plan-waves';
import { strongComponents } from '../../../runtime/core/schedule/strong-components';
import { type GraphSource, TaskGraph } from '../../../runtime/core/schedule/task-graph';
import { verifies } from '../../support/verifies';

/** 'c<a,b' is task c, waiting on a and b. */
function source(...lines: string[]): GraphSource {
  return {
    tasks: lines.map((line) => {
      const [id = '', waitsOn = ''] = line.split('<');
      return { id: asTaskId(id), dependencies: waitsOn.split(',').filter(Boolean).map(asTaskId) };
    }),
  };
}

const named = (graph: TaskGraph, nos: readonly number[]): TaskId[] => nos.map((no) => graph.idOf(no));
const shape = (graph: TaskGraph): string =>
  planWaves(graph)
    .map((wave) => named(graph, wave).join('+'))
    .join(' > ');

/** Up to 12 tasks; `mayCycle` lets edges go any way, else only to earlier tasks. */
const graphs = (mayCycle: boolean): fc.Arbitrary<GraphSource> =>
  fc.array(fc.array(fc.nat(11), { maxLength: 4 }), { maxLength: 12 }).map((rows) => ({
    tasks: rows.map((row, no) => ({
      id: asTaskId(`t${no}`),
      dependencies: row.filter((to) => (mayCycle ? to < rows.length : to < no)).map((to) => asTaskId(`t${to}`)),
    })),
  }));

function oracle(plan: GraphSource): DirectedGraph {
  const graph = new DirectedGraph();
  for (const { id } of plan.tasks) graph.addNode(id);
  for (const { id, dependencies } of plan.tasks) for (const on of dependencies) graph.mergeEdge(on, id);
  return graph;
}

describe('planWaves', () => {
  it.each([
    ['no task', [], ''],
    ['one task', ['a'], 'a'],
    ['a diamond', ['a', 'b<a', 'c<a', 'd<b,c'], 'a > b+c > d'],
    ['a diamond written upside down', ['d<b,c', 'c<a', 'b<a', 'a'], 'a > c+b > d'],
    ['a long and a short way', ['a', 'b<a', 'c<b', 'd<a,c'], 'a > b > c > d'],
    ['a dependency named twice', ['a', 'b<a,a'], 'a > b'],
  ])(`orders %s${verifies('R-5')}`, (_, lines, expected) => {
    expect(shape(new TaskGraph(source(...lines)))).toBe(expected);
  });

  it(`refuses a cycle and names a shortest one${verifies('R-4')}`, () => {
    const graph = new TaskGraph(source('a<c', 'b<a', 'c<b', 'x<y,a', 'y<x'));
    expect(() => planWaves(graph)).toThrow(expect.objectContaining({ code: 'PLAN_CYCLE' }));
    expect(named(graph, findCycle(graph))).toEqual(['x', 'y']);
  });

  it(`agrees with graphology-dag${verifies('R-5')}`, () => {
    fc.assert(
      fc.property(graphs(false), (plan) => {
        const graph = new TaskGraph(plan);
        const waves = planWaves(graph).map((wave) => named(graph, wave).sort());
        expect(waves).toEqual(topologicalGenerations(oracle(plan)).map((wave) => [...wave].sort()));
      }),
    );
  });

  it('orders the tasks of a document in any order as it orders them in the order of their dependencies', () => {
    fc.assert(
      fc.property(graphs(false), fc.infiniteStream(fc.nat()), (plan, draws) => {
        const shuffled = plan.tasks
          .map((task) => ({ task, key: draws.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ task }) => task);
        const wavesOf = (tasks: GraphSource['tasks']) => {
          const graph = new TaskGraph({ tasks });
          return planWaves(graph).map((wave) => named(graph, wave).sort());
        };
        expect(wavesOf(shuffled)).toEqual(wavesOf(plan.tasks));
      }),
    );
  });

  it('orders a chain of 200,000 tasks', () => {
    const tasks = Array.from({ length: 200_000 }, (_, no) => ({
      id: asTaskId(`t${no}`),
      dependencies: no === 0 ? [] : [asTaskId(`t${no - 1}`)],
    }));
    expect(planWaves(new TaskGraph({ tasks }))).toHaveLength(200_000);
  });
});

describe('findCycle', () => {
  it(`finds a cycle exactly where graphology-dag does, and one that is there${verifies('R-4')}`, () => {
    fc.assert(
      fc.property(graphs(true), (plan) => {
        const graph = new TaskGraph(plan);
        const cycle = findCycle(graph);
        expect(cycle.length > 0).toBe(hasCycle(oracle(plan)));
        cycle.forEach((no, at) => {
          expect([...graph.dependencies(no)]).toContain(cycle[(at + 1) % cycle.length]);
        });
      }),
    );
  });

  it('finds a cycle of 50,000 tasks', () => {
    const size = 50_000;
    const tasks = Array.from({ length: size }, (_, no) => ({
      id: asTaskId(`t${no}`),
      dependencies: [asTaskId(`t${(no + 1) % size}`)],
    }));
    expect(findCycle(new TaskGraph({ tasks }))).toHaveLength(size);
  });
});

describe('strongComponents', () => {
  it('joins exactly the tasks that wait on each other', () => {
    fc.assert(
      fc.property(graphs(true), (plan) => {
        const graph = new TaskGraph(plan);
        const components = strongComponents(graph);
        const reached = plan.tasks.map((_, from) => {
          const seen = new Set([from]);
          for (const no of seen) for (const on of graph.dependencies(no)) seen.add(on);
          return seen;
        });
        plan.tasks.forEach((_, a) => {
          plan.tasks.forEach((__, b) => {
            expect(components[a] === components[b]).toBe(reached[a]!.has(b) && reached[b]!.has(a));
          });
        });
      }),
    );
  });
});

describe('criticalPath', () => {
  it(`takes the longest chain by minutes, not by tasks${verifies('R-5')}`, () => {
    const graph = new TaskGraph(source('a', 'b<a', 'c<b', 'long', 'd<c,long'));
    const minutes: Record<string, number> = { a: 1, b: 2, c: 3, long: 30, d: 4 };
    const found = criticalPath(graph, (no) => minutes[graph.idOf(no)]!);
    expect({ ...found, path: named(graph, found.path), levels: [...found.levels] }).toEqual({
      path: ['long', 'd'],
      minutes: 34,
      levels: [10, 9, 7, 34, 4],
    });
  });

  it('is empty for an empty plan', () => {
    expect(criticalPath(new TaskGraph(source()), () => 1)).toMatchObject({ path: [], minutes: 0 });
  });

  it(`is as long as the longest chain that trying all of them finds${verifies('R-5')}`, () => {
    fc.assert(
      fc.property(graphs(false), fc.array(fc.nat(20), { minLength: 12, maxLength: 12 }), (plan, minutes) => {
        const graph = new TaskGraph(plan);
        const longest = (no: number): number =>
          minutes[no]! + Math.max(0, ...[...graph.dependents(no)].map((next) => longest(next)));
        const found = criticalPath(graph, (no) => minutes[no]!);
        expect([...found.levels]).toEqual(plan.tasks.map((_, no) => longest(no)));
        expect(found.path.reduce((sum, no) => sum + minutes[no]!, 0)).toBe(found.minutes);
      }),
    );
  });
});

describe('TaskGraph', () => {
  it('refuses an unknown dependency and an id twice', () => {
    expect(() => new TaskGraph(source('a<b'))).toThrow(expect.objectContaining({ code: 'PLAN_UNKNOWN_DEPENDENCY' }));
    expect(() => new TaskGraph(source('a', 'a'))).toThrow(expect.objectContaining({ code: 'PLAN_DUPLICATE_ID' }));
  });

  it.each([
    ['numbers that grow with the place', (no: number) => `task-${String(no + 1).padStart(3, '0')}`],
    ['numbers that begin elsewhere', (no: number) => `T${no + 95}`],
    ['numbers in another order', (no: number) => `t${(no * 7) % 2_000}`],
    ['names', (no: number) => `part ${no % 40} of ${'chapter '.repeat(no % 7)}${Math.floor(no / 40)}`],
    ['numbers of two forms', (no: number) => (no % 2 === 0 ? `t${no}` : `t0${no}`)],
    ['numbers too long to be exact', (no: number) => `t${no === 0 ? '1234567890' : no - 1}`],
    ['hashes', (no: number) => `${(Math.imul(no + 1, 0x9e3779b1) >>> 0).toString(16)}-${no.toString(36)}`],
    ['words of another script', (no: number) => `第${no}章`],
    ['very long', (no: number) => `${no} ${'of a plan that nobody can read '.repeat(8)}`],
    ['names that differ in their middle only', (no: number) => `the same beginning ${no} and the same end`],
  ])('finds its tasks where the ids are %s', (_, idOf) => {
    const ids = Array.from({ length: 2_000 }, (__, no) => idOf(no));
    const tasks = ids.map((id, no) => ({
      id: asTaskId(id),
      dependencies: (no === 0 ? [] : [`${ids[no - 1]}`, `${ids[no >> 1]}`]).map(asTaskId),
    }));
    const graph = new TaskGraph({ tasks });
    expect(ids.map((id) => graph.noOf(asTaskId(id)))).toEqual(ids.map((__, no) => no));
    expect(planWaves(graph)).toHaveLength(2_000);
    for (const unknown of [
      '',
      'task-1',
      'task-0001',
      'task-2001',
      'the same beginning x and the same end',
      `${ids[3]} `,
    ])
      expect(() => graph.noOf(asTaskId(unknown))).toThrow(expect.objectContaining({ code: 'PLAN_UNKNOWN_TASK' }));
    for (const at of [0, 1_000, 1_998])
      expect(() => new TaskGraph({ tasks: [...tasks, { id: asTaskId(ids[at]!), dependencies: [] }] })).toThrow(
        expect.objectContaining({ code: 'PLAN_DUPLICATE_ID' }),
      );
  });

  it('finds exactly what a Map finds', () => {
    const ids = fc.uniqueArray(
      fc.oneof(fc.string({ maxLength: 3 }), fc.string({ unit: fc.constantFrom('0', '1', 'é', '漢', '\0') })),
      {
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(ids, fc.array(fc.string({ unit: fc.constantFrom('0', '1', 'é', 'x', '\0') })), (all, others) => {
        const graph = new TaskGraph({ tasks: all.map((id) => ({ id: asTaskId(id), dependencies: [] })) });
        const map = new Map(all.map((id, no) => [id, no]));
        for (const id of [...all, ...others]) {
          if (map.has(id)) expect(graph.noOf(asTaskId(id))).toBe(map.get(id));
          else expect(() => graph.noOf(asTaskId(id))).toThrow();
        }
      }),
    );
  });

  it('counts a dependency named again once, however many a task names', () => {
    const all = Array.from({ length: 40 }, (_, no) => `t${no}`);
    const graph = new TaskGraph(source(...all, `few<t3,t1,t3`, `many<${[...all, 't7', ...all].join(',')}`));
    expect([...graph.dependencies(40)]).toEqual([3, 1]);
    expect([...graph.dependencies(41)]).toEqual(all.map((_, no) => no));
  });

  it('gives each call its own counts', () => {
    const graph = new TaskGraph(source('a', 'b<a'));
    graph.dependencyCounts()[1] = 9;
    expect([...graph.dependencyCounts()]).toEqual([0, 1]);
    expect([graph.noOf(asTaskId('b')), [...graph.dependents(0)], graph.roots()]).toEqual([1, [1], [0]]);
  });
});
