import { PlanError } from '../errors';
import type { TaskId } from '../ids';
import { type FlatRows, turnRows } from './flat-rows';
import { HashedIds } from './hashed-ids';
import { numberedIds } from './numbered-ids';

/** Dependencies of one task that are compared with each other; more are marked. */
const MOST_COMPARED = 16;

/** What a graph needs of a plan: ids in document order, each with the ids that it waits on. */
export interface GraphSource {
  readonly tasks: readonly { readonly id: TaskId; readonly dependencies: readonly TaskId[] }[];
}

/**
 * The dependency graph of a plan as flat arrays (compressed sparse rows): tasks are numbers 0 … size-1 in document
 * order, and a task's neighbours are one slice of one array. A dependency named twice counts once. Cycles are
 * allowed here; `planWaves` refuses them.
 *
 * Cost: linear in tasks and dependencies, no object per task or edge.
 *
 * @throws {PlanError} `PLAN_DUPLICATE_ID` or `PLAN_UNKNOWN_DEPENDENCY`: a checked plan has neither.
 */
export class TaskGraph {
  readonly size: number;
  /** The tasks that each task waits on, in the order in which it names them. */
  readonly dependencyRows: FlatRows;
  private readonly ids: readonly TaskId[];
  /** Its number; -1 when there is no such id. */
  private readonly placeOf: (id: string) => number;
  private turned: FlatRows | undefined;

  constructor({ tasks }: GraphSource) {
    this.size = tasks.length;
    this.ids = tasks.map((task) => task.id);
    const numbered = numberedIds(this.ids);
    const hashed = numbered ? undefined : hashedIds(this.ids);
    this.placeOf = numbered ?? ((id) => hashed!.placeOf(id));
    this.dependencyRows = this.numberDependencies(tasks, hashed);
  }

  /** The tasks that wait on each task, ascending. Made when first asked for: a plan whose tasks stand in order is checked without. */
  get dependentRows(): FlatRows {
    this.turned ??= turnRows(this.dependencyRows);
    return this.turned;
  }

  /** The numbers of the tasks that `no` waits on, in the order in which it names them. */
  dependencies(no: number): Int32Array {
    const { starts, nos } = this.dependencyRows;
    return nos.subarray(starts[no]!, starts[no + 1]!);
  }

  /** The numbers of the tasks that wait on `no`, ascending. */
  dependents(no: number): Int32Array {
    const { starts, nos } = this.dependentRows;
    return nos.subarray(starts[no]!, starts[no + 1]!);
  }

  /** How many tasks each task waits on; a new array at each call, for the caller to count down. */
  dependencyCounts(): Int32Array {
    const { starts } = this.dependencyRows;
    const counts = new Int32Array(this.size);
    for (let no = 0; no < this.size; no++) counts[no] = starts[no + 1]! - starts[no]!;
    return counts;
  }

  /** The tasks that wait on nothing, ascending. */
  roots(): number[] {
    const { starts } = this.dependencyRows;
    const roots: number[] = [];
    for (let no = 0; no < this.size; no++) if (starts[no + 1] === starts[no]) roots.push(no);
    return roots;
  }

  /** @throws {RangeError} when no task has that number: a fault of the caller. */
  idOf(no: number): TaskId {
    const id = this.ids[no];
    if (id === undefined) throw new RangeError(`No task has the number ${no}`);
    return id;
  }

  /** @throws {PlanError} `PLAN_UNKNOWN_TASK` when no task has that id. */
  noOf(id: TaskId): number {
    const no = this.placeOf(id);
    if (no < 0) throw new PlanError('PLAN_UNKNOWN_TASK', `The plan has no task ${id}`);
    return no;
  }

  private numberDependencies(tasks: GraphSource['tasks'], hashed: HashedIds | undefined): FlatRows {
    const { placeOf, size } = this;
    const starts = new Int32Array(size + 1);
    let named = 0;
    for (let no = 0; no < size; no++) named += tasks[no]!.dependencies.length;

    const places = hashed?.placesOf(namesOf(tasks, named));
    const nos = new Int32Array(named);
    let read = 0;
    let lastNamedBy: Int32Array | undefined;
    let end = 0;
    for (let no = 0; no < size; no++) {
      const { dependencies } = tasks[no]!;
      const begin = end;
      const isLong = dependencies.length > MOST_COMPARED;
      if (isLong) lastNamedBy ??= new Int32Array(size).fill(-1);
      for (let at = 0; at < dependencies.length; at++) {
        const dependency = places ? places[read++]! : placeOf(dependencies[at]!);
        if (dependency < 0) throw unknownDependency(tasks[no]!.id, dependencies[at]!);
        if (isLong) {
          if (lastNamedBy![dependency] === no) continue;
          lastNamedBy![dependency] = no;
        } else if (isAmong(nos, begin, end, dependency)) continue;
        nos[end++] = dependency;
      }
      starts[no + 1] = end;
    }
    return { starts, nos: end === named ? nos : nos.slice(0, end) };
  }
}

function isAmong(nos: Int32Array, from: number, to: number, wanted: number): boolean {
  for (let at = from; at < to; at++) if (nos[at] === wanted) return true;
  return false;
}

function namesOf(tasks: GraphSource['tasks'], count: number): readonly string[] {
  const names = new Array<string>(count);
  let end = 0;
  for (let no = 0; no < tasks.length; no++) {
    const { dependencies } = tasks[no]!;
    for (let at = 0; at < dependencies.length; at++) names[end++] = dependencies[at]!;
  }
  return names;
}

function hashedIds(ids: readonly TaskId[]): HashedIds {
  const index = new HashedIds(ids);
  if (index.repeated) throw new PlanError('PLAN_DUPLICATE_ID', `Two tasks have the id ${ids[index.repeated[0]]}`);
  return index;
}

function unknownDependency(id: TaskId, dependency: TaskId): PlanError {
  return new PlanError('PLAN_UNKNOWN_DEPENDENCY', `${id} waits on ${dependency}, which is not in the plan`);
}
