import fc from 'fast-check';
import { flatRows, turnRows } from '../../../runtime/core/schedule/flat-rows';
import type { Workload, WorkloadWorker } from '../../../runtime/core/schedule/workload';

export type WorkloadExtras = Partial<Omit<Workload, 'size' | 'dependents'>>;

/** One worker with some slots. */
export const slots = (count: number): readonly WorkloadWorker[] => [{ slots: count, capabilities: [], speed: 1 }];

/** `'c<a,b:5'` is task c, which waits on a and b and takes 5; 1 where no time is given. Two slots unless told otherwise. */
export function workload(lines: readonly string[], extras: WorkloadExtras = {}): Workload {
  const tasks = lines.map((line) => {
    const [head = '', time = '1'] = line.split(':');
    const [id = '', waitsOn = ''] = head.split('<');
    return { id, waitsOn: waitsOn.split(',').filter(Boolean), time: Number(time) };
  });
  const noOf = new Map(tasks.map(({ id }, no) => [id, no]));
  const durations = Float64Array.from(tasks, ({ time }) => time);
  return {
    size: tasks.length,
    dependents: turnRows(flatRows(tasks.map(({ waitsOn }) => waitsOn.map((id) => noOf.get(id)!)))),
    durations,
    estimates: durations,
    workers: slots(2),
    ...extras,
  };
}

/** On what each task waits. */
export const dependenciesOf = ({ dependents }: Workload): number[][] => {
  const { starts, nos } = turnRows(dependents);
  return Array.from({ length: starts.length - 1 }, (_, no) => [...nos.slice(starts[no]!, starts[no + 1]!)]);
};

const CAPABILITIES = ['gpu', 'net'];
/** Files, folders with and without a stroke, globs, and what lies below them. */
const FILES = [
  ...['a.ts', 'b.ts', '*.md', '**/*.ts'],
  ...['src', 'src/', 'src/*', 'src/**', 'src/c.ts', 'src/*.md', 'src/**/c.ts'],
  ...['src/deep', 'src/deep/c.ts', 'src/d*/x.md', 'src/deep/*.ts', 'src/deep/er/c.ts', 'src/*/er/'],
  ...['docs/**', 'docs/x.md', 'docs/deep/'],
];

/** Random workloads with everything that a workload may have. */
export const anyWorkload: fc.Arbitrary<Workload> = fc.integer({ min: 1, max: 14 }).chain((size) =>
  fc
    .record({
      rows: fc.array(fc.uniqueArray(fc.nat(size), { maxLength: 3 }), { minLength: size, maxLength: size }),
      durations: times(size),
      estimates: times(size),
      workers: fc.array(
        fc.record({
          slots: fc.integer({ min: 1, max: 3 }),
          capabilities: fc.subarray(CAPABILITIES),
          speed: fc.constantFrom(1, 1, 2, 0.5),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      needs: fc.array(fc.constantFrom<readonly string[]>([], [], ['gpu'], ['net']), {
        minLength: size,
        maxLength: size,
      }),
      files: fc.array(fc.subarray(FILES, { maxLength: 2 }), { minLength: size, maxLength: size }),
      limit: fc.integer({ min: 1, max: 6 }),
      capacities: fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 2 }),
      demands: fc.array(fc.subarray([0, 1]), { minLength: size, maxLength: size }),
      amounts: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 2 * size, maxLength: 2 * size }),
    })
    .map(({ rows, durations, estimates, workers, needs, files, limit, capacities, demands, amounts }) => {
      const able = workers.flatMap(({ capabilities }) => capabilities);
      const units = flatRows(demands);
      return {
        size,
        dependents: turnRows(flatRows(rows.map((row, no) => row.filter((on) => on < no)))),
        durations,
        estimates,
        workers,
        needs: needs.map((own) => own.filter((need) => able.includes(need))),
        files,
        limit,
        resources: {
          capacities: Float64Array.from(capacities),
          demands: units,
          amounts: Float64Array.from(units.nos, (_, at) => amounts[at]!),
        },
      };
    }),
);

/** Random workloads with identical slots and nothing else. */
export const plainWorkload: fc.Arbitrary<Workload> = fc.integer({ min: 1, max: 16 }).chain((size) =>
  fc
    .record({
      rows: fc.array(fc.uniqueArray(fc.nat(size), { maxLength: 3 }), { minLength: size, maxLength: size }),
      durations: times(size),
      estimates: times(size),
      count: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ rows, durations, estimates, count }) => ({
      size,
      dependents: turnRows(flatRows(rows.map((row, no) => row.filter((on) => on < no)))),
      durations,
      estimates,
      workers: slots(count),
    })),
);

function times(size: number): fc.Arbitrary<Float64Array> {
  return fc
    .array(fc.integer({ min: 1, max: 20 }), { minLength: size, maxLength: size })
    .map((list) => Float64Array.from(list));
}
