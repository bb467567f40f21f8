import type { Draft } from '../execution/draft';
import { isSettled } from '../execution/execution';
import { indexOf } from '../execution/index-of';
import { nextToken } from '../execution/next-token';
import type { Capacity } from './capacity';
import { decideReady, type ReadyDecision } from './decide-ready';
import { areDependenciesComplete } from './dependencies-complete';
import type { PlanShape } from './plan-shape';

/**
 * Assigns every ready task that fits, as the dispatcher decides.
 * Rolling: a task is ready when its own dependencies are complete; with the option `barrier`, when all earlier waves are over.
 * A task whose declared files overlap with those of a task in progress waits for it; later ones may pass it.
 * Slots for which other executions wait are shared with them.
 *
 * @returns The decision, of which `capacityWanted` tells what ready tasks wait for; undefined where nothing is to start.
 * Source; design "Rolling, not barrier".
 */
export function assignReady(draft: Draft, shape: PlanShape, capacity: Capacity): ReadyDecision | undefined {
  if (draft.execution.status !== 'running') return undefined;
  if (indexOf(draft, shape).ready.size === 0) {
    shape.memory.keptTask = -1;
    return undefined;
  }
  const decision = decideReady(draft, shape, capacity);
  const { live, started } = decision;
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
  return decision;
}

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
