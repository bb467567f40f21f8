import { Dispatcher } from '../../../runtime/core/schedule/dispatcher';
import { flatRows } from '../../../runtime/core/schedule/flat-rows';
import { lowerBound } from '../../../runtime/core/schedule/lower-bound';
import { planAhead } from '../../../runtime/core/schedule/plan-ahead';
import { simulate } from '../../../runtime/core/schedule/simulate';
import { urgencyKeys } from '../../../runtime/core/schedule/urgency';
import type { ScheduleMode, Workload } from '../../../runtime/core/schedule/workload';
import { verifies } from '../../support/verifies';
import { slots, type WorkloadExtras, workload } from './workloads';

const makespan = (of: Workload, mode: ScheduleMode): number => simulate(of, { mode, seed: 1, noise: 0 }).makespan;
const worker = (count: number, speed: number, ...capabilities: readonly string[]) => ({
  slots: count,
  capabilities,
  speed,
});

describe('a workload on a virtual clock', () => {
  it.each<[ScheduleMode, number]>([
    ['online', 6],
    ['waves', 7],
    ['fifo', 8],
  ])(`takes, decided %s, %d${verifies('R-5')}`, (mode, expected) => {
    const plan = workload(['short:2', 'other:2', 'long:3', 'end<long:3']);
    expect(makespan(plan, mode)).toBe(expected);
  });

  it('keeps a slot free for a task that is not ready yet, where a planning pass shows that it pays', () => {
    const plan = workload(['a:1', 'b<a:10', 'c:8', 'd<a:4', 'e<d:6'], { workers: slots(2) });
    const planned = makespan(plan, 'planned');
    expect(planned).toBeLessThanOrEqual(makespan(plan, 'online'));
    expect(planned).toBeGreaterThanOrEqual(lowerBound(plan));
  });

  it('waits for a fast worker that is busy rather than take a slow one that would be done later', () => {
    const plan = workload(['a:10', 'b:10'], { workers: [worker(1, 10), worker(1, 1)] });
    const schedule = simulate(plan, { mode: 'online', seed: 1, noise: 0 });
    expect([...schedule.workers]).toEqual([0, 0]);
    expect(schedule.makespan).toBe(2);
  });

  it(`shares a resource by units, and lets pass what needs none${verifies('R-16')}`, () => {
    const plan = workload(['a:2', 'b:2', 'c:2'], {
      workers: slots(3),
      resources: { capacities: Float64Array.of(3), demands: flatRows([[0], [0], []]), amounts: Float64Array.of(2, 2) },
    });
    const { starts } = simulate(plan, { mode: 'online', seed: 1, noise: 0 });
    expect([...starts]).toEqual([0, 2, 0]);
  });

  it('does the more urgent of two that write the same file first, and lets others pass meanwhile', () => {
    const plan = workload(['a:1', 'b:2', 'end<b:5', 'free:1'], { files: [['src/'], ['src/x.ts'], [], []] });
    const { starts } = simulate(plan, { mode: 'online', seed: 1, noise: 0 });
    expect(starts[1]).toBe(0);
    expect(starts[3]).toBe(0);
    expect(starts[0]).toBe(2);
  });

  it('has a lower bound that knows of a path which several tasks declare', () => {
    const files = [['a.ts', 'a.ts'], ['a.ts', 'b.ts'], ['b.ts'], ['src/a.ts']];
    expect(lowerBound(workload(['a:2', 'b:3', 'c:4', 'd:6'], { workers: slots(9), files }))).toBe(7);
  });
});

describe('what the most urgent task waits for', () => {
  const small = Array.from({ length: 30 }, (_, no) => `s${no}:${8 + (no % 5)}`);
  const lines = ['pre:1', 'big<pre:10', 'tail<big:300', ...small];
  const cases: readonly [string, WorkloadExtras][] = [
    [
      'files',
      {
        files: lines.map((line) => (line.startsWith('s') ? [`src/${line}`] : line.startsWith('big') ? ['src/**'] : [])),
      },
    ],
    [
      'units',
      {
        resources: {
          capacities: Float64Array.of(4),
          demands: flatRows(lines.map((line) => (/^(s|big)/.test(line) ? [0] : []))),
          amounts: Float64Array.from(
            lines.filter((line) => /^(s|big)/.test(line)),
            (line) => (line[0] === 'b' ? 4 : 1),
          ),
        },
      },
    ],
  ];

  it.each(cases)(`is kept for it, so that less urgent ones do not pass for ever: %s${verifies('R-5')}`, (_, extras) => {
    const plan = workload(lines, { workers: slots(4), ...extras });
    const { starts } = simulate(plan, { mode: 'online', seed: 1, noise: 0 });
    // Three ran when it became ready, 12 at most.
    expect(starts[1]).toBe(12);
    expect(starts[2]).toBe(22);
  });

  it('is given to one that is over before, and said to the others', () => {
    const plan = workload(['a:9', 'big<d:50', 'c:8', 'd:1', 'e:30', 'f:7'], {
      workers: slots(2),
      files: [['src/a'], ['src/'], ['src/c'], [], ['src/e'], ['src/f']],
    });
    const keys = Float64Array.of(0, 1, 4, 0, 2, 3);
    const dispatcher = new Dispatcher(plan, { keys });
    expect(dispatcher.start(0).map(({ task }) => task)).toEqual([0, 3]);
    dispatcher.end(3);
    expect(dispatcher.start(1).map(({ task }) => task)).toEqual([5]);
    expect(dispatcher.waits.reasonsOf(4)).toContainEqual({ type: 'kept', task: 1 });
    expect(dispatcher.waits.reasonsOf(1).slice(0, 2)).toEqual([
      { type: 'file', holder: 0 },
      { type: 'file', holder: 5 },
    ]);
  });

  it('is kept for nobody who cannot start: held by the rules, more units than there are, a wait whose end nobody knows', () => {
    const plan = workload(['a:9', 'big:50', 'c:8'], { files: [['src/a'], ['src/'], ['src/c']] });
    const keys = Float64Array.of(0, 1, 2);
    const startedAfter = (dispatcher: Dispatcher) => dispatcher.start(0).map(({ task }) => task);
    expect(startedAfter(new Dispatcher(plan, { keys, isHeld: (no) => no === 1 }))).toEqual([0, 2]);
    expect(
      startedAfter(
        new Dispatcher(
          plan,
          { keys },
          {
            freeSlots: [1],
            of: (no) => (no === 0 ? 'busy' : 'pending'),
            endsAtOf: () => Number.POSITIVE_INFINITY,
          },
        ),
      ),
    ).toEqual([2]);
    const units = {
      capacities: Float64Array.of(2),
      demands: flatRows([[0], [0], [0]]),
      amounts: Float64Array.of(1, 3, 1),
    };
    const scarce = workload(['a:9', 'big:50', 'c:8'], { workers: slots(3), resources: units });
    expect(startedAfter(new Dispatcher(scarce, { keys }))).toEqual([0, 2]);
    // Another plan holds the unit, on this worker or another: its end is not known here.
    const one = {
      capacities: Float64Array.of(1),
      demands: flatRows([[], [0], []]),
      amounts: Float64Array.of(1),
    };
    const elsewhere = workload(['a:9', 'big:50', 'c:8'], { resources: one });
    const held = { freeSlots: [1], of: () => 'pending' as const, freeUnits: [0] };
    expect(startedAfter(new Dispatcher(elsewhere, { keys: Float64Array.of(1, 0, 2) }, held))).toEqual([0]);
  });
});

describe('a place that is kept', () => {
  it(`is passed by all that are over in time, however many are not that are more urgent${verifies('R-5')}`, () => {
    const long = Array.from({ length: 20 }, (_, no) => `l${no}:50`);
    const lines = ['a:10', 'big:9', ...long, 'short:5'];
    const plan = workload(lines, {
      workers: slots(3),
      resources: {
        capacities: Float64Array.of(2),
        demands: flatRows(lines.map(() => [0])),
        amounts: Float64Array.from(lines, (line) => (line.startsWith('big') ? 2 : 1)),
      },
    });
    const dispatcher = new Dispatcher(plan, { keys: Float64Array.from(lines.keys()) });
    expect(dispatcher.start(0).map(({ task }) => task)).toEqual([0, lines.length - 1]);
    expect(dispatcher.waits.reasonsOf(5)).toContainEqual({ type: 'kept', task: 1 });
  });

  it(`is that of the next where the most urgent waits for a person${verifies('R-5')}`, () => {
    const plan = workload(['asked:1', 'runs:10', 'first:9', 'next:9', 'long:50', 'short:5'], {
      workers: slots(4),
      files: [['x'], ['src/a'], ['x'], ['src/'], ['src/c'], ['src/d']],
    });
    const dispatcher = new Dispatcher(
      plan,
      { keys: Float64Array.of(0, 1, 2, 3, 4, 5) },
      {
        freeSlots: [3],
        of: (no) => (no < 2 ? 'busy' : 'pending'),
        endsAtOf: (no) => (no === 0 ? Number.POSITIVE_INFINITY : 10),
      },
    );
    expect(dispatcher.start(0).map(({ task }) => task)).toEqual([5]);
    expect(dispatcher.waits.reasonsOf(4)).toContainEqual({ type: 'kept', task: 3 });
  });
});

describe('a scarce worker', () => {
  const places = { workers: [worker(1, 1), worker(1, 1, 'gpu')] };
  const needs = (lines: readonly string[]) => lines.map((line) => (line.startsWith('g') ? ['gpu'] : []));
  const schedule = (lines: readonly string[], mode: ScheduleMode = 'online') =>
    simulate(workload(lines, { ...places, needs: needs(lines) }), { mode, seed: 1, noise: 0 });

  it(`is kept for a task that only it can do and that will be ready soon, where another is free soon enough${verifies('R-16')}`, () => {
    const lines = ['prepare:2', 'g<prepare:9', 'plain:4'];
    const { starts, workers, makespan } = schedule(lines);
    expect([...starts]).toEqual([0, 2, 2]);
    expect([...workers]).toEqual([0, 1, 0]);
    expect(makespan).toBe(11);
    const plan = workload(lines, { ...places, needs: needs(lines) });
    const dispatcher = new Dispatcher(plan, { keys: urgencyKeys(plan) });
    expect(dispatcher.start(0)).toEqual([{ task: 0, worker: 0 }]);
    expect(dispatcher.waits.reasonsOf(2)).toEqual([{ type: 'reserved', task: 1 }]);
  });

  it.each([
    ['would make the plan longer', ['prepare:5', 'g<prepare:1', 'plain:8']],
    ['is of no use, since it is free again by then', ['prepare:5', 'g<prepare:9', 'plain:4']],
    [
      'is for a task that will not be ready before more is done',
      ['prepare:2', 'more<prepare:2', 'g<more:9', 'plain:3'],
    ],
  ])('is given away where keeping it %s', (_, lines) => {
    expect(schedule(lines).starts[lines.length - 1]).toBe(0);
  });
});

describe('a planning pass over unlike workers and files', () => {
  it('finds an order that is shorter than that of urgency, and the same for the same seed', () => {
    const lines = ['a:4', 'b:4', 'c:3', 'd:3', 'e:3', 'f<a:2', 'g<b,c:6', 'h<d:5', 'i<e:1', 'j<f,g:2'];
    const plan = workload(lines, {
      workers: [worker(2, 1), worker(1, 2, 'gpu')],
      needs: lines.map((_, no) => (no % 4 === 2 ? ['gpu'] : [])),
      files: lines.map((_, no) => (no % 3 === 0 ? ['src/'] : [])),
    });
    const planned = planAhead(plan, { seed: 3 })!;
    expect(planned.project).toBeUndefined();
    expect(planned).toEqual(planAhead(plan, { seed: 3 }));
    expect(planned.makespan).toBeLessThanOrEqual(makespan(plan, 'online'));
    expect(planned.makespan).toBeGreaterThanOrEqual(lowerBound(plan));
  });
});

describe('Dispatcher', () => {
  it('says why tasks wait', () => {
    const plan = workload(['a', 'b', 'c', 'd<a', 'e'], {
      workers: slots(3),
      files: [['x'], ['x'], [], [], []],
      needs: [[], [], ['gpu'], [], []],
      limit: 2,
    });
    const dispatcher = new Dispatcher(plan, { keys: urgencyKeys(plan) });
    expect(dispatcher.start(0).map(({ task }) => task)).toEqual([0, 4]);
    const types = (no: number) => dispatcher.waits.reasonsOf(no).map(({ type }) => type);
    expect([1, 2, 3].map(types)).toEqual([['file', 'limit'], ['no-worker'], []]);
    dispatcher.end(4);
    expect(dispatcher.start(1)).toEqual([]);
    expect(dispatcher.waits.reasonsOf(1)).toEqual([{ type: 'file', holder: 0 }]);
    expect(dispatcher.waits.unplaced()).toEqual([
      { task: 2, reasons: [{ type: 'no-worker' }], workers: [], demands: [] },
    ]);
    dispatcher.end(0);
    expect(dispatcher.start(2).map(({ task }) => task)).toEqual([1, 3]);
  });

  it(`decides over 100,000 tasks at a cost of what changed${verifies('R-5')}`, () => {
    const size = 100_000;
    const rows = Array.from({ length: size }, (_, no) => (no + 317 < size ? [no + 317] : []));
    const durations = new Float64Array(size).fill(1);
    const plan: Workload = { size, dependents: flatRows(rows), durations, estimates: durations, workers: slots(16) };
    let looks = 0;
    const dispatcher = new Dispatcher(plan, { keys: urgencyKeys(plan), isHeld: () => ++looks < 0 });
    const running = dispatcher.start(0).map(({ task }) => task);
    for (let task = running.shift(); task !== undefined; task = running.shift()) {
      dispatcher.end(task);
      running.push(...dispatcher.start(0).map((start) => start.task));
    }
    expect(looks).toBe(size);
  });
});

describe('planAhead', () => {
  it('gives the same for the same seed, and stops at its steps', () => {
    const lines = Array.from(
      { length: 40 },
      (_, no) => `t${no}${no > 4 ? `<t${no - 5},t${no - 3}` : ''}:${1 + ((no * 7) % 11)}`,
    );
    const plan = workload(lines, { workers: slots(3) });
    const one = planAhead(plan, { seed: 7, steps: 20_000 })!;
    expect(planAhead(plan, { seed: 7, steps: 20_000 })!.starts).toEqual(one.starts);
    expect(one.makespan).toBeLessThanOrEqual(makespan(plan, 'online'));
  });

  it('makes an order and no times where more than slots decides who may run where, and nothing where nobody works', () => {
    const files = planAhead(workload(['a', 'b'], { files: [['x'], ['x']] }), { seed: 1 });
    expect(files).toMatchObject({ makespan: 2, starts: Float64Array.of(0, 1) });
    expect(files?.project).toBeUndefined();
    expect(planAhead(workload(['a'], { workers: [] }), { seed: 1 })).toBeUndefined();
    expect(planAhead(workload(['a'], { needs: [['gpu']] }), { seed: 1 })).toBeUndefined();
  });
});
