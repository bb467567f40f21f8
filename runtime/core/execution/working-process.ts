import type { Execution } from './execution';
import { isOver } from './execution';

/** A process that works at a task, by the environment that every agent and criterion gets. */
export interface WorkingProcess {
  readonly pid: number;
  /** Clock ticks since boot; with the pid it names a process for ever. */
  readonly startedAt: string;
  readonly executionId: string;
  readonly task: string;
  /** Fencing token of its attempt; absent where it names none. */
  readonly token?: number;
}

/**
 * Whether nobody waits for what a process does: its execution is over, or its attempt was ended or taken over. Its worker ends it
 * then, unless that worker stands still.
 *
 * Source: I8, I20.
 */
export function isStray({ task, token }: WorkingProcess, execution: Execution): boolean {
  if (isOver(execution.status)) return true;
  const no = execution.plan.tasks.findIndex(({ id }) => id === task);
  const state = execution.tasks.at(no);
  return token !== undefined && state !== undefined && (state.token !== token || state.status !== 'active');
}
