import type { PlanShape } from '../schedule/plan-shape';
import { holdsSlot, readyTasks } from '../schedule/assign-ready';
import type { Draft } from './draft';
import { isOver } from './execution';

/**
 * True when a loop that looks now finds something to do: an attempt to judge, an assignment to announce,
 * a task that may be assigned, or an end to report. With `advance: direct` the runtime does the steps itself,
 * and only people and the end concern the loop.
 *
 * *Shape*: slots of workers are not looked at; who registers a wait asks for those itself.
 */
export function hasLoopWork(draft: Draft, shape: PlanShape): boolean {
  const { status, options, tasks } = draft.execution;
  if (isOver(status)) return true;
  if (options.advance === 'direct') return false;
  if (tasks.some((task) => task.status === 'verifying' || isUnannounced(task))) return true;
  if (status !== 'running' && status !== 'queued') return false;
  return tasks.filter(holdsSlot).length < options.maxParallel && readyTasks(draft, shape).length > 0;
}

function isUnannounced(task: { readonly status: string; readonly announcements: number; readonly worker?: string }): boolean {
  const isAssigned = task.status === 'assigned' || (task.status === 'integrating' && task.worker !== undefined);
  return isAssigned && task.announcements === 0;
}
