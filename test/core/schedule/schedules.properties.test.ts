import fc from 'fast-check';
import { Dispatcher } from '../../../runtime/core/schedule/dispatcher';
import { flatRows } from '../../../runtime/core/schedule/flat-rows';
import { ParallelLayout } from '../../../runtime/core/schedule/parallel-layout';
import { planAhead } from '../../../runtime/core/schedule/plan-ahead';
import { projectOf } from '../../../runtime/core/schedule/project';
import { simulate } from '../../../runtime/core/schedule/simulate';
import { urgencyKeys } from '../../../runtime/core/schedule/urgency';
import { runOut } from '../../../runtime/core/schedule/virtual-clock';
import type { Schedule, ScheduleMode, Workload } from '../../../runtime/core/schedule/workload';
import { verifies } from '../../support/verifies';
import { shortestMakespan } from './shortest';
import { anyWorkload, dependenciesOf, plainWorkload, slots } from './workloads';

/** `SCHEDULE_PROPERTY_RUNS=10000` for the long form. */
const RUNS = Number(process.env['SCHEDULE_PROPERTY_RUNS'] ?? 200);
const MODES: readonly ScheduleMode[] = ['online', 'planned', 'waves', 'fifo'];
const mode = fc.constantFrom(...MODES);
const seed = fc.nat(1_000);
/** Files that may be there: enough that any two of the paths and globs that `anyWorkload` draws that mean a common one have it here. */
const THERE = ['', 'src/', 'src/deep/', 'src/deep/er/', 'docs/', 'docs/deep/'].flatMap((folder) =>
  ['a.ts', 'b.ts', 'c.ts', 'x.md', 'y.md'].map((name) => `${folder}${name}`),
);

/** What a path or glob means of them, told apart by a regular expression and not by the code that is looked at. */
function meant(path: string): ReadonlySet<string> {
  const bare = path.replace(/\/$/, '').replace(/[.]/g, '\\.');
  const pattern = bare.replace(/\*\*\/|\*\*|\*/g, (stars) => ({ '**/': '(.*/)?', '**': '.*' })[stars] ?? '[^/]*');
  return new Set(THERE.filter((file) => new RegExp(`^${pattern}(/.*)?$`).test(file)));
}

const shareFile = (some: readonly string[], others: readonly string[]): boolean => {
  const theirs = new Set(others.flatMap((other) => [...meant(other)]));
  return some.some((one) => [...meant(one)].some((file) => theirs.has(file)));
};

const noise = fc.constantFrom(0, 0.5);
const planningSteps = 2_000;

const lengthOf = (workload: Workload, { workers }: Schedule, no: number): number =>
  workload.durations[no]! / workload.workers[workers[no]!]!.speed;

/** Tasks that run at a moment at which some task starts; a task ends just before its end. */
function runningAt(workload: Workload, schedule: Schedule, time: number): number[] {
  const running: number[] = [];
  for (let no = 0; no < workload.size; no++) {
    const start = schedule.starts[no]!;
    if (start <= time && time < start + lengthOf(workload, schedule, no) - 1e-9) running.push(no);
  }
  return running;
}

describe('a schedule', () => {
  it(`starts no task before its dependencies are over, and leaves none out${verifies('R-5')}`, () => {
    fc.assert(
      fc.property(anyWorkload, mode, seed, noise, (workload, mode, seed, noise) => {
        const schedule = simulate(workload, { mode, seed, noise, planningSteps });
        for (const [no, dependencies] of dependenciesOf(workload).entries()) {
          expect(schedule.starts[no]).toBeGreaterThanOrEqual(0);
          for (const on of dependencies) {
            expect(schedule.starts[no]).toBeGreaterThanOrEqual(
              schedule.starts[on]! + lengthOf(workload, schedule, on) - 1e-9,
            );
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it(`never has two tasks write one file at once${verifies('R-5')}`, () => {
    fc.assert(
      fc.property(anyWorkload, mode, seed, noise, (workload, mode, seed, noise) => {
        const schedule = simulate(workload, { mode, seed, noise, planningSteps });
        for (const time of schedule.starts) {
          const running = runningAt(workload, schedule, time);
          for (const [at, one] of running.entries()) {
            for (const other of running.slice(at + 1)) {
              expect(shareFile(workload.files![one]!, workload.files![other]!)).toBe(false);
            }
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it(`is never over a limit, of slots, of resources or of all, and gives no task to a worker that cannot do it${verifies('R-5', 'R-16')}`, () => {
    fc.assert(
      fc.property(anyWorkload, mode, seed, noise, (workload, mode, seed, noise) => {
        const schedule = simulate(workload, { mode, seed, noise, planningSteps });
        const { capacities, demands, amounts } = workload.resources!;
        for (const time of schedule.starts) {
          const running = runningAt(workload, schedule, time);
          expect(running.length).toBeLessThanOrEqual(workload.limit!);
          const used = capacities.map(() => 0);
          for (const no of running) {
            for (let at = demands.starts[no]!; at < demands.starts[no + 1]!; at++)
              used[demands.nos[at]!]! += amounts[at]!;
          }
          for (const [resource, units] of used.entries()) expect(units).toBeLessThanOrEqual(capacities[resource]!);
          for (const [worker, { slots }] of workload.workers.entries()) {
            expect(running.filter((no) => schedule.workers[no] === worker).length).toBeLessThanOrEqual(slots);
          }
        }
        for (const [no, needs] of workload.needs!.entries()) {
          expect(workload.workers[schedule.workers[no]!]!.capabilities).toEqual(expect.arrayContaining([...needs]));
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(anyWorkload, mode, seed, noise, (workload, mode, seed, noise) => {
        const options = { mode, seed, noise, planningSteps };
        expect(simulate(workload, options)).toEqual(simulate(workload, options));
      }),
      { numRuns: RUNS },
    );
  });

  it('is never shorter than the lower bound, nor longer than all tasks one after the other on the slowest worker', () => {
    fc.assert(
      fc.property(anyWorkload, mode, seed, noise, (workload, mode, seed, noise) => {
        const { makespan, lowerBound } = simulate(workload, { mode, seed, noise, planningSteps });
        const slowest = Math.min(...workload.workers.map(({ speed }) => speed));
        expect(makespan).toBeGreaterThanOrEqual(lowerBound - 1e-9);
        expect(makespan).toBeLessThanOrEqual(workload.durations.reduce((sum, time) => sum + time, 0) / slowest + 1e-9);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a task with the most urgent claim', () => {
  it(`starts when all that ran as it became ready is over, at the latest: nothing passes it for ever${verifies('R-5')}`, () => {
    let waited = 0;
    fc.assert(
      fc.property(anyWorkload, fc.nat(), (given, pick) => {
        const first = pick % given.size;
        // On unlike workers it may wait for a faster one besides, and a limit is a slot like others.
        const workload: Workload = {
          ...withWideClaim(given, first),
          workers: slots(4),
          estimates: given.durations,
          limit: 4,
          needs: given.needs!.map(() => []),
        };
        const keys = urgencyKeys(workload);
        const { starts } = runOut(workload, new Dispatcher(workload, { keys: withFirst(keys, first) }));
        const endOf = (no: number) => starts[no]! + workload.durations[no]!;
        const ready = Math.max(0, ...dependenciesOf(workload)[first]!.map(endOf));
        const running = [...starts.keys()].filter((no) => starts[no]! < ready && endOf(no) > ready);
        expect(starts[first]).toBeLessThanOrEqual(Math.max(ready, ...running.map(endOf)));
        if (starts[first]! > ready) waited += 1;
      }),
      { numRuns: RUNS },
    );
    expect(waited).toBeGreaterThan(RUNS / 50);
  });
});

/** The same where one task writes a folder and takes all that there is of the first resource. */
function withWideClaim(given: Workload, first: number): Workload {
  const { capacities, demands, amounts } = given.resources!;
  const rows = Array.from({ length: given.size }, (_, no) => {
    const row = Array.from(demands.nos.slice(demands.starts[no]!, demands.starts[no + 1]!), (resource, at) => ({
      resource,
      amount: amounts[demands.starts[no]! + at]!,
    }));
    return no === first ? [{ resource: 0, amount: capacities[0]! }] : row;
  });
  return {
    ...given,
    files: given.files!.map((own, no) => (no === first ? ['src/'] : own)),
    resources: {
      capacities,
      demands: flatRows(rows.map((row) => row.map(({ resource }) => resource))),
      amounts: Float64Array.from(rows.flat(), ({ amount }) => amount),
    },
  };
}

const withFirst = (keys: Float64Array, first: number): Float64Array =>
  keys.map((key, no) => (no === first ? Number.NEGATIVE_INFINITY : key));

/** The critical path, by real times: each task waits on earlier ones only after as many rounds as the plan is deep. */
function longestWay({ size, durations, ...rest }: Workload): number {
  const dependencies = dependenciesOf({ size, durations, ...rest });
  const ways = Float64Array.from(durations);
  for (let changed = true; changed; ) {
    changed = false;
    for (let no = 0; no < size; no++) {
      const way = durations[no]! + Math.max(0, ...dependencies[no]!.map((on) => ways[on]!));
      if (way > ways[no]! + 1e-12) changed = true;
      ways[no] = Math.max(ways[no]!, way);
    }
  }
  return ways.reduce((longest, way) => Math.max(longest, way), 0);
}

/** Few enough that all schedules are looked through, here and by the planning pass. */
const fewTasks = plainWorkload.filter(({ size }) => size <= 6).map((one) => ({ ...one, estimates: one.durations }));

/** Tasks on identical slots that write each other's files. */
const withFiles = anyWorkload.map(({ size, dependents, durations, files }) => {
  const few = files!.map((own) => own.map((file) => (file.startsWith('src') ? file : 'src/c.ts')));
  return { size, dependents, durations, estimates: durations, files: few, workers: slots(4) };
});

describe('a schedule on identical slots', () => {
  it(`leaves no slot idle while a task could start, when it decides as things come${verifies('R-5')}`, () => {
    fc.assert(
      fc.property(plainWorkload, fc.constantFrom<ScheduleMode>('online', 'fifo'), noise, (workload, mode, noise) => {
        const schedule = simulate(workload, { mode, seed: 1, noise });
        const dependencies = dependenciesOf(workload);
        const endOf = (no: number) => schedule.starts[no]! + workload.durations[no]!;
        for (let no = 0; no < workload.size; no++) {
          const ready = Math.max(0, ...dependencies[no]!.map(endOf));
          for (const time of [ready, ...Array.from(schedule.starts, (_, at) => endOf(at))]) {
            if (time < ready || time >= schedule.starts[no]!) continue;
            expect(runningAt(workload, schedule, time)).toHaveLength(workload.workers[0]!.slots);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it(`keeps Graham's bound: at most 2 − 1/m times the lower bound, and at most the work per slot plus 1 − 1/m of the critical path${verifies('R-5')}`, () => {
    fc.assert(
      fc.property(plainWorkload, fc.constantFrom<ScheduleMode>('online', 'fifo'), noise, (workload, mode, noise) => {
        const { makespan, lowerBound } = simulate(workload, { mode, seed: 1, noise });
        const { slots } = workload.workers[0]!;
        const work = workload.durations.reduce((sum, time) => sum + time, 0);
        expect(makespan).toBeLessThanOrEqual((2 - 1 / slots) * lowerBound + 1e-9);
        expect(makespan).toBeLessThanOrEqual(work / slots + (1 - 1 / slots) * longestWay(workload) + 1e-9);
      }),
      { numRuns: RUNS },
    );
  });

  it('is, after a planning pass over exact estimates, never longer than without', () => {
    fc.assert(
      fc.property(plainWorkload, seed, (workload, seed) => {
        const exact = { ...workload, estimates: workload.durations };
        const planned = simulate(exact, { mode: 'planned', seed, noise: 0, planningSteps });
        expect(planned.makespan).toBeLessThanOrEqual(
          simulate(exact, { mode: 'online', seed, noise: 0 }).makespan + 1e-9,
        );
      }),
      { numRuns: RUNS },
    );
  });

  it(`of tasks that wait for nothing keeps Graham's bound: at most 4/3 − 1/(3m) times the shortest schedule${verifies('R-5')}`, () => {
    fc.assert(
      fc.property(fewTasks, (given) => {
        const independent = { ...given, dependents: flatRows(Array.from({ length: given.size }, () => [])) };
        const { slots: m } = given.workers[0]!;
        const { makespan } = simulate(independent, { mode: 'online', seed: 1, noise: 0 });
        expect(makespan).toBeLessThanOrEqual((4 / 3 - 1 / (3 * m)) * shortestMakespan(independent) + 1e-9);
      }),
      { numRuns: RUNS },
    );
  });

  it(`of a few tasks is, after a planning pass over exact estimates, the shortest that there is${verifies('R-5')}`, () => {
    fc.assert(
      fc.property(fewTasks, seed, (workload, seed) => {
        const { makespan } = simulate(workload, { mode: 'planned', seed, noise: 0 });
        expect(makespan).toBe(shortestMakespan(workload));
      }),
      { numRuns: RUNS },
    );
  });

  it('with files is, after a planning pass over exact estimates, never longer than without, and leaves no task out', () => {
    let yielded = 0;
    fc.assert(
      fc.property(withFiles, seed, (workload, seed) => {
        const planned = simulate(workload, { mode: 'planned', seed, noise: 0, planningSteps: 20_000 });
        const online = simulate(workload, { mode: 'online', seed, noise: 0 });
        expect(planned.makespan).toBeLessThanOrEqual(online.makespan + 1e-9);
        expect(planned.starts.some(Number.isNaN)).toBe(false);
        if (planAhead(workload, { seed, steps: 20_000 })?.yields?.size) yielded += 1;
      }),
      { numRuns: RUNS },
    );
    expect(yielded).toBeGreaterThan(RUNS / 200);
  });

  it('is what the planning pass foresees when it lays tasks out in time: one scheduler, not two', () => {
    fc.assert(
      fc.property(plainWorkload, (workload) => {
        const exact = { ...workload, estimates: workload.durations };
        const layout = new ParallelLayout(projectOf(exact)!);
        const schedule = simulate(exact, { mode: 'online', seed: 1, noise: 0 });
        expect(layout.lay(urgencyKeys(exact))).toBe(schedule.makespan);
        expect(layout.starts).toEqual(schedule.starts);
      }),
      { numRuns: RUNS },
    );
  });
});
