import type { TaskId } from '../ids';
import { taskIdOf } from './task-numbers';

const NONE: readonly TaskId[] = [];

/** The ids of all tasks of a plan. */
export class TaskIds {
  readonly all: readonly TaskId[];
  private lastNos: readonly number[] = [];
  private lastIds = NONE;

  constructor(count: number) {
    const all = new Array<TaskId>(count);
    for (let no = 0; no < count; no++) all[no] = taskIdOf(no);
    this.all = all;
  }

  /** Those of a list of numbers. Neighbours mostly wait on the same tasks: then they share a list. */
  of(nos: readonly number[]): readonly TaskId[] {
    if (nos.length === 0) return NONE;
    if (!isSame(nos, this.lastNos)) {
      this.lastNos = nos;
      this.lastIds = nos.map((no) => this.all[no]!);
    }
    return this.lastIds;
  }
}

function isSame(some: readonly number[], others: readonly number[]): boolean {
  if (some.length !== others.length) return false;
  for (let at = 0; at < some.length; at++) if (some[at] !== others[at]) return false;
  return true;
}
