import { holdsSlot, resourceKey, workerKey } from '../schedule/capacity';
import type { Draft } from './draft';
import type { Execution, TaskState } from './execution';
import { touchedTasks } from './touched-tasks';

/** Milliseconds for which a start or a renewal takes the lease. */
export const LEASE_MS = 30_000;

/**
 * What an execution holds of shared capacity, by key of its row: `global`, `worker:<id>`, `resource:<name>`.
 *
 * @param nos - The tasks in progress, at least; all are looked at unless given.
 */
export function capacityHeld(
  execution: Execution,
  nos: Iterable<number> = execution.tasks.keys(),
): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  for (const no of nos) addHeld(held, execution, no, 1);
  return held;
}

/** The guarded deltas of what a draft changed, by key, without zeros. */
export function capacityDeltas({
  before,
  execution,
  events,
}: Pick<Draft, 'before' | 'execution' | 'events'>): readonly { readonly key: string; readonly delta: number }[] {
  const deltas = new Map<string, number>();
  for (const no of touchedTasks(events)) {
    addHeld(deltas, before, no, -1);
    addHeld(deltas, execution, no, 1);
  }
  return [...deltas]
    .filter(([, delta]) => delta !== 0)
    .map(([key, delta]) => ({ key, delta }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Adds what a task holds, `sign` times. */
function addHeld(held: Map<string, number>, { tasks, plan }: Execution, no: number, sign: 1 | -1): void {
  const task = tasks.at(no)!;
  if (!holdsSlot(task)) return;
  const add = (key: string, amount: number) => held.set(key, (held.get(key) ?? 0) + sign * amount);
  add('global', 1);
  add(workerKey(task.worker!), task.slots ?? 1);
  const { resources } = plan.tasks[no]!;
  for (const name in resources) add(resourceKey(name), resources[name]!);
}

/** True while a worker works on the task's current token under a lease: an attempt or a merge. */
export const holdsLease = (task: TaskState): boolean =>
  task.startedAt !== undefined && (task.status === 'active' || task.status === 'integrating');
