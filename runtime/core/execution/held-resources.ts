import { holdsSlot, workerKey } from '../schedule/capacity';
import type { Draft } from './draft';
import type { Execution, TaskState } from './execution';
import { touchedTasks } from './touched-tasks';

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

/** The guarded deltas of what a draft changed, by key, without zeros. */
export function capacityDeltas({
  before,
  execution,
  events,
}: Pick<Draft, 'before' | 'execution' | 'events'>): readonly { readonly key: string; readonly delta: number }[] {
  const deltas = new Map<string, number>();
  const add = (task: TaskState, sign: number): void => {
    if (!holdsSlot(task)) return;
    deltas.set('global', (deltas.get('global') ?? 0) + sign);
    const key = workerKey(task.worker!);
    deltas.set(key, (deltas.get(key) ?? 0) + sign * (task.slots ?? 1));
  };
  for (const no of touchedTasks(events)) {
    add(before.tasks[no]!, -1);
    add(execution.tasks[no]!, 1);
  }
  return [...deltas]
    .filter(([, delta]) => delta !== 0)
    .map(([key, delta]) => ({ key, delta }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** True while a worker works on the task's current token under a lease: an attempt or a merge. */
export const holdsLease = (task: TaskState): boolean =>
  task.startedAt !== undefined && (task.status === 'active' || task.status === 'integrating');
