import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { simulate } from '../../../runtime/core/schedule/simulate';
import type { ScheduleMode } from '../../../runtime/core/schedule/workload';
import { verifies } from '../../support/verifies';
import { scheduleFaults } from './check-schedule';
import { type Instance, workloadOf } from './instances/instance';
import { InstanceError } from './instances/instance-error';
import { readInstance } from './instances/read-instance';
import { plainMakespan } from './reference';
import { ArgumentError, readArguments } from './schedule-arguments';

const STG = `  3
  0  0  0
  1  4  1  0
  2  3  1  0
  3  2  2  1  2
  4  0  1  3
# a comment
`;

const PSPLIB = `************************************************************************
projects                      :  1
jobs (incl. supersource/sink ):  5
RESOURCES
  - renewable                 :  2   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          3           2   3   4
   2        1          1           5
   3        1          1           5
   4        1          1           5
   5        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     4       2    0
  3      1     3       2    1
  4      1     2       0    1
  5      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    3    1
************************************************************************
`;

const WORKFLOW = JSON.stringify({
  name: 'kettle',
  schemaVersion: '1.5',
  workflow: {
    specification: {
      tasks: [
        { name: 'fill', id: 'fill_1', parents: [], children: ['boil_1'] },
        { name: 'boil', id: 'boil_1', parents: ['fill_1'], children: [] },
        { name: 'cups', id: 'cups_1', parents: [], children: [] },
      ],
    },
    execution: {
      tasks: [
        { id: 'fill_1', runtimeInSeconds: 1.5 },
        { id: 'boil_1', runtimeInSeconds: 4 },
        { id: 'cups_1', runtimeInSeconds: 0.25 },
      ],
    },
  },
});
const OLD_WORKFLOW = JSON.stringify({
  workflow: {
    jobs: [
      { name: 'boil', runtime: 4, parents: ['fill'] },
      { name: 'fill', runtime: 1.5, parents: [] },
    ],
  },
});

describe('readInstance', () => {
  it(`reads a graph of the Standard Task Graph Set${verifies('R-5')}`, () => {
    expect(readInstance(STG)).toEqual({
      ids: ['0', '1', '2', '3', '4'],
      durations: [0, 4, 3, 2, 0],
      predecessors: [[], [0], [0], [1, 2], [3]],
    });
  });

  it('reads a project of PSPLIB with its resources', () => {
    expect(readInstance(PSPLIB)).toEqual({
      ids: ['1', '2', '3', '4', '5'],
      durations: [0, 4, 3, 2, 0],
      predecessors: [[], [0], [0], [0], [1, 2, 3]],
      resources: {
        capacities: [3, 1],
        demands: [
          [0, 0],
          [2, 0],
          [2, 1],
          [0, 1],
          [0, 0],
        ],
      },
    });
  });

  it('reads workflows of WfCommons, new and old', () => {
    expect(readInstance(WORKFLOW)).toEqual({
      ids: ['fill_1', 'boil_1', 'cups_1'],
      durations: [1.5, 4, 0.25],
      predecessors: [[], [0], []],
    });
    expect(readInstance(OLD_WORKFLOW)).toEqual({
      ids: ['boil', 'fill'],
      durations: [4, 1.5],
      predecessors: [[1], []],
    });
  });

  it.each([
    ['nothing', '', 1],
    ['a word', 'two\n', 1],
    ['a task too few', STG.replace('  4  0  1  3\n', ''), 5],
    ['a predecessor too few', STG.replace('2  1  2', '2  1'), 5],
    ['an unknown predecessor', STG.replace('1  3\n#', '1  9\n#'), 6],
    ['a task twice', STG.replace('  4  0  1', '  3  0  1'), 6],
    ['a cycle', STG.replace('1  4  1  0', '1  4  1  3'), 3],
    ['a negative duration', STG.replace('1  4  1', '1 -4  1'), 3],
    ['several modes', PSPLIB.replace('2        1 ', '2        3 '), 12],
    [
      'resources that are used up',
      PSPLIB.replace('nonrenewable              :  0', 'nonrenewable              :  2'),
      6,
    ],
    ['more than there is', PSPLIB.replace('2      1     4       2', '2      1     4       5'), 21],
    ['a job without duration', PSPLIB.replace('2   3   4', '2   3   7'), 11],
    ['a job that comes before nothing', PSPLIB.replace('   4        1          1           5\n', ''), 22],
    ['a job that is there twice', PSPLIB.replace('   4        1          1 ', '   2        1          1 '), 14],
    ['another number of jobs', PSPLIB.replace('):  5', '):  7'), 3],
    [
      'a number of resources that is none',
      PSPLIB.replace('renewable                 :  2', 'renewable                 :  x'),
      5,
    ],
    ['no capacities', PSPLIB.slice(0, PSPLIB.indexOf('RESOURCEAVAIL')), 26],
    ['broken JSON', WORKFLOW.slice(0, 40).replace(',', ',\n'), 2],
    ['no workflow', '{}', 'workflow'],
    ['a parent that is not there', OLD_WORKFLOW.replace('["fill"]', '["gone"]'), 'workflow.jobs[0]'],
    ['a runtime that is none', OLD_WORKFLOW.replace('1.5', '"1.5"'), 'workflow.jobs[1].runtime'],
    ['runtimes too long to add', OLD_WORKFLOW.replace('1.5', '1e308'), 'workflow.jobs[1]'],
    ['a task without runtime', WORKFLOW.replace('"runtimeInSeconds":4', '"x":4'), 'workflow.specification.tasks[1]'],
    ['tasks that are none', '{"workflow":{"tasks":7}}', 'workflow.tasks'],
  ])('says where %s is', (_, text, where) => {
    let error: unknown;
    try {
      readInstance(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InstanceError);
    expect(error).toMatchObject({ where, allowed: expect.stringMatching(/\w/) });
  });
});

describe('readArguments', () => {
  it.each([
    [['a.stg', '--workers', '4', '--seed=7'], { file: 'a.stg', workers: 4, seed: 7, mode: 'online', noise: 0 }],
    [['--mode', 'waves', '--noise', '.5', '-'], { file: '-', seed: 1, mode: 'waves', noise: 0.5 }],
  ])('reads %j', (args, expected) => expect(readArguments(args)).toEqual(expected));

  it.each([
    [[]],
    [['a', 'b']],
    [['a', '--workers', '0']],
    [['a', '--workers', '1.5']],
    [['a', '--seed', '-1']],
    [['a', '--noise', 'NaN']],
    [['a', '--mode', 'best']],
    [['a', '--speed', '2']],
    [['a', '--workers']],
  ])('refuses %j', (args) => expect(() => readArguments(args)).toThrow(ArgumentError));
});

describe('simulate', () => {
  it('has a lower bound where there is none of what nobody takes', () => {
    const text = PSPLIB.replace('2       2    1', '2       2    0')
      .replace('3       2    1', '3       2    0')
      .replace('2       0    1', '2       0    0')
      .replace('    3    1\n', '    3    0\n');
    expect(simulate(workloadOf(readInstance(text), undefined), { mode: 'online', seed: 1, noise: 0 }).lowerBound).toBe(
      5,
    );
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuses a time of %d', (time) => {
    const workload = { ...workloadOf(readInstance(STG), 2), estimates: Float64Array.of(0, time, 3, 2, 0) };
    expect(() => simulate(workload, { mode: 'planned', seed: 1, noise: 0 })).toThrow(RangeError);
  });
});

describe('scheduleFaults', () => {
  const faults = (starts: readonly number[], makespan: number, workers?: number, text = STG) =>
    scheduleFaults(readInstance(text), workers, starts, makespan).length;
  it.each([
    ['nothing in a schedule that keeps to the rules', [0, 0, 0, 4, 6], 6, 2, STG, 0],
    ['a task that starts early', [0, 0, 0, 3, 6], 6, 2, STG, 1],
    ['two tasks on one worker', [0, 0, 0, 4, 6], 6, 1, STG, 1],
    ['a makespan that is not the last end', [0, 0, 0, 4, 6], 5, 2, STG, 1],
    ['a task without start', [0, Number.NaN, 0, 4, 6], 6, 2, STG, 1],
    ['a resource that is overdrawn', [0, 0, 0, 4, 7], 7, undefined, PSPLIB, 1],
    ['no resource that is free again', [0, 0, 4, 0, 7], 7, undefined, PSPLIB, 0],
  ])('finds %s', (_, starts, makespan, workers, text, expected) => {
    expect(faults(starts, makespan, workers, text)).toBe(expected);
  });
});

/** Projects of up to 14 tasks and two resources. */
const projects: fc.Arbitrary<Instance> = fc
  .array(
    fc.record({ on: fc.array(fc.nat(13), { maxLength: 3 }), time: fc.nat(9), takes: fc.tuple(fc.nat(3), fc.nat(2)) }),
    {
      minLength: 1,
      maxLength: 14,
    },
  )
  .map((rows) => ({
    ids: rows.map((_, no) => `${no}`),
    durations: rows.map(({ time }) => time),
    predecessors: rows.map(({ on }, no) => [...new Set(on.filter((one) => one < no))]),
    resources: { capacities: [4, 2], demands: rows.map(({ takes }) => takes) },
  }));

describe('schedules', () => {
  const modes = fc.constantFrom<ScheduleMode>('online', 'planned', 'waves', 'fifo');
  const workers = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined });

  it(`keep to every rule, are never below the lower bound, and the same for the same seed${verifies('R-5')}`, () => {
    fc.assert(
      fc.property(
        projects,
        workers,
        modes,
        fc.nat(3),
        fc.constantFrom(0, 0.5),
        (instance, count, mode, seed, noise) => {
          const once = (): ReturnType<typeof simulate> =>
            simulate(workloadOf(instance, count), { mode, seed, noise, planningSteps: 20 });
          const { starts, makespan, lowerBound } = once();
          expect(scheduleFaults(instance, count, starts, makespan)).toEqual([]);
          expect(makespan).toBeGreaterThanOrEqual(lowerBound - 1e-9);
          expect(once().starts).toEqual(starts);
        },
      ),
      { numRuns: Number(process.env['SCHEDULE_PROPERTY_RUNS'] ?? 500) },
    );
  });

  it('of the plain rules are as long as they must be on a small graph', () => {
    const instance = readInstance(STG);
    expect((['b-level', 'fifo', 'waves'] as const).map((rule) => plainMakespan(instance, 2, rule))).toEqual([6, 6, 6]);
    expect(plainMakespan(instance, 1, 'b-level')).toBe(9);
    expect(plainMakespan(readInstance(PSPLIB), undefined, 'b-level')).toBe(7);
  });
});

describe('npm run schedule', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-schedule-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const schedule = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(__dirname, 'schedule.cjs'), ...args], { encoding: 'utf8', cwd: folder });

  it('prints a schedule that anyone can check, and nothing else', () => {
    writeFileSync(join(folder, 'project.sm'), PSPLIB);
    const { stdout, status } = schedule('project.sm', '--mode', 'planned', '--seed', '5');
    const answer = JSON.parse(stdout) as Record<string, unknown> & { readonly starts: Record<string, number> };
    expect(Object.keys(answer)).toEqual(['makespan', 'lowerBound', 'starts', 'mode', 'seed']);
    expect(answer).toMatchObject({ makespan: 7, mode: 'planned', seed: 5 });
    const instance = readInstance(PSPLIB);
    const starts = instance.ids.map((id) => answer.starts[id]!);
    expect(scheduleFaults(instance, undefined, starts, 7)).toEqual([]);
    expect(status).toBe(0);
  });

  it('refuses what it cannot read with exit code 2, the line, and what is allowed', () => {
    writeFileSync(join(folder, 'graph.stg'), STG.replace('  2  3  1  0', '  2  x  1  0'));
    expect(schedule('graph.stg', '--workers', '2')).toMatchObject({
      status: 2,
      stdout: '',
      stderr:
        'schedule: graph.stg:4: "x" is no whole number. Allowed: task, processing time, number of predecessors, predecessors\n',
    });
    expect(schedule('none.stg', '--workers', '2')).toMatchObject({ status: 2, stdout: '' });
    writeFileSync(join(folder, 'graph.stg'), STG);
    expect(schedule('graph.stg')).toMatchObject({ status: 2, stderr: expect.stringContaining('--workers') });
    expect(schedule('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('WfCommons') });
  });
});
