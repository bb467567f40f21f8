import type { ExecutionStatus, TaskStatus } from './execution';

type TaskPair = `${TaskStatus}>${TaskStatus}`;
type ExecutionPair = `${ExecutionStatus}>${ExecutionStatus}`;

/** Every change of a task's status that may be written; staying is not listed. The database enforces the same table (I4). */
export const LEGAL_TASK_TRANSITIONS: ReadonlySet<TaskPair> = new Set<TaskPair>([
  'pending>assigned',
  'pending>waiting',
  'pending>skipped',
  'pending>failed',
  'assigned>active',
  'assigned>pending',
  'assigned>skipped',
  'active>verifying',
  'active>pending',
  'active>failed',
  'active>skipped',
  'verifying>integrating',
  'verifying>completed',
  'verifying>pending',
  'verifying>failed',
  'verifying>waiting',
  'verifying>skipped',
  'waiting>verifying',
  'waiting>pending',
  'waiting>failed',
  'waiting>skipped',
  'integrating>completed',
  'integrating>pending',
  'integrating>waiting',
  'integrating>failed',
  'integrating>skipped',
  'failed>pending',
  'skipped>pending',
  // Only by a rollback: done is final within an epoch.
  'completed>pending',
]);

/** Every change of an execution's status that may be written (I4). */
export const LEGAL_EXECUTION_TRANSITIONS: ReadonlySet<ExecutionPair> = new Set<ExecutionPair>([
  'queued>running',
  'queued>paused',
  'queued>cancelled',
  'running>waiting',
  'running>paused',
  'running>succeeded',
  'running>failed',
  'running>cancelled',
  'waiting>running',
  'waiting>paused',
  'waiting>failed',
  'waiting>cancelled',
  'paused>running',
  'paused>failed',
  'paused>cancelled',
  'failed>running',
  'cancelled>running',
  'succeeded>running',
]);
