import { assignReady, hasReadyTask } from '../schedule/assign-ready';
import { type Capacity, holdsSlot } from '../schedule/capacity';
import type { PlanShape } from '../schedule/plan-shape';
import { Draft } from './draft';
import { isOver, type TaskState } from './execution';
import { releaseTasks } from './release-tasks';

/**
 * True when a loop that looks now finds something to do: an attempt to judge, an assignment to announce, a task to assign,
 * or something that follows from what is settled. With `advance: direct` the runtime does the steps itself, and only the end
 * concerns the loop.
 *
 * @param capacity - What workers have free. Without it a ready task counts as one that can be assigned:
 *   good enough to wake a loop, which looks closer before it waits.
 */
export function hasLoopWork(draft: Draft, shape: PlanShape, capacity?: Capacity): boolean {
  const { status, options, tasks } = draft.execution;
  if (isOver(status)) return true;
  if (options.advance === 'direct') return false;
  return (
    tasks.some((task) => task.status === 'verifying' || isUnannounced(task)) ||
    hasConsequences(draft, shape) ||
    canAssign(draft, shape, capacity)
  );
}

function isUnannounced({ status, worker, announcements }: TaskState): boolean {
  return announcements === 0 && (status === 'assigned' || (status === 'integrating' && worker !== undefined));
}

/** A wave or the execution to close, a task to skip, a person to ask. */
function hasConsequences(draft: Draft, shape: PlanShape): boolean {
  const trial = trialOf(draft);
  releaseTasks(trial, shape);
  return trial.events.length > 0;
}

function canAssign(draft: Draft, shape: PlanShape, capacity: Capacity | undefined): boolean {
  const { status, options, tasks } = draft.execution;
  if (status !== 'running' || tasks.filter(holdsSlot).length >= options.maxParallel) return false;
  if (capacity === undefined) return hasReadyTask(draft, shape);
  const trial = trialOf(draft);
  assignReady(trial, shape, capacity);
  return trial.events.length > 0;
}

const trialOf = (draft: Draft): Draft => new Draft(draft.execution, draft.at, 'nobody');
