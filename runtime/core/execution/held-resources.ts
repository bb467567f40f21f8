import { holdsSlot, resourceKey, workerKey } from '../schedule/capacity';
import type { Execution, TaskState } from './execution';

/** Milliseconds for which a start or a renewal takes the lease. */
export const LEASE_MS = 30_000;

/** What an execution holds of shared capacity, by key of its row: `global`, `worker:<id>`, `resource:<name>`. */
export function capacityHeld(execution: Execution): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  const add = (key: string, amount: number) => held.set(key, (held.get(key) ?? 0) + amount);
  for (const [no, task] of execution.tasks.entries()) {
    if (!holdsSlot(task)) continue;
    add('global', 1);
    add(workerKey(task.worker!), task.slots ?? 1);
    const { resources } = execution.plan.tasks[no]!;
    for (const name in resources) add(resourceKey(name), resources[name]!);
  }
  return held;
}

/** The guarded deltas between two states of an execution, by key, without zeros. */
export function capacityDeltas(
  before: Execution,
  after: Execution,
): readonly { readonly key: string; readonly delta: number }[] {
  const held = capacityHeld(before);
  const holds = capacityHeld(after);
  return [...new Set([...held.keys(), ...holds.keys()])]
    .sort()
    .map((key) => ({ key, delta: (holds.get(key) ?? 0) - (held.get(key) ?? 0) }))
    .filter(({ delta }) => delta !== 0);
}

/** True while a worker works on the task's current token under a lease: an attempt or a merge. */
export const holdsLease = (task: TaskState): boolean =>
  task.startedAt !== undefined && (task.status === 'active' || task.status === 'integrating');
