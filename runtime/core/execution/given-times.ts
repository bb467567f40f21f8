import { type Execution, isSettled, type TaskState } from './execution';

/** When a task was last given its slot and what it takes; undefined: never, or it is to be done anew. ISO 8601. */
export const givenAt = ({ assignedAt, attempt }: TaskState): string | undefined => assignedAt ?? attempt?.startedAt;

/** True when a task takes all of these resources. */
export const takesAll = ({ plan }: Execution, no: number, resources: readonly string[]): boolean => {
  const { resources: own } = plan.tasks[no]!;
  return resources.every((name) => own !== undefined && name in own);
};

interface Given {
  /** A task with the same resources as all that are counted here. */
  readonly no: number;
  readonly at: string;
}

/**
 * When the tasks that are over were last given what they take, for each set of resources; kept from event to event. Where one is
 * taken up again, all are looked at once more.
 */
export class GivenTimes {
  /** By the names of the resources; undefined: to be worked out anew. */
  private last: Map<string, Given> | undefined = new Map();

  /** A task is over. */
  settle({ tasks }: Execution['plan'], no: number, state: TaskState): void {
    const at = givenAt(state);
    if (at === undefined || !this.last) return;
    const { resources = {} } = tasks[no]!;
    const key = Object.keys(resources).sort().join('\n');
    const known = this.last.get(key);
    if (!known || known.at < at) this.last.set(key, { no, at });
  }

  /** A task that was over is to be done anew. */
  reopen(): void {
    this.last = undefined;
  }

  /** When one that is over and takes all of these was last given it; undefined: never. */
  lastOf(execution: Execution, resources: readonly string[]): string | undefined {
    if (!this.last) {
      this.last = new Map();
      for (const [no, state] of execution.tasks.entries())
        if (isSettled(state.status)) this.settle(execution.plan, no, state);
    }
    let last: string | undefined;
    for (const { no, at } of this.last.values())
      if ((last === undefined || at > last) && takesAll(execution, no, resources)) last = at;
    return last;
  }
}
