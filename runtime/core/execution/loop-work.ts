import { assignReady, hasReadyTask } from '../schedule/assign-ready';
import type { Capacity } from '../schedule/capacity';
import type { PlanShape } from '../schedule/plan-shape';
import { Draft } from './draft';
import { isOver } from './execution';
import { indexOf } from './index-of';
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
  const { status, options } = draft.execution;
  if (isOver(status)) return true;
  if (options.advance === 'direct') return false;
  return isToBeJudgedOrAnnounced(draft, shape) || hasConsequences(draft, shape) || canAssign(draft, shape, capacity);
}

function isToBeJudgedOrAnnounced(draft: Draft, shape: PlanShape): boolean {
  const index = indexOf(draft, shape);
  if (index.count('verifying') > 0) return true;
  return [...index.in('assigned'), ...index.in('integrating')].some((no) => {
    const { worker, announcements } = draft.task(no);
    return announcements === 0 && worker !== undefined;
  });
}

/** A wave or the execution to close, a task to skip, a person to ask. */
function hasConsequences(draft: Draft, shape: PlanShape): boolean {
  const trial = trialOf(draft);
  releaseTasks(trial, shape);
  return trial.events.length > 0;
}

function canAssign(draft: Draft, shape: PlanShape, capacity: Capacity | undefined): boolean {
  const { status, options } = draft.execution;
  const index = indexOf(draft, shape);
  if (status !== 'running' || index.count('assigned') + index.count('active') >= options.maxParallel) return false;
  if (capacity === undefined) return hasReadyTask(draft, shape);
  const trial = trialOf(draft);
  assignReady(trial, shape, capacity);
  return trial.events.length > 0;
}

const trialOf = (draft: Draft): Draft => new Draft(draft.execution, draft.at, 'nobody');
