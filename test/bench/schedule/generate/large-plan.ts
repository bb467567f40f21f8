import { asTaskId, type TaskId } from '../../../../runtime/core/ids';
import { Random } from '../../../../runtime/core/schedule/random';
import type { GraphSource } from '../../../../runtime/core/schedule/task-graph';

/** How the ids of a plan may look. */
export const ID_FORMS: Readonly<Record<string, (no: number) => string>> = {
  'task-001, as in plans': (no) => `task-${String(no + 1).padStart(3, '0')}`,
  t1: (no) => `t${no}`,
  'any ids': (no) => `${mixed(no)}-${mixed(no + 77)}-${no.toString(36)}`,
};

/** Numbers of what each task waits on: three earlier tasks from anywhere, each once. */
export function largeRows(size: number): readonly (readonly number[])[] {
  const random = new Random(size);
  return Array.from({ length: size }, (_, no) => drawRow(random, no));
}

function drawRow(random: Random, no: number): number[] {
  const on: number[] = [];
  for (let draws = no === 0 ? 0 : 3; draws > 0; draws--) {
    const one = random.below(no);
    if (!on.includes(one)) on.push(one);
  }
  return on;
}

/** The plan of `largeRows`, and nothing left behind. */
export function lonePlan(size: number, idOf: (no: number) => string): GraphSource {
  const random = new Random(size);
  const fresh = (no: number): TaskId => asTaskId(idOf(no));
  return {
    tasks: Array.from({ length: size }, (_, no) => ({ id: fresh(no), dependencies: drawRow(random, no).map(fresh) })),
  };
}

/** The same with ids; each is a text of its own wherever it stands, as when it was read from a file. */
export function largePlan(
  rows: readonly (readonly number[])[],
  idOf: (no: number) => string,
  order: (no: number) => number = (no) => no,
): GraphSource {
  const fresh = (no: number): TaskId => asTaskId(flat(idOf(no)));
  const tasks = rows.map((_, at) => ({ id: fresh(order(at)), dependencies: rows[order(at)]!.map(fresh) }));
  return { tasks };
}

/** As it was read: V8 keeps long texts that were put together in parts. */
const flat = (id: string): string => (id.length < 13 ? id : Buffer.from(id, 'latin1').toString('latin1'));

const mixed = (no: number): string => (Math.imul(no + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
