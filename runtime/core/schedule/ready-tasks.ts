import { openGroups, type TaskGroup, type TaskGrouping } from './task-groups';

/** Ready tasks by what they ask for, and which of them goes first: the most urgent one, or who came first. */
export class ReadyTasks {
  readonly groups: readonly TaskGroup[];
  readonly keys: Float64Array;
  readonly isFifo: boolean;
  private readonly groupOf: Int32Array;
  private arrivals = 0;

  /** @param keys - Urgency, least first. */
  constructor(grouping: TaskGrouping, keys: Float64Array | 'fifo') {
    this.isFifo = keys === 'fifo';
    this.keys = keys === 'fifo' ? new Float64Array(grouping.groupOf.length) : keys.slice();
    this.groups = openGroups(grouping, this.keys);
    this.groupOf = grouping.groupOf;
  }

  /** The group of a task. */
  of(no: number): TaskGroup {
    return this.groups[this.groupOf[no]!]!;
  }

  add(no: number): void {
    if (this.isFifo) this.keys[no] = this.arrivals++;
    this.of(no).ready.push(no);
  }

  rerank(keys: Float64Array): void {
    this.keys.set(keys);
    for (const { ready } of this.groups) for (const no of ready.drain()) ready.push(no);
  }

  /** The group whose first task goes before those of all others, of those that have not turned out full in this decision. */
  mostUrgent(decision: number): TaskGroup | undefined {
    let first: TaskGroup | undefined;
    for (const group of this.groups) {
      if (group.ready.size === 0 || group.fullIn === decision) continue;
      if (!first || this.isMoreUrgent(group.ready.top, first.ready.top)) first = group;
    }
    return first;
  }

  isMoreUrgent(one: number, other: number): boolean {
    const difference = this.keys[one]! - this.keys[other]!;
    return difference < 0 || (difference === 0 && one < other);
  }
}
