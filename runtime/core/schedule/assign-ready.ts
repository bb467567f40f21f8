import type { Draft } from '../execution/draft';
import { indexOf } from '../execution/index-of';
import { nextToken } from '../execution/next-token';
import type { Capacity } from './capacity';
import { decideReady, type ReadyDecision } from './decide-ready';
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

/** True when a task could start now but for slots, workers and files. Cost: tasks that are ready and may not begin yet. */
export function hasReadyTask(draft: Draft, shape: PlanShape): boolean {
  const index = indexOf(draft, shape);
  const wave = draft.execution.options.release === 'barrier' ? index.firstOpenWave() : shape.waves.length;
  for (const no of index.ready) {
    const { dueAt } = draft.task(no);
    const isDue = dueAt === undefined || Date.parse(dueAt) <= draft.nowMs;
    if (isDue && shape.waveOf[no]! <= wave) return true;
  }
  return false;
}
