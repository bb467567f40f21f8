import { PlanError } from '../errors';
import type { TaskId } from '../ids';
import type { FlatRows } from './flat-rows';

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
  private readonly ids: readonly TaskId[];
  private readonly numbers = new Map<TaskId, number>();
  private readonly dependencyStarts: Int32Array;
  private readonly dependencyNos: Int32Array;
  private readonly dependentStarts: Int32Array;
  private readonly dependentNos: Int32Array;

  constructor(source: GraphSource) {
    const { tasks } = source;
    this.size = tasks.length;
    this.ids = tasks.map((task) => task.id);
    for (let no = 0; no < tasks.length; no++) {
      const { id } = tasks[no]!;
      if (this.numbers.has(id)) throw new PlanError('PLAN_DUPLICATE_ID', `Two tasks have the id ${id}`);
      this.numbers.set(id, no);
    }
    this.dependencyStarts = new Int32Array(this.size + 1);
    this.dependencyNos = this.numberDependencies(tasks);
    this.dependentStarts = new Int32Array(this.size + 1);
    this.dependentNos = this.turnRound();
  }

  /** The numbers of the tasks that `no` waits on, in the order in which it names them. */
  dependencies(no: number): Int32Array {
    return this.dependencyNos.subarray(this.dependencyStarts[no]!, this.dependencyStarts[no + 1]!);
  }

  /** The numbers of the tasks that wait on `no`, ascending. */
  dependents(no: number): Int32Array {
    return this.dependentNos.subarray(this.dependentStarts[no]!, this.dependentStarts[no + 1]!);
  }

  /** The dependants of all tasks. */
  get dependentRows(): FlatRows {
    return { starts: this.dependentStarts, nos: this.dependentNos };
  }

  /** How many tasks each task waits on; a new array at each call, for the caller to count down. */
  dependencyCounts(): Int32Array {
    const counts = new Int32Array(this.size);
    for (let no = 0; no < this.size; no++) {
      counts[no] = this.dependencyStarts[no + 1]! - this.dependencyStarts[no]!;
    }
    return counts;
  }

  /** The tasks that wait on nothing, ascending. */
  roots(): number[] {
    const roots: number[] = [];
    for (let no = 0; no < this.size; no++) {
      if (this.dependencyStarts[no + 1] === this.dependencyStarts[no]) roots.push(no);
    }
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
    const no = this.numbers.get(id);
    if (no === undefined) throw new PlanError('PLAN_UNKNOWN_TASK', `The plan has no task ${id}`);
    return no;
  }

  private numberDependencies(tasks: GraphSource['tasks']): Int32Array {
    let named = 0;
    for (const task of tasks) named += task.dependencies.length;

    const numbered = new Int32Array(named);
    const lastNamedBy = new Int32Array(this.size).fill(-1);
    let end = 0;
    for (let no = 0; no < this.size; no++) {
      const { id, dependencies } = tasks[no]!;
      for (const dependency of dependencies) {
        const dependencyNo = this.numbers.get(dependency);
        if (dependencyNo === undefined) {
          throw new PlanError('PLAN_UNKNOWN_DEPENDENCY', `${id} waits on ${dependency}, which is not in the plan`);
        }
        if (lastNamedBy[dependencyNo] === no) continue;
        lastNamedBy[dependencyNo] = no;
        numbered[end++] = dependencyNo;
      }
      this.dependencyStarts[no + 1] = end;
    }
    return numbered.subarray(0, end);
  }

  private turnRound(): Int32Array {
    const starts = this.dependentStarts;
    for (const dependencyNo of this.dependencyNos) starts[dependencyNo + 1]!++;
    for (let no = 0; no < this.size; no++) starts[no + 1]! += starts[no]!;

    const turned = new Int32Array(this.dependencyNos.length);
    const next = starts.slice(0, this.size);
    for (let no = 0; no < this.size; no++) {
      for (let at = this.dependencyStarts[no]!; at < this.dependencyStarts[no + 1]!; at++) {
        const dependencyNo = this.dependencyNos[at]!;
        turned[next[dependencyNo]!++] = no;
      }
    }
    return turned;
  }
}
