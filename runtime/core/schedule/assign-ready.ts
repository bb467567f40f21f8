import type { Draft } from '../execution/draft';
import { isSettled } from '../execution/execution';
import { nextToken } from '../execution/next-token';
import { type Capacity, resourceKey, saveKey, wholeKey, workerKey } from './capacity';
import { decideReady } from './decide-ready';
import { areDependenciesComplete } from './dependencies-complete';
import type { LiveDispatch } from './live-dispatch';
import type { PlanShape } from './plan-shape';

/**
 * Assigns every ready task that fits, as the dispatcher decides.
 * Rolling: a task is ready when its own dependencies are complete; with the option `barrier`, when all earlier waves are over.
 * A task whose declared files overlap with those of a task in progress waits for it; later ones may pass it.
 * Slots for which other executions wait are shared with them.
 *
 * @returns Keys of the capacity rows that ready tasks wait for; empty when all that may run does.
 * Source; design "Rolling, not barrier".
 */
export function assignReady(draft: Draft, shape: PlanShape, capacity: Capacity): readonly string[] {
  if (draft.execution.status !== 'running') return [];
  const { live, started } = decideReady(draft, shape, capacity);
  for (const { task: at, worker } of started) {
    const task = live.noOf(at);
    const { id, slots } = live.workers[worker]!;
    const grant = live.grantOf(task);
    draft.record({
      type: 'task-assigned',
      task,
      token: nextToken(draft.execution, draft.task(task).token),
      worker: id,
      kind: 'attempt',
      ...(live.isAlone(task) ? { slots } : {}),
      ...(grant === undefined ? {} : { grantUsd: grant }),
    });
  }
  return wantedKeys(live, started.length);
}

/** Capacity rows of which more would let something start. */
function wantedKeys(
  { dispatcher, workers, resources, ownLeft, globalLeft }: LiveDispatch,
  started: number,
): readonly string[] {
  const wanted = new Set<string>();
  const saved = new Set<number>();
  for (const { reason, workers: able } of dispatcher.unplaced()) {
    if (reason.type === 'limit' && ownLeft > started && globalLeft <= started) wanted.add('global');
    if (reason.type === 'slot') for (const no of able) wanted.add(workerKey(workers[no]!.id));
    if (reason.type === 'alone') {
      // One of them is kept free for it: the one that is nearest to it.
      const [nearest] = [...able].sort((a, b) => busySlots(workers[a]!) - busySlots(workers[b]!) || a - b);
      const key = workerKey(workers[nearest!]!.id);
      wanted.add(key).add(wholeKey(key));
    }
    if (reason.type === 'resource') {
      const key = resourceKey(resources[reason.resource]!);
      wanted.add(key);
      // What the most urgent one needs is saved up for it.
      if (reason.amount > 1 && !saved.has(reason.resource)) wanted.add(saveKey(key, reason.amount));
      saved.add(reason.resource);
    }
  }
  return [...wanted];
}

const busySlots = ({ slots, freeSlots }: { readonly slots: number; readonly freeSlots: number }): number =>
  slots - freeSlots;

/** True when a task could start now but for slots, workers and files. */
export function hasReadyTask(draft: Draft, shape: PlanShape): boolean {
  const { tasks, options } = draft.execution;
  const wave = options.release === 'barrier' ? firstOpenWave(draft, shape) : shape.waves.length;
  return tasks.some((_, no) => shape.waveOf[no]! <= wave && isReady(draft, shape, no));
}

function isReady(draft: Draft, shape: PlanShape, no: number): boolean {
  const state = draft.task(no);
  if (state.status !== 'pending') return false;
  if (state.dueAt !== undefined && Date.parse(state.dueAt) > draft.nowMs) return false;
  return areDependenciesComplete(draft.execution, shape, no);
}

function firstOpenWave(draft: Draft, shape: PlanShape): number {
  const open = shape.waves.findIndex((wave) => wave.some((no) => !isSettled(draft.task(no).status)));
  return open < 0 ? shape.waves.length : open;
}
