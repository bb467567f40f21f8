import type { ExecutionStatus, TaskStatus } from '../execution/execution';
import type { ExecutionTask } from '../plan/plan';
import type { TaskWord } from './task-view';
import type { ExecutionStatusView } from './views';

/** The word that people see for a task. `isReady`: everything that it waits on is complete. Source: R-12. */
export function taskWord(status: TaskStatus, isReady: boolean): TaskWord {
  switch (status) {
    case 'pending':
      return isReady ? 'pending' : 'backlog';
    case 'assigned':
    case 'waiting':
    case 'failed':
    case 'skipped':
      return status;
    case 'active':
    case 'verifying':
    case 'integrating':
      return 'active';
    case 'completed':
      return 'done';
  }
}

/** R-80's word for the state of an execution. Source: R-12. */
export function statusWord(status: ExecutionStatus): ExecutionStatusView['status'] {
  switch (status) {
    case 'queued':
    case 'running':
    case 'waiting':
      return 'running';
    case 'paused':
      return 'paused';
    case 'succeeded':
      return 'completed';
    case 'failed':
    case 'cancelled':
      return 'failed';
  }
}

/** R-3's word for the state of a task. Source: R-12. */
export function planStatusOf(status: TaskStatus): ExecutionTask['status'] {
  switch (status) {
    case 'pending':
    case 'completed':
    case 'failed':
    case 'skipped':
      return status;
    default:
      return 'in_progress';
  }
}
