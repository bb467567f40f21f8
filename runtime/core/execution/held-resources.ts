import { holdsSlot, workerKey } from '../schedule/capacity';
import type { Execution, TaskState } from './execution';

/** Milliseconds for which a start or a renewal takes the lease. */
export const LEASE_MS = 30_000;

/** Slots that an execution holds, by key of their capacity row: `global` and `worker:<id>`. */
export function slotsHeld(execution: Execution): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  for (const task of execution.tasks) {
    if (!holdsSlot(task)) continue;
    held.set('global', (held.get('global') ?? 0) + 1);
    const key = workerKey(task.worker!);
    held.set(key, (held.get(key) ?? 0) + (task.slots ?? 1));
  }
  return held;
}

/** The guarded deltas between two states of an execution, by key, without zeros. */
export function capacityDeltas(
  before: Execution,
  after: Execution,
): readonly { readonly key: string; readonly delta: number }[] {
  const held = slotsHeld(before);
  const holds = slotsHeld(after);
  return [...new Set([...held.keys(), ...holds.keys()])]
    .sort()
    .map((key) => ({ key, delta: (holds.get(key) ?? 0) - (held.get(key) ?? 0) }))
    .filter(({ delta }) => delta !== 0);
}

/** True while a worker works on the task's current token under a lease: an attempt or a merge. */
export const holdsLease = (task: TaskState): boolean =>
  task.startedAt !== undefined && (task.status === 'active' || task.status === 'integrating');
